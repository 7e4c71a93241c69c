"""The DOCX writer: nothing of a document is lost, each leaf has its bookmark, and Word has nothing to mend."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from restitution.errors import Bug
from restitution.model import STYLES, Block, Placement
from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.sent import sent_of
from restitution.ooxml.word import WP, Element, R, W, raw_words, value
from restitution.pandoc import ast
from restitution.pandoc.printed import length_cm
from restitution.writers.addresses import safe_address
from restitution.writers.docx import bookmark_texts, reference_docx, text_digest, write_docx

from .sample import (
    ATTRIBUTES,
    MEDIA,
    Anchors,
    bullets,
    figure,
    image,
    link,
    note,
    png,
    sample_document,
    span,
    table,
)

NBSP = "\u00a0"
CM = 360_000
CHECKOUT = Path(__file__).parents[2]


@cache
def reference() -> bytes:
    return reference_docx()


@cache
def sample() -> bytes:
    return write_docx(sample_document(), MEDIA, reference())


def write(*blocks: Block, media: dict[str, bytes] | None = None) -> dict[str, bytes]:
    return open_package(write_docx(sample_document(list(blocks)), media or MEDIA, reference()))


def part(data: bytes | dict[str, bytes], name: str = "document") -> Element:
    parts = data if isinstance(data, dict) else open_package(data)
    return parse(parts[f"word/{name}.xml"])


def paragraphs(root: Element) -> list[tuple[str, str]]:
    names = {s.get(W + "styleId"): value(s, "name") for s in part(sample(), "styles").iter(W + "style")}
    return [(names.get(value(p, "pPr/pStyle"), ""), raw_words(p).strip()) for p in root.iter(W + "p")]


def words(parts: dict[str, bytes]) -> Counter[str]:
    texts = [raw_words(part(parts, name)) for name in ("document", "footnotes")]
    return Counter(re.findall(r"\w+", " ".join(texts)))


def names(root: Element) -> list[str]:
    """Names of the bookmarks, but those that cover a number."""
    found = [mark.get(W + "name") for mark in root.iter(W + "bookmarkStart")]
    return [name for name in found if not name.startswith("_Ref")]


# ---- the file -------------------------------------------------------------------------------------------


def test_bytes_are_the_same_each_time() -> None:
    assert write_docx(sample_document(), MEDIA, reference_docx()) == sample()
    assert reference_docx() == reference()


def test_every_part_has_a_type_and_every_pointer_a_target() -> None:
    parts = open_package(sample())
    types = parse(parts["[Content_Types].xml"])
    endings = {node.get("Extension") for node in types}
    assert all(name.rpartition(".")[2] in endings for name in parts)
    assert all(node.get("PartName")[1:] in parts for node in types if node.get("PartName"))
    for node in parse(parts["word/_rels/document.xml.rels"]):
        if node.get("TargetMode") != "External":
            assert os.path.normpath(f"word/{node.get('Target')}") in parts


def test_every_style_that_is_used_exists() -> None:
    parts = open_package(sample())
    known = {style.get(W + "styleId") for style in part(parts, "styles").iter(W + "style")}
    for name in ("document", "footnotes", "header1", "footer1", "styles"):
        tags = (W + "pStyle", W + "rStyle", W + "tblStyle", W + "basedOn", W + "next")
        used = {node.get(W + "val") for node in part(parts, name).iter(*tags)}
        assert used <= known, name


def test_the_reference_has_a_style_for_each_class_and_owes_nothing_to_pandoc() -> None:
    parts = open_package(reference())
    styles = {value(style, "name") for style in part(parts, "styles").iter(W + "style")}
    assert set(STYLES.values()) <= styles
    assert not [name for name in parts if "custom" in name or "thumbnail" in name]
    assert b"eachSect" not in b"".join(parts.values())


def test_properties_say_what_it_is_and_what_it_was_made_from() -> None:
    opened = docx.Document(io.BytesIO(sample())).core_properties
    document = sample_document()
    assert (opened.title, opened.subject, opened.language) == (document.title, document.subtitle, "fr-FR")
    assert (opened.author, opened.keywords, opened.revision) == ("Réseau des Brumes", "ruralité, visites", 1)
    assert opened.created.timestamp() == opened.modified.timestamp() == document.epoch
    parts = open_package(sample())
    custom = parse(parts["docProps/custom.xml"])
    assert [(node.get("name"), node[0].text) for node in custom] == [("RestitutionBuild", document.build)]


def test_word_opens_it_without_a_question() -> None:
    parts = open_package(sample())
    everything = b"".join(data for name, data in parts.items() if name.endswith(".xml"))
    assert b"updateFields" not in everything
    assert b"w:dirty" not in everything
    assert b"numRestart" not in everything
    assert "word/comments.xml" not in parts


def test_language_and_hyphenation() -> None:
    defaults = part(sample(), "styles").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert defaults.get(W + "val") == "fr-FR"
    assert part(sample(), "settings").find(W + "autoHyphenation") is not None
    headings = [
        s for s in part(sample(), "styles").iter(W + "style") if s.get(W + "styleId").startswith("Heading")
    ]
    assert len(headings) == 4
    for style in headings:
        assert style.find(f"{W}pPr/{W}suppressAutoHyphens") is not None
        assert style.find(f"{W}pPr/{W}keepNext") is not None


# ---- bookmarks ------------------------------------------------------------------------------------------


def test_each_leaf_has_one_bookmark_in_its_paragraph_around_its_words() -> None:
    root = part(sample())
    texts = bookmark_texts(root)
    assert len(names(root)) == len(set(names(root)))
    expected = {ast.leaf_id(leaf): ast.text(_without_notes(leaf["c"][1])) for leaf in _leaves()}
    assert set(texts) == set(expected), "no bookmark is missing, none is pandoc's own"
    for name, text in expected.items():
        assert re.findall(r"\w+", texts[name]) == re.findall(r"\w+", text), name
    ends = Counter(end.get(W + "id") for end in root.iter(W + "bookmarkEnd"))
    assert all(ends[start.get(W + "id")] == 1 for start in root.iter(W + "bookmarkStart"))


def _leaves() -> list[Block]:
    blocks = sample_document().blocks
    return [leaf for leaf in ast.each_leaf(blocks) if ast.leaf_id(leaf)]


def _without_notes(inlines: Any) -> Any:
    return [inline for inline in inlines if inline["t"] != "Note"]


def test_two_leaves_of_one_id_stop_the_writer() -> None:
    twice = ast.para(ast.leaf(ast.string("a"), "", id_="src_0000000001"))
    with pytest.raises(Bug, match="src_0000000001"):
        write(twice, twice)


def test_repeated_places_keep_their_names() -> None:
    found = names(part(write(ast.para(ast.leaf(ast.string("a"), "", id_="src_0123456789_12")))))
    assert found == ["src_0123456789_12"]


def test_manifest_has_the_hash_of_each_text() -> None:
    parts = open_package(sample())
    manifest = parse(parts["customXml/item1.xml"])
    assert manifest.get("build") == sample_document().build
    said = {node.get("signet"): node.get("sha256") for node in manifest}
    assert said == {name: text_digest(text) for name, text in bookmark_texts(part(parts)).items()}


def test_manifest_has_what_places_a_returned_copy_without_its_bookmarks() -> None:
    sent = sent_of(sample())
    assert (sent.build, sent.copy, sent.carried) == (sample_document().build, "", [])
    held = {passage.bookmark: passage.text for passage in sent.passages}
    assert held == bookmark_texts(part(open_package(sample())))
    assert all(passage.sha256 == text_digest(passage.text) for passage in sent.passages)


def test_manifest_says_whose_words_a_quotation_repeats() -> None:
    document = sample_document([ast.para(ast.leaf(ast.string(id_), "", id_=id_)) for id_ in PLACED])
    document.placements = [
        Placement(leaf=leaf, bookmark=id_, part="", path="n.md", where="") for id_, leaf in PLACED.items()
    ]
    sent = sent_of(write_docx(document, MEDIA, reference_docx()))
    assert {passage.bookmark: passage.passage for passage in sent.passages} == {
        "src_0000000001": "",
        "src_0000000001_2": "",
        "gen_0000000009": "src_0000000001",
    }


PLACED = dict.fromkeys(["src_0000000001", "src_0000000001_2", "gen_0000000009"], "src_0000000001")


def test_what_is_hidden_or_stands_in_a_margin_is_no_text_of_a_passage() -> None:
    paragraph = etree.fromstring(
        f"""<w:p xmlns:w="{W[1:-1]}"><w:bookmarkStart w:id="1" w:name="a"/><w:r><w:t>dit</w:t></w:r>
        <w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="RepereDeRelecture"/></w:rPr><w:t>¶ 4-2</w:t></w:r></w:p>"""
    )
    assert bookmark_texts(paragraph) == {"a": "dit !"}


def test_text_of_a_bookmark_without_an_end_goes_to_the_end_of_its_paragraph() -> None:
    root = etree.Element(W + "body", nsmap={"w": W[1:-1]})
    paragraph = etree.SubElement(root, W + "p")
    etree.SubElement(paragraph, W + "bookmarkStart").attrib.update({W + "id": "1", W + "name": "a"})
    etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t").text = f"b{NBSP} c"
    assert bookmark_texts(root) == {"a": "b c"}


# ---- headings and contents ------------------------------------------------------------------------------

CONTENTS = [
    "Introduction", "1 Val-de-Brume", "1.1 Logement", "1.1.1 Rénover", "2 Haute-Lande", "2.1 Mobilité",
    "2.2 Cartes et chiffres", f"Annexe A{NBSP}: Glossaire", f"Annexe B{NBSP}: Sources",
    "B.1 Notes reçues", "Mentions",
]  # fmt: skip


def contents(root: Element) -> list[Element]:
    return next(root.iter(W + "sdt")).findall(f"{W}sdtContent/{W}p")


def test_contents_list_linked_headings_to_the_third_level() -> None:
    root = part(sample())
    title, *entries = contents(root)
    assert raw_words(title) == "Sommaire\n"
    assert [raw_words(entry).strip() for entry in entries] == CONTENTS
    bookmarks = {name: mark for mark in root.iter(W + "bookmarkStart") if (name := mark.get(W + "name"))}
    for entry in entries:
        heading = bookmarks[entry.find(W + "hyperlink").get(W + "anchor")].getparent()
        assert value(heading, "pPr/pStyle").startswith("Heading")
        assert raw_words(entry).strip().endswith(raw_words(heading).strip())


def test_contents_are_one_field() -> None:
    sdt = next(part(sample()).iter(W + "sdt"))
    assert [mark.get(W + "fldCharType") for mark in sdt.iter(W + "fldChar")] == ["begin", "separate", "end"]
    assert [code.text.split()[0] for code in sdt.iter(W + "instrText")] == ["TOC"]


def test_numbers_of_the_contents_are_those_that_word_counts() -> None:
    root = part(sample())
    counted = list(_counted(root))
    assert [f"{number} {text}".strip() for number, text, level in counted if level < 3] == CONTENTS
    assert [number for number, _, level in counted if level == 3] == [""]


def _counted(root: Element) -> Any:
    """Number, text and level of each heading, by the rules of `numbering.xml`."""
    numbering = part(sample(), "numbering")
    lists = {n.get(W + "numId"): value(n, "abstractNumId") for n in numbering.iter(W + "num")}
    formats = {
        (a.get(W + "abstractNumId"), level.get(W + "ilvl")): (value(level, "numFmt"), value(level, "lvlText"))
        for a in numbering.iter(W + "abstractNum")
        for level in a.iter(W + "lvl")
    }
    styles = {style.get(W + "styleId"): style for style in part(sample(), "styles").iter(W + "style")}
    counts: dict[str, list[int]] = {}
    for paragraph in root.iter(W + "p"):
        style = styles.get(value(paragraph, "pPr/pStyle"))
        outline = None if style is None else value(style, "pPr/outlineLvl")
        if outline is None:
            continue
        direct, styled = (value(node, "pPr/numPr/numId") for node in (paragraph, style))
        holder = style if direct is None else paragraph
        number = styled if direct is None else direct
        printed = ""
        if number not in {None, "0"}:
            level = int(value(holder, "pPr/numPr/ilvl") or 0)
            own = counts.setdefault(number, [0] * 9)
            own[level] += 1
            own[level + 1 :] = [0] * (8 - level)
            printed = formats[lists[number], str(level)][1].strip()
            for place in range(level + 1):
                kind = formats[lists[number], str(place)][0]
                shown = chr(64 + own[place]) if kind == "upperLetter" else str(own[place])
                printed = printed.replace(f"%{place + 1}", shown)
        yield printed, raw_words(paragraph).strip(), int(outline)


def test_a_footnote_of_a_heading_stays_out_of_the_contents() -> None:
    heading = ast.header(1, [*ast.string("Titre"), note(ast.para(ast.string("apart")))])
    root = part(write(ast.div([], "sommaire"), heading))
    assert [raw_words(entry).strip() for entry in contents(root)] == ["Sommaire", "1 Titre"]
    assert names(root) == ["titre_1"]


def test_no_heading_no_contents() -> None:
    root = part(write(ast.div([], "sommaire"), ast.para(ast.string("texte"))))
    assert [raw_words(p) for p in root.iter(W + "p")] == ["texte\n"]


def test_a_heading_in_a_box_is_not_the_plan_s() -> None:
    root = part(
        write(ast.div([ast.header(1, ast.string("Dedans"))], "encadre"), ast.header(1, ast.string("Plan")))
    )
    assert paragraphs(root)[:2] == [("Intertitre", "Dedans"), ("heading 1", "Plan")]


# ---- blocks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "style"), STYLES.items())
def test_a_class_takes_its_style(name: str, style: str) -> None:
    assert paragraphs(part(write(ast.div([ast.para(ast.string("mots"))], name))))[0] == (style, "mots")


def test_text_has_one_style_whether_it_comes_first_or_not() -> None:
    found = paragraphs(
        part(write(ast.header(1, ast.string("T")), ast.para(ast.string("un")), ast.para(ast.string("deux"))))
    )
    assert found[1:3] == [("Body Text", "un"), ("Body Text", "deux")]


def test_words_of_others_and_speakers_show() -> None:
    turn = [
        span("Animatrice :", "speaker"),
        {"t": "Space"},
        span("une personne", "mask"),
        span("dit", "generated"),
    ]
    runs = {
        raw_words(run): [p.tag[len(W) :] for p in run.iterfind(f"{W}rPr/*")]
        for run in part(write(ast.para(turn))).iter(W + "r")
    }
    assert runs["Animatrice :"][:1] == ["b"]
    assert runs["une personne"][:1] == ["i"]
    assert runs["dit"] == []


def test_a_list_in_a_box_keeps_the_box() -> None:
    inner = bullets([{"t": "Plain", "c": ast.string("un")}, bullets([{"t": "Plain", "c": ast.string("deux")}])])
    root = part(write(ast.div([inner], "encadre")))
    assert paragraphs(root)[:2] == [("Encadré", "un"), ("Encadré", "deux")]
    edges = [int(ind.get(W + "left")) - int(ind.get(W + "hanging")) for ind in root.iter(W + "ind")]
    assert len(set(edges)) == 1, "the rule of the box stays straight"


def test_footnotes_are_numbered_through() -> None:
    blocks = [ast.para([*ast.string("mot"), note(ast.para(ast.string(f"note {n}")))]) for n in range(3)]
    parts = write(*blocks)
    assert len(list(part(parts).iter(W + "footnoteReference"))) == 3
    assert not list(part(parts).iter(W + "footnotePr"))
    assert [raw_words(n).strip() for n in part(parts, "footnotes").iter(W + "footnote")][2:] == [
        "note 0",
        "note 1",
        "note 2",
    ]


def test_a_reference_that_restarts_footnotes_is_overruled() -> None:
    parts = open_package(reference())
    body = part(parts)
    section = next(body.iter(W + "sectPr"))
    restart = etree.Element(W + "footnotePr")
    etree.SubElement(restart, W + "numRestart").set(W + "val", "eachSect")
    section.insert(2, restart)
    parts["word/document.xml"] = etree.tostring(body)
    written = write_docx(sample_document(), MEDIA, write_package(parts))
    assert not list(part(written).iter(W + "footnotePr"))


def test_a_note_in_a_note_stands_in_brackets() -> None:
    inner = note(ast.para(ast.string("dedans")))
    parts = write(ast.para([*ast.string("mot"), note(ast.para([*ast.string("dehors"), inner]))]))
    assert "dehors (dedans)" in raw_words(part(parts, "footnotes"))


def test_deep_lists_stop_at_the_last_level_of_word() -> None:
    block = ast.para(ast.string("fond"))
    for _ in range(14):
        block = bullets([block])
    levels = [int(node.get(W + "val")) for node in part(write(block)).iter(W + "ilvl")]
    assert max(levels) == 8


# ---- tables ---------------------------------------------------------------------------------------------


def test_tables_repeat_their_header_and_fill_the_width() -> None:
    first, second, _ = part(sample()).iter(W + "tbl")
    assert (first.find(f"{W}tblPr/{W}tblW").get(W + "w"), value(first, "tblPr/tblStyle")) == ("5000", "Table")
    rows = first.findall(W + "tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:3]] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [t.find(f"{W}tblPr/{W}tblLook").get(W + "firstRow") for t in (first, second)] == ["1", "0"]
    assert value(first, "tblPr/tblCaption") == "Tableau 1 : Étapes et réunions"
    widths = [int(column.get(W + "w")) for column in first.iter(W + "gridCol")]
    assert widths[1] > widths[0] > widths[2]
    assert 9200 < sum(widths) <= 9300


def test_merged_cells_stay_merged() -> None:
    rows = next(part(sample()).iter(W + "tbl")).findall(W + "tr")
    merges = [[value(cell, "tcPr/vMerge") for cell in row.findall(W + "tc")] for row in rows[1:3]]
    assert merges == [["restart", None, None], ["continue", None, None]]
    assert [value(cell, "tcPr/gridSpan") for cell in rows[3].findall(W + "tc")] == ["2", None]


def test_a_table_is_followed_by_a_paragraph_even_at_the_end() -> None:
    new = Anchors()
    last = part(write(table([], 1, [], [new.row("fin")])))
    for found in [*part(sample()).iter(W + "tbl"), *last.iter(W + "tbl")]:
        assert found.getnext().tag == W + "p"


def test_a_long_row_loses_nothing() -> None:
    new = Anchors()
    parts = write(table([], 2, [], [new.row("un", "deux", "trois", "quatre"), new.row("seul")]))
    assert words(parts) >= Counter(["un", "deux", "trois", "quatre", "seul"])


def test_a_table_wider_than_word_s_becomes_text() -> None:
    new = Anchors()
    parts = write(table(new.leaf("large"), 80, [], [new.row(*[f"c{n}" for n in range(80)])]))
    assert not list(part(parts).iter(W + "tbl"))
    assert words(parts) >= Counter(["large", "c0", "c79"])


def test_a_very_long_row_may_break() -> None:
    new = Anchors()
    root = part(write(table([], 1, [], [new.row("mot " * 600)])))
    assert not list(root.iter(W + "cantSplit"))


def test_a_table_in_a_cell_is_followed_by_a_paragraph() -> None:
    new = Anchors()
    inner = table([], 1, [], [new.row("dedans")])
    outer = table([], 1, [], [[ATTRIBUTES, [[ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [inner]]]]])
    cell = next(part(write(outer)).iter(W + "tc"))
    assert cell[-1].tag == W + "p"


# ---- pictures -------------------------------------------------------------------------------------------


def test_pictures_have_an_alternative_text_and_fit() -> None:
    drawn = [
        (
            inline.find(WP + "docPr").get("descr"),
            int(inline.find(WP + "extent").get("cx")),
            int(inline.find(WP + "extent").get("cy")),
        )
        for inline in part(sample()).iter(WP + "inline")
    ]
    logo, card, small = drawn
    assert logo[0] == "Logo du réseau"
    assert logo[2] <= 1.8 * CM
    assert card[0] == "Douze lieux reliés par des flèches"
    assert 16.3 * CM < card[1] <= 16.41 * CM
    assert card[1] / card[2] == pytest.approx(1600 / 700, rel=0.01)
    assert small[1:] == (160 * 9525, 90 * 9525), "never enlarged"


def test_each_picture_is_in_the_file_once() -> None:
    blocks = [figure([], image("a", "media/vignette.png")), figure([], image("b", "media/vignette.png"))]
    parts = write(*blocks)
    assert [data for name, data in parts.items() if "media/" in name] == [MEDIA["media/vignette.png"]]
    ids = [inline.find(WP + "docPr").get("id") for inline in part(parts).iter(WP + "inline")]
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "file:///etc/passwd", "http://exemple.fr/a.png", "../x.png", "casse"]
)
def test_a_picture_that_is_not_ours_is_its_words(target: str) -> None:
    root = part(write(figure([], image("un croquis", target)), media={"casse": b"\x89PNG\r\n\x1a\nrien"}))
    run = next(run for run in root.iter(W + "r") if raw_words(run).strip())
    assert raw_words(root).split() == ["un", "croquis"]
    assert run.find(f"{W}rPr/{W}i") is not None


def test_a_picture_in_a_footnote_is_found_from_there() -> None:
    inner = note(ast.para([image("vue", "media/vignette.png")]))
    parts = write(ast.para([*ast.string("mot"), inner]))
    target = {node.get("Id"): node.get("Target") for node in parse(parts["word/_rels/footnotes.xml.rels"])}
    blip = next(part(parts, "footnotes").iter("{*}blip"))
    assert f"word/{target[blip.get(R + 'embed')]}" in parts


@pytest.mark.parametrize(("asked", "width"), [("2cm", 2 * CM), ("80cm", 400 * 9525)])
def test_a_width_that_the_note_asked_for_is_kept_when_it_is_smaller(asked: str, width: int) -> None:
    picture = image("a", "grande")
    picture["c"][0] = ["", [], [["width", asked]]]
    root = part(write(figure([], picture), media={"grande": png(400, 200)}))
    assert int(next(root.iter(WP + "extent")).get("cx")) == width


@pytest.mark.parametrize(
    ("text", "length"),
    [("2cm", 2), ("1in", 2.54), ("96px", 2.54), ("96", 2.54), ("50%", 0), ("", 0), ("9e9cm", 0)],
)
def test_lengths(text: str, length: float) -> None:
    assert length_cm(text) == pytest.approx(length)


def test_captions_are_numbered_by_word() -> None:
    new = Anchors()
    blocks = [figure(new.leaf(f"légende {n}"), image("a", "media/vignette.png")) for n in range(2)]
    root = part(write(*blocks))
    captions = [(style, text) for style, text in paragraphs(root) if text.startswith("Figure")]
    assert captions == [("Image Caption", f"Figure{NBSP}{n + 1}{NBSP}: légende {n}") for n in range(2)]
    assert [code.text.strip() for code in root.iter(W + "instrText")] == [r"SEQ Figure \* ARABIC"] * 2
    assert set(bookmark_texts(root).values()) == {"légende 0", "légende 1"}


# ---- pages ----------------------------------------------------------------------------------------------


def test_cover_and_last_page_have_no_header() -> None:
    cover, text, last = part(sample()).iter(W + "sectPr")
    assert not cover.findall(W + "headerReference")
    assert len(text.findall(W + "headerReference")) == len(text.findall(W + "footerReference")) == 1
    assert last.find(W + "titlePg") is not None
    assert not [r for r in last.findall(W + "headerReference") if r.get(W + "type") == "first"]


def test_header_and_footer_say_title_and_page() -> None:
    parts = open_package(sample())
    assert raw_words(part(parts, "header1")).strip() == sample_document().title
    assert [c.text.strip() for c in part(parts, "footer1").iter(W + "instrText")] == ["PAGE", "NUMPAGES"]
    assert raw_words(part(parts, "footer1")).strip() == f"Page{NBSP}1 sur 1"


# ---- what a note may not do -----------------------------------------------------------------------------


def test_raw_code_is_text() -> None:
    code = "<w:p><w:r><w:t>injecté</w:t></w:r></w:p>"
    hidden = note({"t": "RawBlock", "c": ["openxml", code]})
    parts = write(
        {"t": "RawBlock", "c": ["openxml", code]},
        ast.para([{"t": "RawInline", "c": ["openxml", "<w:br/>"]}, hidden]),
    )
    assert code in raw_words(part(parts))
    assert "<w:br/>" in raw_words(part(parts))
    assert code in raw_words(part(parts, "footnotes"))


def test_a_note_cannot_choose_a_style() -> None:
    hostile = ast.div([ast.para([span("a", "x")])], "inconnue", custom_style="Title")
    assert paragraphs(part(write(hostile)))[0] == ("Body Text", "a")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://exemple.fr/é?a=1&b=2#c", "https://exemple.fr/%C3%A9?a=1&b=2#c"),
        ("https://église.exemple:8080/", "https://xn--glise-9ra.exemple:8080/"),
        ("mailto:a@exemple.fr", "mailto:a@exemple.fr"),
        ("http://exa mple|<", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("https://exemple.fr:99999/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("../voisin.docx", ""),
        ("https://exemple.fr/" + "a" * 3000, ""),
    ],
)
def test_links_lead_to_the_web_or_nowhere(target: str, address: str) -> None:
    assert safe_address(target) == address
    parts = write(ast.para([link("mots", target)]))
    assert "mots" in raw_words(part(parts))
    outward = [n.get("Target") for n in parse(parts["word/_rels/document.xml.rels"]) if n.get("TargetMode")]
    assert outward == ([address] if address else [])


# ---- nothing is lost ------------------------------------------------------------------------------------

WORD = st.text("abcdeéœ019", min_size=3, max_size=7)
INLINES = st.lists(WORD, min_size=1, max_size=3).map(lambda found: ast.string(" ".join(found)))
NOTED = st.tuples(INLINES, INLINES).map(lambda pair: [*pair[0], note(ast.para(pair[1]))])
TEXT = st.one_of(INLINES, NOTED)
LEAVES = st.one_of(
    TEXT.map(ast.para),
    TEXT.map(lambda found: {"t": "Plain", "c": found}),
    st.tuples(st.integers(1, 6), TEXT).map(lambda pair: ast.header(*pair)),
    WORD.map(lambda word: {"t": "CodeBlock", "c": [ATTRIBUTES, word]}),
)


def _table(rows: list[list[list[Block]]]) -> Block:
    lines = [[ATTRIBUTES, [[ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, cell] for cell in row]] for row in rows]
    return table([], 2, lines[:1], lines[1:])


def _containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda blocks: {"t": "BlockQuote", "c": blocks}),
        st.lists(some, min_size=1, max_size=2).map(lambda items: bullets(*items)),
        st.tuples(st.sampled_from(sorted(STYLES)), some).map(lambda pair: ast.div(pair[1], pair[0])),
        st.lists(st.lists(some, min_size=1, max_size=3), min_size=1, max_size=3).map(_table),
        st.tuples(INLINES, some).map(lambda pair: {"t": "DefinitionList", "c": [[pair[0], [pair[1]]]]}),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.recursive(LEAVES, _containers, max_leaves=8), min_size=1, max_size=4))
def test_every_word_comes_out(blocks: list[Block]) -> None:
    parts = write(*blocks)
    assert not Counter(_words_of(blocks)) - words(parts)


def _words_of(node: Any) -> Iterator[str]:
    """Words of each Str and of code, wherever they stand."""
    if isinstance(node, dict):
        text = node["c"] if node["t"] == "Str" else node["c"][1] if node["t"] == "CodeBlock" else None
        yield from re.findall(r"\w+", text) if isinstance(text, str) else _words_of(node.get("c"))
    elif isinstance(node, list):
        for part_ in node:
            yield from _words_of(part_)
