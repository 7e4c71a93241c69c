"""The counters of XLSX and ODS on XML of their own: every word, in the order of the sheet."""

# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: E501, SIM905

import io
import zipfile

import pytest

from restitution.conservation.reading import source_words
from restitution.conservation.shown_numbers import iso_words, number_words
from restitution.errors import UnreadableSource

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in {"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "chart": "chart"}.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def package(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, text in parts.items():
            opened.writestr(name, text)
    return buffer.getvalue()


def links(**targets):
    """Relationships by id; the kind is the id without its number."""
    nodes = [
        f'<Relationship Id="{i}" Type="{KIND}/{i.rstrip("0123456789")}" Target="{t}"/>' for i, t in targets.items()
    ]
    return f'<Relationships xmlns="{PACKAGE}">{"".join(nodes)}</Relationships>'


def xlsx(cells, *, strings="", styles="", space=MAIN, sheet_links="", rest="", **parts):
    return package(
        {
            "_rels/.rels": links(officeDocument1="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{KIND}"><sheets><sheet name="Vote 1" r:id="worksheet1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": links(
                worksheet1="sheets/s.xml", sharedStrings1="t.xml", styles1="y.xml"
            ),
            "xl/t.xml": f'<sst xmlns="{space}">{strings}</sst>',
            "xl/y.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>',
            "xl/sheets/s.xml": f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData>{rest}</worksheet>',
            "xl/sheets/_rels/s.xml.rels": sheet_links or links(),
            **{f"xl/{name}.xml": text for name, text in parts.items()},
        }
    )


def ods(tables, styles="", **parts):
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return package(
        {
            "content.xml": f"<office:document-content {SPACES}>{body}</office:document-content>",
            "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>",
            **{f"{name}/content.xml": f"<x {SPACES}>{text}</x>" for name, text in parts.items()},
        }
    )


FORMATS = '<numFmts><numFmt numFmtId="170" formatCode="0&quot; hab.&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
STRINGS = (
    "<si><t>un</t></si><si><r><t>gr</t></r><r><t>as</t></r><rPh><t>lu</t></rPh></si><si><t>a_x000D_b</t></si>"
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>', "un gras a b"),
        ('<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>0</v></c></row>', "0 1 2"),
        ('<row><c r="AA1"><v>27</v></c><c r="B1"><v>2</v></c></row>', "2 27"),
        ('<row><c t="inlineStr"><is><r><t>de</t></r><r><t>ux</t></r></is></c><c t="str"><f>A1</f><v>oui</v></c></row>', "deux oui"),
        ('<row><c><f>A1+B2</f></c><c><f>C3</f><v/></c><c t="str"><f>D4</f><v></v></c></row>', "A1 B2 C3"),
        ('<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>', "VRAI FAUX N A"),
        ('<row><c s="1"><v>58200</v></c><c s="2"><v>46093</v></c><c s="9"><v>1.5</v></c></row>', "58200 hab 12 03 2026 1 5"),
        ('<row><c t="d"><v>2026-03-12T14:30:00</v></c><c s="1"/></row>', "12 03 2026 14 30"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("space", [MAIN, STRICT])
def test_cells_of_xlsx(cells, expected, space):
    assert source_words(xlsx(cells, strings=STRINGS, styles=FORMATS, space=space), "xlsx") == [
        "Vote",
        "1",
        *expected.split(),
    ]


def test_what_stands_around_the_cells_of_xlsx():
    box = "<sp><txBody><p><r><t>boî</t></r><r><t>te</t></r></p><p><r><t>a</t></r><br/><r><t>b</t></r></p></txBody></sp>"
    fallback = f"<AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent>"
    notes = "<comments><comment ref='A1'><text><r><t>no</t></r><r><t>te</t></r></text></comment></comments>"
    data = xlsx(
        "<row><c><v>7</v></c></row>",
        rest="<headerFooter><oddHeader>&amp;L&amp;&quot;Arial&quot;&amp;12Haut &amp;P</oddHeader></headerFooter>",
        sheet_links=links(drawing1="../d.xml", comments1="../n.xml"),
        d=f"<wsDr>{fallback}</wsDr>",
        n=notes,
    )
    assert source_words(data, "xlsx") == "Vote 1 7 boîte a b note Haut".split()
    threads = "<a><threadedComment ref='A1'><text>fil</text></threadedComment></a>"
    data = xlsx("", sheet_links=links(comments1="../n.xml", threadedComment1="../h.xml"), n=notes, h=threads)
    assert source_words(data, "xlsx") == "Vote 1 fil".split()


CELL = "<table:table-cell {}>{}</table:table-cell>"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (CELL.format("", "<text:p>gras<text:span>é</text:span><text:s/>ici</text:p><text:p>fin</text:p>"), "grasé ici fin"),
        (CELL.format("table:number-columns-repeated='3'", "<text:p>x</text:p>"), "x x x"),
        (CELL.format("office:value='12.5'", "<text:p>12,50 €</text:p>"), "12 50"),
        (CELL.format("office:value='12.5' office:value-type='float'", ""), "12 5"),
        (CELL.format("office:value='0.125' office:value-type='percentage'", ""), "12 5"),
        (CELL.format("office:date-value='2026-03-12'", ""), "12 03 2026"),
        (CELL.format("office:time-value='PT37H05M00S'", ""), "37 05 00"),
        (CELL.format("table:formula='of:=A1+1'", ""), "A1 1"),
        (CELL.format("", "<office:annotation><dc:creator>Ana</dc:creator><text:p>note</text:p></office:annotation><text:p>mot</text:p>"), "mot note"),
        (CELL.format("", "<draw:rect><text:p>forme</text:p></draw:rect><text:p>mot</text:p>"), "mot forme"),
        (CELL.format("", "<draw:frame><draw:object xlink:href='./O1'/></draw:frame>"), "titre"),
        ("<table:covered-table-cell><text:p>dessous</text:p></table:covered-table-cell>", "dessous"),
    ],
)  # fmt: skip
def test_cells_of_ods(row, expected):
    sheet = f"<table:table table:name='Vote'><table:table-row>{row}</table:table-row></table:table>"
    chart = "<chart:title><text:p>titre</text:p></chart:title><table:table><text:p>cache</text:p></table:table>"
    assert source_words(ods(sheet, O1=chart), "ods") == ["Vote", *expected.split()]


def test_rows_repeat_and_pages_come_last_in_ods():
    rows = f"<table:table-row table:number-rows-repeated='2'>{CELL.format('', '<text:p>x</text:p>')}</table:table-row>"
    pages = "<style:header><text:p>haut</text:p></style:header><style:header-style><text:p>non</text:p></style:header-style>"
    assert (
        source_words(ods(f"<table:table table:name='A'>{rows}</table:table>", pages), "ods")
        == "A x x haut".split()
    )


@pytest.mark.parametrize("kind", ["columns", "rows"])
def test_a_repetition_beyond_reason_is_refused(kind):
    cell = CELL.format(
        "table:number-columns-repeated='9999999999'" if kind == "columns" else "", "<text:p>x</text:p>"
    )
    rows = f"<table:table-row table:number-rows-repeated='{9999999999 if kind == 'rows' else 1}'>{cell}</table:table-row>"
    with pytest.raises(UnreadableSource, match="répète trop"):
        source_words(ods(f"<table:table table:name='A'>{rows}</table:table>"), "ods")


@pytest.mark.parametrize(
    ("raw", "code", "expected"),
    [
        ("1234567.891", "#,##0.00", "1 234 567 89"),
        ("0.38", "0%", "38"),
        ("639986014", "0#\\ ##\\ ##\\ ##\\ ##", "06 39 98 60 14"),
        ("5", ";;;", "5"),
        ("0", ";;;", ""),
        ("46093.604166667", "dddd d mmmm yyyy h:mm", "jeudi 12 mars 2026 14 30"),
        ("1.5625", "[h]:mm", "37 30"),
        ("99999999", "dd/mm/yyyy", "99999999"),
        ("12", '0" personnes";0;"personne"', "12 personnes"),
        ("0", '0" personnes";0;"personne"', "personne"),
    ],
)
def test_numbers(raw, code, expected):
    assert number_words(raw, code) == expected.split()


def test_moments_of_iso_8601():
    assert iso_words("2026-03-12") == ["12", "03", "2026"]
    assert iso_words("T14:30:00") == ["14", "30"]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", package({"a": "b"}), b"\xd0\xcf\x11\xe0" * 200])
def test_what_cannot_be_read_says_so_in_french(form, data):
    with pytest.raises(UnreadableSource, match=r"Ce fichier .*\.$"):
        source_words(data, form)
