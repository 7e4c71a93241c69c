"""Small OpenDocument packages built from raw XML, so that a test says exactly what its file holds."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import MIMETYPE, NAMESPACES
from restitution.pandoc import ast
from restitution.pandoc.run import read_batch
from restitution.readers import odt as reader

XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "xml")
CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
STYLES = """
<style:style style:name="Gras" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Cache" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Cache2" style:family="text" style:parent-style-name="Cache"/>
<style:style style:name="PTu" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_3"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Illustration"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Heading_20_3" style:family="paragraph"/>
<style:style style:name="Tour1" style:family="text" style:parent-style-name="Tour2"/>
<style:style style:name="Tour2" style:family="text" style:parent-style-name="Tour1"/>
<style:style style:name="Source_Text" style:family="text"/>
<style:style style:name="Maigre" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>
<text:list-style style:name="Puces">
<text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
<text:list-style style:name="Chiffres">
<text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
"""
PICTURE = b"\x89PNG\r\n\x1a\n"
MATHML = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>E</mi><mo>=</mo><mi>m</mi></math>'
CHART = (
    f"<office:document-content {XMLNS}><office:body><office:chart><chart:chart><chart:title>"
    "<text:p>Logements vacants</text:p></chart:title></chart:chart></office:chart></office:body>"
    "</office:document-content>"
).encode()


def odt(body, masters="", **parts):
    files = {
        "mimetype": MIMETYPE,
        "content.xml": f"<office:document-content {XMLNS}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {XMLNS}><office:master-styles>{masters}</office:master-styles>"
        "</office:document-styles>",
        "Pictures/vue.png": PICTURE,
        "Pictures/plan.svg": b"<svg/>",
        "Object 1/content.xml": MATHML,
        "Object 2/content.xml": CHART,
        "Object 3/content.xml": b"<",
    } | {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in files.items():
            package.writestr(name, part)
    return buffer.getvalue()


def read(data):
    prepared = reader.prepare(data, "note.odt")
    (blocks,) = read_batch([prepared.job])
    assert isinstance(blocks, list), blocks
    return reader.finish(prepared, blocks)


def text_of(reading):
    return " ".join(re.sub(r"([(])\s+", r"\1", ast.text(reading.blocks)).split())


def aside_of(reading):
    return [(taken.reason, taken.text, taken.where) for taken in reading.not_taken]


def p(*content):
    return f"<text:p>{''.join(content)}</text:p>"


def items(*content):
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in content)
    return f'<text:list text:style-name="Puces">{inner}</text:list>'


def rows(*lines):
    return "".join(
        f"<table:table-row>{''.join(f'<table:table-cell>{c}</table:table-cell>' for c in line)}</table:table-row>"
        for line in lines
    )


def table(*lines):
    return f"<table:table><table:table-column/>{rows(*lines)}</table:table>"


def box(*content):
    return f"<draw:frame><draw:text-box>{''.join(content)}</draw:text-box></draw:frame>"


def frame(inner):
    return f"<draw:frame svg:width='2cm'>{inner}</draw:frame>"


def image(href):
    return f'<draw:image xlink:href="{href}"/>'


def note(inner):
    citation = "<text:note-citation>1</text:note-citation>"
    return f"<text:note>{citation}<text:note-body>{inner}</text:note-body></text:note>"


def hidden_section(display, *content):
    inner = "".join(content)
    return f'<text:section text:display="{display}" text:is-hidden="true">{inner}</text:section>'


COMMENT = (
    "<office:annotation><dc:creator>Odile Test</dc:creator><dc:date>2026-01-02</dc:date>"
    "<text:p>à vérifier</text:p></office:annotation>"
)
CHANGES = (
    '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info>'
    "<dc:creator>Odile</dc:creator><text:p>trop long</text:p></office:change-info>"
    "<text:p>ôté</text:p></text:deletion></text:changed-region>"
    '<text:changed-region xml:id="c2"><text:deletion><text:p>perdu</text:p></text:deletion></text:changed-region>'
    "</text:tracked-changes>"
)

KEPT = {
    "spaces, tabs and breaks part words": (
        p("un<text:s text:c='3'/>deux<text:tab/>trois<text:line-break/>quatre<text:soft-page-break/>bis"),
        "un deux trois quatrebis",
    ),
    "text box after its paragraph": (p("avant ", box(p("dans"), p("boîte")), "après"), "avant après dans boîte"),
    "box anchored to the page": (box(p("page")) + p("suite"), "page suite"),
    "box in a heading": (f"<text:h>Titre{box(p('bulle'))}</text:h>", "Titre bulle"),
    "caption in a frame": (p(box(p(frame(image("Pictures/vue.png")), "Figure 1"))), "Figure 1"),
    "shapes": (
        p(
            "<draw:g><draw:custom-shape>",
            p("un"),
            "</draw:custom-shape><draw:rect>",
            p("deux"),
            "</draw:rect></draw:g>",
        ),
        "un deux",
    ),
    "footnote in its place": (p("mot", note(p("appel") + items(p("liste"))), " suite"), "mot appel liste suite"),
    "footnote in code": (
        p('<text:span text:style-name="Source_Text">code', note(p("note")), "</text:span>"),
        "code note",
    ),
    "table in a footnote": (p("mot", note(table([p("A"), p("B")]))), "mot A B"),
    "ruby": (
        p("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>"),
        "漢 (kan)",
    ),
    "fields show their text": (
        p("<text:date>2 mai</text:date> <text:chapter>Eau</text:chapter> <text:meta-field>M</text:meta-field>"),
        "2 mai Eau M",
    ),
    "sequence in a heading": ("<text:h>Carte <text:sequence>3</text:sequence></text:h>", "Carte 3"),
    "section": ("<text:section><text:section>" + p("dedans") + "</text:section></text:section>", "dedans"),
    "list header": (f"<text:list><text:list-header>{p('Tête')}</text:list-header></text:list>", "Tête"),
    "numbered paragraph": (f"<text:numbered-paragraph>{p('numéro')}</text:numbered-paragraph>", "numéro"),
    "table in a list": (items(p("a"), table([p("b")]), p("c")), "a b c"),
    "loose text": ("perdu" + p("trouvé"), "perdu trouvé"),
    "unknown elements": (p("<text:nouveau>x<text:neuf>y</text:neuf></text:nouveau>"), "xy"),
    "styles that turn in a circle": (p('<text:span text:style-name="Tour1">rond</text:span>'), "rond"),
    "link in a span, breaks in a link": (
        p('<text:a xlink:href="https://exemple.fr">un<text:tab/>deux<text:line-break/>trois</text:a>'),
        "un deux trois",
    ),
    "marks of ours in the source": (p("a\ue0007\ue001b"), "a\ufffd7\ufffdb"),
    "form control": (
        '<office:forms><form:form><form:text form:id="k" form:label="Nom" form:current-value="Rive"/></form:form>'
        "</office:forms>" + p('<draw:control draw:control="k"/>'),
        "Nom Rive",
    ),
    "bibliography": (
        f"<text:bibliography><text:index-body>{p('Dupré 2020')}</text:index-body></text:bibliography>",
        "Dupré 2020",
    ),
    "accepted change": (
        p('a <text:change-start text:change-id="c9"/>gardé<text:change-end text:change-id="c9"/>'),
        "a gardé",
    ),
}


@pytest.mark.parametrize(("body", "expected"), KEPT.values(), ids=KEPT)
def test_words_are_kept_in_order(body, expected):
    reading = read(odt(body))
    assert text_of(reading) == expected
    assert not reading.not_taken


CONTENTS = (
    "<text:table-of-content><text:table-of-content-source><text:index-title-template>Sommaire"
    f"</text:index-title-template></text:table-of-content-source><text:index-body>{p('Eau 3')}"
    "</text:index-body></text:table-of-content>"
)
COVERED = (
    "<table:table><table:title>Alt</table:title>"
    f'<table:table-row table:visibility="collapse"><table:table-cell>{p("r")}</table:table-cell></table:table-row>'
    f"<table:table-row><table:table-cell>{p('a')}</table:table-cell>"
    f"<table:covered-table-cell>{p('c')}</table:covered-table-cell></table:table-row></table:table>"
)
STRAY = (
    f"<text:list>égaré<text:list-item>{p('a')}</text:list-item></text:list><table:table>seul"
    f"<table:table-rows>là<table:table-row>ici<table:table-cell>{p('b')}</table:table-cell></table:table-row>"
    "</table:table-rows></table:table>"
)
ASIDE = {
    "comment": (
        p("avant", COMMENT, " fin"),
        "avant fin",
        [("commentaire", "à vérifier", "paragraphe 1")],
    ),
    "tracked deletion": (
        CHANGES + p("un") + p('bon<text:change text:change-id="c1"/>jour'),
        "un bonjour",
        [
            ("commentaire", "trop long", "paragraphe 2"),
            ("texte supprimé", "ôté", "paragraphe 2"),
            ("texte supprimé", "perdu", "suivi des modifications"),
        ],
    ),
    "hidden span, by inheritance": (
        p('vu <text:span text:style-name="Cache2">pas vu</text:span>'),
        "vu",
        [("texte masqué", "pas vu", "paragraphe 1")],
    ),
    "hidden paragraph style": (
        '<text:p text:style-name="PTu">secret</text:p>',
        "",
        [("texte masqué", "secret", "paragraphe 1")],
    ),
    "hidden paragraph field": (
        p('<text:hidden-paragraph text:is-hidden="true"/>tu'),
        "",
        [("texte masqué", "tu", "paragraphe 1")],
    ),
    "hidden text field": (
        p('<text:hidden-text text:is-hidden="true">tu</text:hidden-text><text:hidden-text>dit</text:hidden-text>'),
        "dit",
        [("texte masqué", "tu", "paragraphe 1")],
    ),
    "hidden section": (
        hidden_section("none", p("a"), p("b", COMMENT)),
        "",
        [
            ("texte masqué", "a b", "paragraphe 1"),
            ("commentaire", "à vérifier", "paragraphe 1"),
        ],
    ),
    "conditional section": (
        hidden_section("condition", p("a")) + f'<text:section text:display="condition">{p("b")}</text:section>',
        "b",
        [("texte masqué", "a", "paragraphe 1")],
    ),
    "table of contents": (
        CONTENTS + p("Eau"),
        "Eau",
        [("champ technique", "Eau 3", "paragraphe 1")],
    ),
    "label of a list item": (
        "<text:list><text:list-item><text:number>1.</text:number>" + p("un") + "</text:list-item></text:list>",
        "un",
        [],
    ),
    "hidden row and covered cell": (
        COVERED,
        "a",
        [
            ("texte masqué", "r", "tableau 1"),
            ("texte masqué", "c", "tableau 1"),
        ],
    ),
    "loose text in a list and a table": (
        STRAY,
        "a b",
        [
            ("résidu d'export", "égaré", "paragraphe 1"),
            ("résidu d'export", "seul", "tableau 1"),
            ("résidu d'export", "là", "tableau 1"),
            ("résidu d'export", "ici", "tableau 1"),
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected", "aside"), ASIDE.values(), ids=ASIDE)
def test_what_is_not_taken_says_why_and_where(body, expected, aside):
    reading = read(odt(body))
    assert text_of(reading) == expected
    assert Counter(aside_of(reading)) == Counter(aside)


def test_headers_and_footers_are_listed():
    masters = (
        f"<style:master-page><style:header>{p('Tête')}</style:header><style:footer-first>{p('Pied')}"
        "</style:footer-first></style:master-page>"
    )
    assert aside_of(read(odt(p("a"), masters))) == [
        ("en-tête ou pied répété", "Tête", "en-tête"),
        ("en-tête ou pied répété", "Pied", "pied de page"),
    ]


def test_places_count_paragraphs_and_cells():
    body = p("a") + p() + items(p("b")) + table([p("c"), p("d")], [p("e"), table([p("f")])]) + p("g", note(p("h")))
    leaves = [(ast.text(leaf).strip(), ast.leaf_where(leaf)) for leaf in ast.each_leaf(read(odt(body)).blocks)]
    assert leaves == [
        ("a", "paragraphe 1"),
        ("b", "paragraphe 2"),
        ("c", "tableau 1, cellule A1"),
        ("d", "tableau 1, cellule B1"),
        ("e", "tableau 1, cellule A2"),
        ("f", "tableau 2, cellule A1"),
        ("g h", "paragraphe 3"),
    ]


def test_blocks_have_their_kinds():
    body = (
        '<text:p text:style-name="Title">T</text:p><text:h text:outline-level="2">H</text:h>'
        '<text:p text:style-name="P2">H3</text:p>'
        '<text:p text:style-name="P1">q</text:p><text:p text:style-name="P1">r</text:p>'
        + items(p("a"), items(p("b")))
        + items('<text:h text:outline-level="2">numéroté</text:h>')
    )
    blocks = read(odt(body)).blocks
    assert [(b["t"], b["c"][0] if b["t"] == "Header" else "") for b in blocks] == [
        ("Header", 1),
        ("Header", 2),
        ("Header", 3),
        ("BlockQuote", ""),
        ("BulletList", ""),
        ("Header", 2),
    ]
    assert len(blocks[3]["c"]) == 2


def test_lists_have_numbers_only_when_a_style_says_so():
    def listed(style, *content):
        return items(*content).replace("Puces", style)

    numbered, unknown = listed("Chiffres", p("a")), listed("Inconnue", p("a"))
    cut = listed("Chiffres", p("b"), table([p("c")]), p("d"))
    blocks = read(odt(numbered + cut + unknown)).blocks
    assert [block["t"] for block in blocks] == ["OrderedList", "OrderedList", "Table", "OrderedList", "BulletList"]
    assert [block["c"][0][0] for block in blocks if block["t"] == "OrderedList"] == [1, 1, 2]


def test_a_hidden_field_whose_words_are_not_text_is_said():
    field = '<text:hidden-text text:is-hidden="true" text:string-value="tu"/>'
    reading = read(odt(p("a", field)))
    assert [finding.code for finding in reading.findings] == ["odt-texte-masque"]


def spans_of(block):
    _, _, columns, head, bodies, _ = block["c"]
    lines = [*head[1], *bodies[0][3]]
    return (
        len(columns),
        len(head[1]),
        [[(c[2], c[3], ast.text(c[4]).strip()) for c in cells] for _, cells in lines],
    )


def test_merged_cells_and_heading_rows():
    covered = "<table:covered-table-cell/>"
    heading = f'<table:table-cell table:number-columns-spanned="2">{p("H")}</table:table-cell>{covered}'
    tall = f'<table:table-cell table:number-rows-spanned="2">{p("a")}</table:table-cell>'
    body = (
        f"<table:table><table:table-header-rows><table:table-row>{heading}</table:table-row>"
        f"</table:table-header-rows><table:table-row>{tall}<table:table-cell>{p('b')}</table:table-cell>"
        f"</table:table-row><table:table-row>{covered}<table:table-cell>{p('c')}</table:table-cell>"
        "</table:table-row></table:table>"
    )
    (block,) = read(odt(body)).blocks
    assert spans_of(block) == (2, 1, [[(1, 2, "H")], [(2, 1, "a"), (1, 1, "b")], [(1, 1, "c")]])


def test_spans_that_lie_are_cut_to_the_grid():
    body = (
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="9" '
        f'table:number-rows-spanned="9">{p("a")}</table:table-cell><table:table-cell>{p("b")}</table:table-cell>'
        f"</table:table-row><table:table-row><table:covered-table-cell/><table:covered-table-cell/>"
        "</table:table-row></table:table>"
    )
    (block,) = read(odt(body)).blocks
    assert spans_of(block) == (2, 0, [[(2, 1, "a"), (1, 1, "b")], [(1, 1, "")]])


def test_two_merged_cells_never_share_a_place():
    tall = f'<table:table-cell table:number-rows-spanned="2">{p("b")}</table:table-cell>'
    wide = f'<table:table-cell table:number-columns-spanned="2">{p("c")}</table:table-cell>'
    body = (
        f"<table:table><table:table-row><table:table-cell>{p('a')}</table:table-cell>{tall}</table:table-row>"
        f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row></table:table>"
    )
    (block,) = read(odt(body)).blocks
    assert spans_of(block) == (2, 0, [[(1, 1, "a"), (2, 1, "b")], [(1, 1, "c")]])


def images_of(reading):
    found = []
    ast.map_leaves(
        reading.blocks,
        lambda inlines: ast.map_inlines(inlines, lambda i: [found.append(i) or i] if i["t"] == "Image" else [i]),
    )
    return [(ast.text(i["c"][1]), i["c"][2][0]) for i in found]


def test_pictures_of_the_package_keep_their_alternative_text():
    described = image("Pictures/vue.png") + "<svg:title>La vue</svg:title><svg:desc>Un pré.</svg:desc>"
    reading = read(odt(p(frame(described), frame(image("./Pictures/plan.svg") + image("Pictures/vue.png")))))
    assert images_of(reading) == [("La vue. Un pré", "Pictures/vue.png"), ("", "Pictures/vue.png")]
    assert reading.media == {"Pictures/vue.png": PICTURE}
    assert not reading.findings
    assert not reading.not_taken


OUTSIDE = ["http://exemple.fr/a.png", "file:///etc/hostname", "/etc/hostname", "../a.png", "Pictures/%2e%2e/a.png"]


@pytest.mark.parametrize("href", [*OUTSIDE, "..\\a.png", "HTTPS:a", "data:image/png;base64,AA"])
def test_no_picture_from_outside(href):
    reading = read(odt(p("a", frame(image(href)))))
    assert not images_of(reading)
    assert not reading.media
    assert [finding.message.startswith("Une image distante") for finding in reading.findings] == [True]
    assert href not in str(reading.blocks)


def test_a_picture_that_is_not_there_is_said():
    (finding,) = read(odt(p("a") + p(frame(image("Pictures/absent.png"))))).findings
    assert (finding.code, finding.where) == ("odt-image", "paragraphe 2")
    assert "manque" in finding.message


@pytest.mark.parametrize(
    ("href", "linked"),
    [("https://exemple.fr", True), ("mailto:a@b.fr", True), ("file:///a", False), ("#b", False)],
)
def test_links_lead_to_the_web_or_nowhere(href, linked):
    reading = read(odt(p(f'<text:a xlink:href="{href}">mot</text:a>')))
    assert text_of(reading) == "mot"
    assert ("Link" in str(reading.blocks)) is linked
    assert (href in str(reading.blocks)) is linked


def test_formulas_are_read_and_charts_are_said():
    objects = [
        frame(f'<draw:object xlink:href="./Object {n}"/>{image(f"./ObjectReplacements/Object {n}")}')
        for n in (1, 2, 3)
    ]
    reading = read(odt(p(*objects)))
    assert "'E = m'" in str(reading.blocks)
    assert [finding.message.split(" n'a")[0] for finding in reading.findings] == [
        "Le graphique « Logements vacants »",
        "L'objet incorporé « sans nom »",
    ]


def test_a_formula_that_pandoc_cannot_read_is_said():
    broken = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><inconnu>x</inconnu></math>'
    reading = read(odt(p("a", frame('<draw:object xlink:href="./F"/>')), F__content_xml=broken))
    assert [finding.code for finding in reading.findings] == ["odt-formule"]


REFUSED = {
    "spaces": odt(p('<text:s text:c="2000000000"/>')),
    "columns": odt('<table:table><table:table-column table:number-columns-repeated="20001"/></table:table>'),
    "rows": odt('<table:table><table:table-row table:number-rows-repeated="100001"/></table:table>'),
    "cells": odt(
        f"<table:table>{rows(['']) * 2000}<table:table-row><table:table-cell table:number-columns-repeated='64'/>"
        "</table:table-row></table:table>"
    ),
    "password": odt(p("a"), **{"META-INF__manifest_xml": b"<manifest:encryption-data/>"}),
    "sheet": odt(p("a"), mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "no body": odt("", content_xml=b"<a/>"),
    "broken": odt("", content_xml=b"<a"),
    "entities": odt("", content_xml=b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'),
    "not a package": b"PK",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_in_french(data):
    with pytest.raises(UnreadableSource) as refused:
        reader.prepare(data, "note.odt")
    assert refused.value.message.endswith((".", "!"))


def nested(depth, inner, leaf):
    return inner * depth + leaf + "".join(f"</{tag}>" for tag in reversed(re.findall("<([^ >]*)", inner))) * depth


def depth(node):
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 1 + max(map(depth, inner), default=0)


@pytest.mark.parametrize(
    "body",
    [
        nested(200, "<text:section>", p("mot")),
        nested(100, "<text:list><text:list-item>", p("mot")),
        nested(60, "<table:table><table:table-row><table:table-cell>", p("mot")),
        nested(100, "<text:span text:style-name='Gras'><text:span text:style-name='Maigre'>", "mot").join(
            ["<text:p>", "</text:p>"]
        ),
        nested(60, "<text:p><draw:frame><draw:text-box>", p("mot")),
        nested(40, "<text:p><text:note><text:note-body>", p("mot")),
    ],
    ids=["sections", "lists", "tables", "spans", "boxes", "notes"],
)
def test_deep_texts_are_read_whole_and_made_shallow(body):
    reading = read(odt(body))
    assert text_of(reading) == "mot"
    assert depth(reading.blocks) < 100


INLINE = st.recursive(
    st.sampled_from(
        ["§", " § ", "<text:s/>", "<text:tab/>", "<text:line-break/>", COMMENT.replace("à vérifier", "§")]
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "<text:span text:style-name='Gras'>{}</text:span>",
                "<text:span text:style-name='Cache'>{}</text:span>",
                "<text:a xlink:href='https://exemple.fr'>{}</text:a>",
                "<text:date>{}</text:date>",
                "<text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note>",
                "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>",
            ]
        ),
        st.lists(inner, max_size=3).map(" ".join),
    ).map(lambda drawn: drawn[0].format(drawn[1])),
    max_leaves=6,
)
BLOCKS = st.recursive(
    st.lists(INLINE, max_size=4).map(lambda inner: p(" ".join(inner))),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "<text:section>{}</text:section>",
                "<text:list><text:list-item>{}</text:list-item></text:list>",
                "<table:table><table:table-row><table:table-cell>{}</table:table-cell></table:table-row></table:table>",
                "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>",
                "<text:table-of-content><text:index-body>{}</text:index-body></text:table-of-content>",
            ]
        ),
        st.lists(inner, max_size=3).map("".join),
    ).map(lambda drawn: drawn[0].format(drawn[1])),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=5).map("".join))
def test_every_word_is_taken_once_or_told_once(body):
    numbers = iter(range(10_000))
    numbered = re.sub("§", lambda _: f"mot{next(numbers)}", body)
    reading = read(odt(numbered))
    aside = " ".join(taken.text for taken in reading.not_taken)
    found = re.findall(r"mot\d+", ast.text(reading.blocks) + " " + aside)
    assert Counter(re.findall(r"mot\d+", numbered)) == Counter(found)


def test_a_paragraph_of_a_caption_s_style_looks_like_one():
    body = '<text:p text:style-name="P3">La place du marché</text:p><text:p>Du texte.</text:p>'
    assert [ast.leaf_look(leaf) for leaf in ast.each_leaf(read(odt(body)).blocks)] == ["caption", ""]
