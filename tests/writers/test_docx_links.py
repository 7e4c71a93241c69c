"""Numbers of captions, cross-references, and the lists of figures and of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.errors import Bug
from restitution.model import REFERENCE, Block
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import Element, W, raw_words, value
from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of
from restitution.writers.docx import reference_docx, write_docx

from .office import Pages, pages_shown, pages_shown_of
from .sample import LONG, MEDIA, Anchors, figure, image, note, sample_document, table

NBSP = "\u00a0"
CASES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("references.yaml").read_text("utf-8"))


def reference(words: str, leaf: str) -> dict[str, Any]:
    return {"t": "Link", "c": [["", [REFERENCE], []], ast.string(words), [f"#{leaf}", ""]]}


def targets(new: Anchors) -> dict[str, Block]:
    return {
        "chapitre": new.heading(1, "Chapitre"),
        "partie": new.heading(2, "Partie"),
        "premiere": figure(new.leaf("Première"), image("a", "media/vignette.png")),
        "figure": figure(new.leaf("Deuxième"), image("b", "media/vignette.png")),
        "tableau": table(new.leaf("Dates"), 2, [new.row("Quand", "Quoi")], [new.row("mardi", "visite")]),
        "annexe": new.heading(1, "Contacts", "annexe"),
        "sous-annexe": new.heading(2, "Liste"),
        "sans-numero": new.heading(1, "Remerciements", "unnumbered"),
    }


def leaf_of(block: Block) -> str:
    """Id of the heading, or of the caption."""
    return ast.leaf_id(next(ast.each_leaf([block])))


def written(case: dict[str, str], lists: bool = True) -> tuple[bytes, str]:
    new = Anchors()
    found = targets(new)
    leaf = leaf_of(found[case["target"]])
    said = new.para(
        [*ast.string("Voir "), reference(case["words"].replace(" ", NBSP), leaf), *ast.string(" ici.")]
    )
    places = [ast.div([], "liste-figures"), ast.div([], "liste-tableaux")] if lists else []
    return write_docx(sample_document([*places, said, *found.values()]), MEDIA, reference_docx()), leaf


def body(data: bytes) -> Element:
    return parse(open_package(data)["word/document.xml"])


def link_of(root: Element) -> Element:
    paragraph = next(p for p in root.iter(W + "p") if raw_words(p).startswith("Voir"))
    return paragraph.find(f".//{W}hyperlink")


def runs(link: Element) -> list[str]:
    """Text and codes in order; a field is its code, then what it shows in brackets."""
    told, shown = [], None
    for node in link.iter(W + "t", W + "instrText", W + "fldChar"):
        if node.tag == W + "fldChar":
            shown = {"separate": "", "end": None}.get(node.get(W + "fldCharType"), shown)
        elif node.tag == W + "instrText":
            told.append(node.text.strip())
        else:
            told.append(node.text if shown is None else f"[{node.text}]")
    return told


@pytest.mark.parametrize("case", CASES, ids=[f"{c['words']} {c['target']}" for c in CASES])
def test_a_reference_says_its_words_and_word_keeps_its_number(case: dict[str, str]) -> None:
    data, leaf = written(case)
    root = body(data)
    link = link_of(root)
    words = case["words"].replace(" ", NBSP)
    assert raw_words(link) == words
    marks = {mark.get(W + "name") for mark in root.iter(W + "bookmarkStart")}
    assert link.get(W + "anchor") in marks
    if not case["field"]:
        assert runs(link) == [words]
        return
    before, _, after = words.rpartition(case["shown"])
    field = case["field"].replace("REF partie", f"REF {leaf}")
    assert runs(link) == [text for text in (before, field, f"[{case['shown']}]", after) if text]
    assert field.split()[1] in marks


@pytest.fixture(scope="module")
def shown_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    files = {f"{case['words']} {case['target']}": written(case, lists=False)[0] for case in CASES}
    return pages_shown_of(files, tmp_path_factory.mktemp("libreoffice"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[f"{c['words']} {c['target']}" for c in CASES])
def test_libreoffice_which_computes_fields_shows_the_same_words(
    case: dict[str, str], shown_by_libreoffice: dict[str, Pages]
) -> None:
    (_, lines), *_ = shown_by_libreoffice[f"{case['words']} {case['target']}"]
    shown = " ".join(" ".join(lines).replace(NBSP, " ").split())
    assert f"Voir {case['words']} ici." in shown


def test_a_reference_that_leads_nowhere_stops_the_writer() -> None:
    said = ast.para(ast.leaf([reference("figure 9", "src_00000000ff")], "", id_="src_0000000001"))
    with pytest.raises(Bug, match="src_00000000ff"):
        write_docx(sample_document([said]), MEDIA, reference_docx())


def test_the_bookmark_of_a_number_covers_the_number_alone() -> None:
    root = body(written(CASES[0])[0])
    covered = {}
    for start in root.iter(W + "bookmarkStart"):
        texts = []
        for node in start.itersiblings():
            if node.tag == W + "bookmarkEnd" and node.get(W + "id") == start.get(W + "id"):
                break
            texts.append("".join(text.text for text in node.iter(W + "t")))
        covered[start.get(W + "name")] = "".join(texts)
    assert {name: text for name, text in covered.items() if name.startswith("_Ref")} == {
        "_RefFigure1": "1",
        "_RefFigure2": "2",
        "_RefTableau1": "1",
    }
    ids = [mark.get(W + "id") for mark in root.iter(W + "bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_captions_have_the_numbers_of_every_writer() -> None:
    new = Anchors()
    inner = figure(new.leaf("Dans une case"), image("a", "media/vignette.png"))
    cell = [["", [], []], {"t": "AlignDefault"}, 1, 1, [inner]]
    blocks = [
        table(new.leaf("Autour"), 1, [], [[["", [], []], [cell]]]),
        figure([], image("sans légende", "media/vignette.png")),
        ast.div([figure(new.leaf("À plat"), image("b", "media/vignette.png"))], "paysage"),
    ]
    numbers = numbers_of(blocks)
    root = body(write_docx(sample_document(blocks), MEDIA, reference_docx()))
    shown = [
        raw_words(p).strip()
        for p in root.iter(W + "p")
        if value(p, "pPr/pStyle") in {"ImageCaption", "TableCaption"}
    ]
    words = {ast.leaf_id(leaf): ast.text([leaf]) for leaf in ast.each_leaf(blocks)}
    assert sorted(shown) == sorted(
        f"{number.told.capitalize()}{NBSP}: {words[leaf]}" for leaf, number in numbers.items()
    )
    assert len(shown) == 3


def test_the_lists_have_their_entries_and_ask_for_nothing() -> None:
    root = body(written(CASES[0])[0])
    figures, tables = root.iter(W + "sdt")
    assert [raw_words(p).strip() for p in figures.iter(W + "p")] == [
        "Liste des figures", f"Figure{NBSP}1{NBSP}: Première", f"Figure{NBSP}2{NBSP}: Deuxième",
    ]  # fmt: skip
    assert [raw_words(p).strip() for p in tables.iter(W + "p")] == [
        "Liste des tableaux", f"Tableau{NBSP}1{NBSP}: Dates",
    ]  # fmt: skip
    breaks = [sdt.find(f".//{W}pageBreakBefore") is not None for sdt in (figures, tables)]
    assert breaks == [True, False], "one page for both"
    codes = [code.text.strip() for sdt in (figures, tables) for code in sdt.iter(W + "instrText")]
    assert codes == [r'TOC \h \z \c "Figure"', r'TOC \h \z \c "Tableau"']
    for sdt in (figures, tables):
        marks = [mark.get(W + "fldCharType") for mark in sdt.iter(W + "fldChar")]
        assert marks == ["begin", "separate", "end"]
        assert not list(sdt.iter(W + "tab"))
        marks = {mark.get(W + "name") for mark in root.iter(W + "bookmarkStart")}
        assert all(link.get(W + "anchor") in marks for link in sdt.iter(W + "hyperlink"))
    assert not [node for node in root.iter() if node.get(W + "dirty")]


def test_a_list_without_anything_to_list_is_not_there() -> None:
    blocks = [ast.div([], "liste-figures"), ast.div([], "liste-tableaux"), ast.para(ast.string("texte"))]
    root = body(write_docx(sample_document(blocks), MEDIA, reference_docx()))
    assert [raw_words(p) for p in root.iter(W + "p")] == ["texte\n"]


def test_a_note_of_a_caption_stays_out_of_the_list() -> None:
    new = Anchors()
    caption = new.leaf([*ast.string("Réseau"), note(ast.para(ast.string("à part")))])
    blocks = [ast.div([], "liste-figures"), figure(caption, image("a", "media/vignette.png"))]
    root = body(write_docx(sample_document(blocks), MEDIA, reference_docx()))
    assert [raw_words(p).strip() for p in next(root.iter(W + "sdt")).iter(W + "p")][1:] == [
        f"Figure{NBSP}1{NBSP}: Réseau"
    ]


def test_a_heading_apart_from_the_contents_has_a_style_that_no_update_lists() -> None:
    new = Anchors()
    blocks = [
        ast.div([], "sommaire"),
        new.heading(1, "Index", "annexe"),
        new.heading(2, "note.docx", "unlisted"),
        new.para(LONG),
        new.heading(1, "Suite"),
        new.heading(2, "a", "unlisted"),
        new.heading(2, "b"),
    ]
    parts = open_package(write_docx(sample_document(blocks), MEDIA, reference_docx()))
    root = parse(parts["word/document.xml"])
    entries = [raw_words(p).strip() for p in next(root.iter(W + "sdt")).iter(W + "p")][1:]
    assert entries == [f"Annexe A{NBSP}: Index", "1 Suite", "1.2 b"]
    names = {
        s.get(W + "styleId"): (value(s, "name"), value(s, "basedOn"))
        for s in parse(parts["word/styles.xml"]).iter(W + "style")
    }
    apart = next(p for p in root.iter(W + "p") if raw_words(p).strip() == "note.docx")
    assert names[value(apart, "pPr/pStyle")] == ("Titre 2 hors sommaire", "Heading2")


@pytest.mark.slow
def test_libreoffice_shows_the_contents_and_the_lists(tmp_path: Path) -> None:
    new = Anchors()
    places = [ast.div([], name) for name in ("sommaire", "liste-figures", "liste-tableaux")]
    pages = pages_shown(
        write_docx(sample_document([*places, *targets(new).values()]), MEDIA, reference_docx()), tmp_path
    )
    lines = [" ".join(line.replace(NBSP, " ").split()) for _, page in pages[:2] for line in page]
    wanted = [
        "Sommaire", "1 Chapitre", "1.1 Partie", "Annexe A : Contacts", "A.1 Liste", "Remerciements",
        "Liste des figures", "Figure 1 : Première", "Figure 2 : Deuxième", "Liste des tableaux",
        "Tableau 1 : Dates",
    ]  # fmt: skip
    assert [line for line in lines if line in wanted] == wanted
    assert not [line for line in lines if ". ." in line or ".." in line], "no leader to a page that is not there"
