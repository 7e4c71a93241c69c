"""XLSX: tables, paragraphs, what does not show, colours in words, and every word accounted for."""

# The XML of a case is one text: that reads better in one line.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from restitution.conservation.reading import check_reading
from restitution.errors import UnreadableSource
from restitution.intake.recognise import recognise
from restitution.model import Reading, Source
from restitution.pandoc import ast
from restitution.readers import xlsx as reader

from .workbooks import (
    DRAWING,
    GREEN,
    LINKS,
    MAIN,
    ORANGE,
    PALE,
    RED,
    SCHEMAS,
    WHITE,
    cell,
    changed,
    colour,
    heads,
    outline,
    raw_xlsx,
    reading_of,
    relationships,
    row,
    saved,
    stored,
    xlsx,
)

HEAD = ["Commune", "Logements"]
LINES = [["Valsinières", 120], ["Rochebelin", 87]]
SHOWN = [["Commune", "Logements"], ["Valsinières", "120"], ["Rochebelin", "87"]]


def read(data: bytes) -> Reading:
    return reading_of(reader, data)


def gone(reading: Reading) -> list[tuple[str, str]]:
    return [(n.reason, n.text) for n in reading.not_taken]


LAYOUTS: dict[str, tuple[list[list[Any]], list[Any]]] = {
    "a table": ([HEAD, *LINES], [SHOWN]),
    "a title, a table, a source": (
        [["Le parc de logements"], [], HEAD, *LINES, ["Source : recensement"]],
        ["# Le parc de logements", SHOWN, "Source : recensement"],
    ),
    "a title of two parts": ([["Atelier 1 : le parc"], [], HEAD, *LINES], ["# Atelier 1 : le parc", SHOWN]),
    "a field is no title": ([["Date : 16 avril"], [], HEAD, *LINES], ["Date : 16 avril", SHOWN]),
    "a title right above": ([["Le parc"], HEAD, *LINES], ["# Le parc", SHOWN]),
    "lines of identity": (
        [["Le parc"], ["Date", dt.date(2026, 4, 16)], ["Rédaction :", "Nadège Vauquelin"], [], HEAD, *LINES],
        ["# Le parc", "Date : 16/04/2026", "Rédaction : Nadège Vauquelin", SHOWN],
    ),
    "a heading above each table": (
        [["Le parc"], [], ["Vacants"], HEAD, LINES[0], [], ["Lus en mairie."], HEAD, LINES[1]],
        ["# Le parc", "## Vacants", [SHOWN[0], SHOWN[1]], "Lus en mairie.", [SHOWN[0], SHOWN[2]]],
    ),
    "two tables": ([HEAD, LINES[0], [], HEAD, LINES[1]], [[SHOWN[0], SHOWN[1]], [SHOWN[0], SHOWN[2]]]),
    "a list": ([["Le premier point"], ["Le second point, plus long."]], ["# Le premier point", "Le second point, plus long."]),
    "empty columns": ([[None, "a", None, "b"], [None, 1, None, 2]], [[["a", "b"], ["1", "2"]]]),
    "a line of one cell in a table": (
        [["a", "b"], ["x", 1], ["Total"], ["y", 2]], [[["a", "b"], ["x", "1"], ["Total", ""], ["y", "2"]]]),
    "lines in a cell": ([["a", "b"], ["un\ndeux", True]], [[["a", "b"], ["un deux", "VRAI"]]]),
    "remarks above the heads of columns": (
        [[None, "Page 1 :"], [None, "Page 2 :"], ["N°", "Critère", "Avis"], [1, "clair", "oui"]],
        ["Page 1 :", "Page 2 :", [["N°", "Critère", "Avis"], ["1", "clair", "oui"]]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts(case: str) -> None:
    rows, expected = LAYOUTS[case]
    assert outline(read(xlsx(rows))) == expected


def test_sheets_are_headings_unless_their_program_named_them() -> None:
    book = Workbook()
    first: Any = book.active
    first.title = "Habitat"
    first.append(["a", "b"])
    book.create_sheet("Feuil2").append(["c", "d"])
    book.create_sheet("Brouillon")
    reading = read(saved(book))
    assert outline(reading) == ["# Habitat", [["a", "b"]], [["c", "d"]]]
    assert gone(reading) == [("champ technique", "Feuil2"), ("champ technique", "Brouillon")]
    assert [ast.leaf_where(leaf) for leaf in ast.each_leaf(reading.blocks)][:2] == [
        "feuille « Habitat »",
        "feuille « Habitat », cellule A1",
    ]


def test_what_is_hidden_or_said_beside_is_listed() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Habitat"
    for line in (["a", "b", "c"], ["masquée", 1, 2], ["x", "y", "z"]):
        sheet.append(line)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A1"].comment = Comment("À vérifier", "Ana")
    sheet.oddHeader.center.text = "Document &P de travail"
    other = book.create_sheet("Calculs")
    other.append(["secret"])
    other.sheet_state = "hidden"
    reading = read(saved(book))
    assert outline(reading) == ["# Habitat", [["a", "b"], ["x", "y"]]]
    told: dict[str, list[str]] = {}
    for reason, text in gone(reading):
        told.setdefault(reason, []).append(" ".join(text.split()))
    assert told == {
        "texte masqué": ["c", "masquée", "1", "2", "z", "Calculs", "secret"],
        "commentaire": ["À vérifier"],
        "en-tête ou pied répété": ["Document de travail"],
    }
    (finding,) = reading.findings
    assert "1 feuille, 1 ligne, 1 colonne" in finding.message


def test_merged_cells() -> None:
    rows = [["Commune", "Logements", None], [None, "vacants", "loués"], ["Valsinières", 1, 2]]
    book = Workbook()
    sheet: Any = book.active
    for line in rows:
        sheet.append(line)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    reading = read(saved(book))
    assert outline(reading) == [
        [["2x1 Commune", "1x2 Logements"], ["vacants", "loués"], ["Valsinières", "1", "2"]]
    ]
    assert heads(reading) == [2]


def test_text_below_a_merged_cell_is_listed() -> None:
    cells = row(cell("a", place="A1"), cell("dessous", place="B1"), cell("c", place="C1"))
    rest = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    reading = read(raw_xlsx(cells, rest=rest))
    assert ("texte masqué", "dessous") in gone(reading)


RAW: dict[str, tuple[str, dict[str, Any], list[list[str]]]] = {
    "shared and rich strings": (
        row('<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>'),
        {"strings": ["<t>un</t>", "<r><t>gr</t></r><r><rPr><b/></rPr><t>as</t></r>",
                     "<t>会議</t><rPh sb='0' eb='2'><t>かいぎ</t></rPh>"]},
        [["un", "gras", "会議"]],
    ),
    "inline strings": (row(cell("un"), '<c t="inlineStr"><is><r><t>de</t></r><r><t>ux</t></r></is></c>'), {}, [["un", "deux"]]),
    "signs by number": (row(cell("a_x000D_b"), cell("c")), {}, [["a b", "c"]]),
    "booleans and errors": (row('<c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c>'), {}, [["FAUX", "#REF!"]]),
    "stored values": (row("<c><f>1+1</f><v>2</v></c>", '<c t="str"><f>A1</f><v>oui</v></c>', cell("z")), {}, [["2", "oui", "z"]]),
    "an empty stored text": (row('<c t="str"><f>A1</f><v></v></c>', cell("x"), cell("y")), {}, [["x", "y"]]),
    "ISO dates": (row(cell("le"), '<c t="d"><v>2026-03-12</v></c><c t="d"><v>2026-03-12T14:30:00</v></c>'), {},
                  [["le", "12/03/2026", "12/03/2026 14:30"]]),
    "the order of the sheet": (row(cell("b", place="B1"), cell("a", place="A1")), {}, [["a", "b"]]),
}  # fmt: skip


@pytest.mark.parametrize("case", RAW)
def test_values(case: str) -> None:
    cells, options, expected = RAW[case]
    assert outline(read(raw_xlsx(cells, **options))) == [expected]


def test_a_formula_without_a_value_is_said_to_be_one() -> None:
    reading = read(raw_xlsx(row(cell("a"), '<c><f>HYPERLINK("http://x.fr")</f><v></v></c>')))
    assert outline(reading) == [[["a", "[calcul non enregistré]"]]]
    assert reading.not_taken[-1].text == '=HYPERLINK("http://x.fr")'
    (finding,) = reading.findings
    assert (finding.code, finding.where) == ("formule_sans_resultat", "cellule B1")


def test_text_boxes_and_charts_follow_the_tables() -> None:
    shape = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>À rete</a:t></a:r><a:r><a:t>nir</a:t></a:r></a:p><a:p/></xdr:txBody></xdr:sp>"
    chart = f'<xdr:graphicFrame><c:chart xmlns:c="c" xmlns:r="{LINKS}" r:id="r1"/></xdr:graphicFrame>'
    choice = '<mc:AlternateContent xmlns:mc="mc"><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
    drawing = f"<xdr:wsDr {DRAWING}>{choice.format(shape, shape)}{chart}<xdr:pic/></xdr:wsDr>"
    title = f'<c:chartSpace xmlns:c="c" xmlns:a="{SCHEMAS}/drawingml/2006/main"><a:p><a:t>Évolution</a:t></a:p></c:chartSpace>'
    data = raw_xlsx(
        row(cell("a"), cell("b")),
        links={"../drawings/drawing1.xml": "drawing"},
        parts={
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": relationships({"../charts/chart1.xml": "chart"}),
            "xl/charts/chart1.xml": title,
        },
    )
    reading = read(data)
    assert outline(reading) == [[["a", "b"]], "À retenir", "[Graphique non repris] Évolution"]
    assert [finding.code for finding in reading.findings] == ["graphique", "image"]


def test_threads_replace_the_notes_that_stand_for_them() -> None:
    note = f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>[Threaded comment] Oui</t></text></comment></commentList></comments>'
    thread = '<ThreadedComments><threadedComment ref="A1"><text>Oui</text></threadedComment></ThreadedComments>'
    data = raw_xlsx(
        row(cell("a"), cell("b")),
        links={"../comments1.xml": "comments", "../threads/t1.xml": "threadedComment"},
        parts={"xl/comments1.xml": note, "xl/threads/t1.xml": thread},
    )
    assert ("commentaire", "Oui") in gone(read(data))


def test_a_link_is_kept() -> None:
    rest = '<hyperlinks><hyperlink ref="A1" r:id="r1"/></hyperlinks>'
    reading = read(raw_xlsx(row(cell("le site"), cell("b")), rest=rest, links={"https://exemple.fr": "hyperlink"}))
    (leaf, _) = ast.each_leaf(reading.blocks)
    assert leaf["c"][1][0]["c"][2] == ["https://exemple.fr", ""]


def test_the_strict_variant_is_read() -> None:
    data = raw_xlsx(row(cell("a"), cell(46093.0, 1)), formats=["dd/mm/yyyy"])
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        data = changed(data, part, MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    for part in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        data = changed(data, part, LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert outline(read(data)) == [[["a", "12/03/2026"]]]


VOTERS = ["Affirmation", "Votant 1", "Votant 2", "Suite"]


def abaque(legend: list[list[Any]], fills: dict[str, str]) -> Reading:
    rows = [VOTERS, ["Le bus reviendra."], ["La gare rouvrira.", None, None, "Débattu."], [], *legend]
    votes = {"B2": GREEN, "C2": RED, "B3": PALE, "C3": GREEN}
    return read(xlsx(rows, votes | fills))


LEGENDS: dict[str, tuple[list[list[Any]], dict[str, str], list[str]]] = {
    "none": ([], {}, ["vert foncé", "rouge", "vert clair", "vert foncé"]),
    "a colour, then its meaning": (
        [[None, "d'accord"], [None, "plutôt d'accord"], [None, "pas d'accord"]],
        {"A5": GREEN, "A6": PALE, "A7": RED},
        ["VF – d'accord", "R – pas d'accord", "VC – plutôt d'accord", "VF – d'accord"],
    ),
    "letters of its own": (
        [["Légende"], ["V", "d'accord"], ["v", "plutôt"], ["R", "non"]],
        {"A6": GREEN, "A7": PALE, "A8": RED},
        ["V – d'accord", "R – non", "v – plutôt", "V – d'accord"],
    ),
    "meanings in their colour": (
        [["Légende"], ["d'accord"], ["plutôt"], ["non"]],
        {"A6": GREEN, "A7": PALE, "A8": RED},
        ["VF – d'accord", "R – non", "VC – plutôt", "VF – d'accord"],
    ),
    "letters and names in words": (
        [["Légende"], ["A – Vert : d'accord"], ["B – Vert pâle : plutôt"], ["C – Rouge : non"]],
        {"B6": GREEN, "B7": PALE, "B8": RED},
        ["A – d'accord", "C – non", "B – plutôt", "A – d'accord"],
    ),
}


@pytest.mark.parametrize("case", LEGENDS)
def test_colours_are_told_in_words(case: str) -> None:
    legend, fills, expected = LEGENDS[case]
    shown = outline(abaque(legend, fills))[0]
    assert shown == [
        VOTERS,
        ["Le bus reviendra.", *expected[:2], ""],
        ["La gare rouvrira.", *expected[2:], "Débattu."],
    ]


def test_a_legend_says_its_colours_too() -> None:
    legend, fills, _ = LEGENDS["a colour, then its meaning"]
    assert outline(abaque(legend, fills))[1] == [
        ["Couleur", "Signification"], ["VF, vert foncé", "d'accord"], ["VC, vert clair", "plutôt d'accord"],
        ["R, rouge", "pas d'accord"]]  # fmt: skip
    legend, fills, _ = LEGENDS["letters and names in words"]
    assert outline(abaque(legend, fills))[1:] == [
        "Légende", "A – Vert : d'accord", "B – Vert pâle : plutôt", "C – Rouge : non"]  # fmt: skip


def test_a_legend_on_a_sheet_of_its_own() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(VOTERS)
    sheet.append(["Le bus", None, None, "x"])
    colour(sheet, {"B2": GREEN, "C2": RED})
    other: Any = book.create_sheet("Légende")
    for text in ("d'accord", "non"):
        other.append([None, text])
    colour(other, {"A1": GREEN, "A2": RED})
    shown = outline(read(saved(book)))
    assert shown[0][1] == ["Le bus", "V – d'accord", "R – non", "x"]


def test_many_votes_have_their_letter_and_a_key() -> None:
    voters = [f"Votant {n}" for n in range(1, 9)]
    rows = [["Affirmation", *voters], ["Le bus"], ["La gare"], [], ["Second vote"], ["Le bus"], ["La gare"]]
    votes = {f"{column}2": GREEN if n % 2 else RED for n, column in enumerate("BCDEFGHI")}
    shown = outline(read(xlsx(rows, votes | {"B3:I3": RED, "B6:I6": GREEN, "B7:I7": RED})))
    assert shown[0] == "Lecture des couleurs : R – rouge ; V – vert."
    assert shown[1][1] == ["Le bus", *["R", "V"] * 4]
    assert shown[2] == "## Second vote"
    assert shown[3] == [["Affirmation", *voters], ["Le bus", *"V" * 8], ["La gare", *"R" * 8]]


DECOR: dict[str, dict[str, str]] = {
    "heads": {"A1:C1": GREEN},
    "bands": {"A2:C2": PALE, "A4:C4": PALE},
    "bands of two colours": {"A2:C2": PALE, "A3:C3": GREEN, "A4:C4": PALE},
    "a column": {"A2:A5": PALE},
    "white": {"B2:C5": WHITE},
    "a total": {"A5:C5": ORANGE},
}
ROWS = [["Commune", "Avis", "Suite"], ["a", "oui", "1"], ["b", "non", "2"], ["c", "oui", "3"], ["d", "non", "4"]]
TELLING: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "one cell": ({"B3": RED}, {"B3": "non (rouge)"}),
    "several colours in a column": (
        {"C2": GREEN, "C3": RED, "C4": GREEN, "C5": ORANGE},
        {"C2": "1 (vert)", "C3": "2 (rouge)", "C4": "3 (vert)", "C5": "4 (orange)"},
    ),
    "rows": ({"A2:C2": GREEN, "A3:C3": RED, "A4:C4": RED}, {"A2": "a (vert)", "A3": "b (rouge)", "A4": "c (rouge)"}),
    "said by the text already": ({"B2": GREEN, "B4": GREEN, "B3": RED, "B5": RED}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", DECOR)
def test_colours_that_adorn_are_not_told(case: str) -> None:
    assert outline(read(xlsx(ROWS, DECOR[case]))) == [ROWS]


@pytest.mark.parametrize("case", TELLING)
def test_colours_that_tell_are_written_beside_the_words(case: str) -> None:
    fills, changes = TELLING[case]
    expected = [list(line) for line in ROWS]
    for place, text in changes.items():
        expected[int(place[1]) - 1]["ABC".index(place[0])] = text
    assert outline(read(xlsx(ROWS, fills))) == [expected]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as refused:
        reader.prepare(data, "x.xlsx")
    return refused.value.message


def test_hostile_workbooks_are_refused_in_french() -> None:
    far = row(cell("a", place="A1")) + row(cell("z", place="XFD1048576"), attributes='r="1048576"')
    assert "très loin" in refusal(raw_xlsx(far))
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    entity = changed(raw_xlsx(row(cell("a"))), "xl/worksheets/sheet1.xml", "<worksheet", f"{laughs}<worksheet")
    assert "DOCTYPE" in refusal(entity)
    bomb = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a>" + b" " * (65 << 20) + b"</a>"}
    assert "démesurément" in refusal(stored(bomb))
    many = stored({"xl/workbook.xml": b"<a>" + b"<b/>" * 3_100_000 + b"</a>"})
    assert "démesurément" in refusal(many)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        (b"PK\x03\x04 et puis rien", "abîmé"),
        (stored({"a.txt": b"bonjour"}), "abîmé"),
        (stored({"xl/workbook.bin": b"\x83\x01", "xl/workbook.xml": b"<a/>"}), "binaire"),
        (raw_xlsx(""), "vide"),
        (changed(raw_xlsx(row(cell("a"))), "xl/styles.xml", "<fill>", "<fill><x>"), "abîmé"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize("name", ["budget.xlsm", "Modèle.XLTM", "budget.xlsb"])
def test_a_workbook_with_macros_is_set_aside_by_its_name(name: str) -> None:
    found = recognise(Source(path=name, sha256="", size=1), xlsx([["a", "b"]]))
    assert (found.state, found.format) == ("set_aside", "xlsm")
    assert "enregistrez-le en .xlsx" in found.reason


def test_trimmings_of_a_sheet_are_not_read() -> None:
    """Formats down to the last row, an extended dimension: what a spreadsheet leaves around its cells."""
    styled = "".join(row(f'<c r="XFD{n}" s="1"/>', attributes=f'r="{n}"') for n in range(3, 900))
    before = '<dimension ref="A1:XFD1048576"/>'
    data = raw_xlsx(row(cell("a"), cell("b")) + row(cell("c"), cell("d")) + styled, formats=["0"], before=before)
    assert outline(read(data)) == [[["a", "b"], ["c", "d"]]]


def test_a_lost_cell_comment_or_sheet_is_seen() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Habitat"
    for line in [HEAD, *LINES]:
        sheet.append(line)
    sheet["A2"].comment = Comment("À vérifier", "Ana")
    data = saved(book)
    reading = read(data)
    head, table = reading.blocks
    losses = [
        Reading(blocks=[table], not_taken=reading.not_taken),
        Reading(blocks=[head, {"t": "Para", "c": []}], not_taken=reading.not_taken),
        Reading(blocks=reading.blocks),
        Reading(blocks=[head, table, table], not_taken=reading.not_taken),
    ]
    assert all(check_reading(data, "xlsx", lost).message for lost in losses)


VALUES = st.one_of(
    st.none(),
    st.text("aé1=+-, \n_x«", max_size=6),
    st.integers(-1000, 10**6),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
)


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(VALUES, max_size=4), min_size=1, max_size=7),
    fills=st.dictionaries(st.sampled_from([f"{c}{r}" for c in "ABCDE" for r in range(1, 8)]),
                          st.sampled_from([GREEN, RED, PALE, WHITE]), max_size=12),
    merged=st.sampled_from(["", "A1:B1", "A2:A3", "B2:C4", "A1:D7"]),
    hidden=st.sampled_from([0, 1, 2, 3]),
)  # fmt: skip
def test_no_word_is_lost(rows: list[list[Any]], fills: dict[str, str], merged: str, hidden: int) -> None:
    book = Workbook()
    sheet: Any = book.active
    for line in rows:
        sheet.append(line)
    colour(sheet, fills)
    if merged:
        sheet.merge_cells(merged)
    if hidden:
        sheet.row_dimensions[hidden].hidden = True
        sheet.column_dimensions["ABC"[hidden - 1]].hidden = hidden > 1
    try:
        read(saved(book))
    except UnreadableSource as error:
        assert "vide" in error.message  # noqa: PT017 a sheet without a word is refused, any other is read
