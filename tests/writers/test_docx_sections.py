"""Sections of the DOCX: pages in landscape among the others, none of them empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.model import Block
from restitution.ooxml.package import open_package, parse
from restitution.ooxml.word import WP, Element, R, W, raw_words, value
from restitution.pandoc import ast
from restitution.pandoc.numbering import numbers_of
from restitution.review.guide import guide
from restitution.writers.docx import Finished, Wanted, bookmark_texts, reference_docx, write_docx

from .office import Pages, pages_shown_of
from .sample import LONG, MEDIA, Anchors, cover, figure, image, sample_document, table

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sections.yaml").read_text("utf-8"))
PORTRAIT_CM, LANDSCAPE_CM = 16.4, 25.1
CM = 1440 / 2.54


def wide(new: Anchors) -> Block:
    rows = [new.row(*[f"valeur {n}" for n in range(12)]) for _ in range(3)]
    return table(new.leaf("Large"), 12, [new.row(*[f"colonne {n}" for n in range(12)])], rows)


def made(new: Anchors, word: str) -> Block:
    match word:
        case "couverture":
            return cover(new)
        case "chapitre":
            return new.heading(1, "Chapitre")
        case "titre":
            return new.heading(2, "Titre")
        case "texte":
            return new.para(LONG)
        case "tableau":
            return table([], 2, [], [new.row("un", "deux")])
        case "large":
            return ast.div([wide(new)], "paysage")
        case "large-titre":
            return ast.div([new.heading(2, "Titre"), wide(new)], "paysage")
        case _:
            return ast.div([new.para("Contact")], "quatrieme")


def written(case: dict[str, Any]) -> bytes:
    new = Anchors()
    return write_docx(sample_document([made(new, word) for word in case["blocks"]]), MEDIA, reference_docx())


def sections(data: bytes) -> list[Element]:
    return list(parse(open_package(data)["word/document.xml"]).iter(W + "sectPr"))


def kind(section: Element) -> str:
    if section.find(W + "titlePg") is not None:
        return "B"
    if section.find(W + "headerReference") is None:
        return "C"
    return "L" if section.find(f"{W}pgSz").get(W + "orient") == "landscape" else "P"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_sections_are_those_of_the_pages(case: dict[str, Any]) -> None:
    assert " ".join(map(kind, sections(written(case)))) == case["pages"]


@pytest.fixture(scope="module")
def shown_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    files = {case["why"]: written(case) for case in CASES}
    return pages_shown_of(files, tmp_path_factory.mktemp("libreoffice"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_libreoffice_shows_no_empty_page(case: dict[str, Any], shown_by_libreoffice: dict[str, Pages]) -> None:
    pages = shown_by_libreoffice[case["why"]]
    assert [lying for lying, _ in pages] == [kind == "L" for kind in case["pages"].split()]
    title = sample_document().title
    for number, (_, lines) in enumerate(pages, 1):
        own = [
            line
            for line in lines
            if line.strip() and line.strip() not in {title, f"Page {number} sur {len(pages)}"}
        ]
        assert own, f"page {number}"


def test_a_lying_page_has_its_own_header_and_footer_as_wide_as_its_text() -> None:
    data = written({"blocks": ["chapitre", "texte", "large", "texte"]})
    parts = open_package(data)
    targets = {node.get("Id"): node.get("Target") for node in parse(parts["word/_rels/document.xml.rels"])}
    bands = [
        [targets[r.get(R + "id")] for r in s.iterchildren(W + "headerReference", W + "footerReference")]
        for s in sections(data)
    ]
    assert bands[0] == bands[2]
    assert not set(bands[0]) & set(bands[1])
    stops = {name: tabs(parse(parts[f"word/{name}"])) for name in [*bands[0], *bands[1]]}
    assert [stops[name] for name in bands[0]] == [[], []], "by their style"
    wanted = [("clear", round(PORTRAIT_CM * CM)), ("right", round(LANDSCAPE_CM * CM))]
    for name in bands[1]:
        assert [(val, pytest.approx(place, abs=3)) for val, place in stops[name]] == wanted
    assert raw_words(parse(parts[f"word/{bands[1][0]}"])).strip() == sample_document().title


def tabs(root: Element) -> list[tuple[str, int]]:
    return [(tab.get(W + "val"), int(tab.get(W + "pos"))) for tab in root.iter(W + "tab") if tab.get(W + "pos")]


def test_a_section_ends_with_its_last_paragraph_and_not_with_an_empty_one() -> None:
    found = sections(written({"blocks": ["couverture", "chapitre", "texte", "large", "texte"]}))
    ends = [section.getparent().getparent() for section in found[:-1]]
    assert [bool(raw_words(end).strip()) for end in ends] == [True, True, False], "Word needs one behind a table"
    assert value(ends[2], "pPr/pStyle") is None
    assert ends[2].find(f"{W}pPr/{W}spacing").get(W + "line") == "20"


def test_tables_and_pictures_take_the_width_of_their_page() -> None:
    new = Anchors()
    card = figure(new.leaf("Carte"), image("Une carte", "media/carte.png"))
    blocks = [new.para(LONG), wide(new), card, ast.div([wide(new), card_again(new)], "paysage"), new.para("fin")]
    root = parse(open_package(write_docx(sample_document(blocks), MEDIA, reference_docx()))["word/document.xml"])
    widths = [sum(int(column.get(W + "w")) for column in t.iter(W + "gridCol")) / CM for t in root.iter(W + "tbl")]
    assert widths == [pytest.approx(PORTRAIT_CM, abs=0.05), pytest.approx(LANDSCAPE_CM, abs=0.05)]
    shown = [int(extent.get("cx")) / 360_000 for extent in root.iter(WP + "extent")]
    assert shown[0] == pytest.approx(PORTRAIT_CM, abs=0.05)
    assert PORTRAIT_CM < shown[1] <= LANDSCAPE_CM + 0.05


def card_again(new: Anchors) -> Block:
    return figure(new.leaf("Carte, en large"), image("La même", "media/carte.png"))


def test_no_section_restarts_the_notes() -> None:
    for case in CASES:
        data = open_package(written(case))
        assert b"numRestart" not in b"".join(data.values())


LYING = ["couverture", "chapitre", "texte", "large", "texte", "chapitre", "large-titre", "chapitre", "texte"]
"""Chapters 1 (upright, lying, upright), 2 (lying), 3."""


@pytest.mark.parametrize(
    ("chapters", "pages"), [([1], "C P L P"), ([2], "C L"), ([3], "C P"), ([1, 3], "C P L P P"), ([2, 3], "C L P")]
)
def test_a_part_keeps_the_pages_of_what_it_holds_and_no_empty_one(chapters: list[int], pages: str) -> None:
    new, held, rest = Anchors(), [], 0
    blocks = [made(new, word) for word in LYING]
    for word, block in zip(LYING, blocks, strict=True):
        rest += word == "chapitre"
        held += [block] if word == "couverture" or rest in chapters else []
    document = sample_document(blocks)
    whole = Finished(write_docx(document, MEDIA, reference_docx()))
    wanted = Wanted(
        kind="relecture/essai",
        document=sample_document(held),
        guide=guide("une partie", ("1-1", "1-2"), "", ""),
        codes={},
        beside={},
        numbers=numbers_of(blocks),
    )
    data = whole.review_copy(wanted)
    assert " ".join(map(kind, sections(data))) == pages
    kept = {ast.leaf_id(leaf) for leaf in ast.each_leaf(held)}
    assert set(bookmark_texts(parse(open_package(data)["word/document.xml"]))) == kept
