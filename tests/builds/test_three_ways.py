"""DOCX, PDF and web page say the same: word for word, block by block, in the same order.

Compared apart, by their tags, elements, styles and fields (see `blocks.Blocks`):

- footnotes, in the order of their calls;
- lines of the contents and of the lists, by their letters: a PDF has no blank behind a number, and the pages that
  it names are left out;
- numbers of headings, which a DOCX leaves to Word, but for its contents; numbers and bullets of items;
- alternative texts of pictures;
- what pages repeat (running heads and feet, heads of tables that go on): it must be the title, a chapter,
  the page's number, heads that the DOCX marks to be repeated, and nothing else;
- hyphens at the ends of a PDF's lines: there alone a word may go on or end.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from restitution.model import Document
from restitution.pandoc import ast
from restitution.writers.docx import reference_docx, write_docx
from restitution.writers.html import TEMPLATES, write_html
from restitution.writers.pdf import write_pdf
from tests.builds.blocks import Block, Blocks, docx_blocks, html_blocks, pdf_blocks, words_of
from tests.writers.sample import MEDIA, sample_document

SHIPPED = Path(__file__).parents[2] / "templates"
READERS: dict[str, Callable[[bytes], Blocks]] = {"docx": docx_blocks, "html": html_blocks, "pdf": pdf_blocks}
PAGE = re.compile(r"Page(\d+)sur(\d+)")


def differences(files: dict[str, Blocks], title: str) -> list[str]:
    """What one format says and another does not, or says elsewhere; empty when the three are one."""
    docx, html, pdf = (files[kind] for kind in READERS)
    found: list[str] = []
    for kind, other in (("html", html), ("pdf", pdf)):
        found += _blocks(f"{kind}, text", docx.text, other.text)
        found += _blocks(f"{kind}, notes", docx.notes, other.notes)
        found += _lines(f"{kind}, contents", docx.contents, other.contents)
        found += _lines(f"{kind}, alternatives", docx.alternatives, other.alternatives)
    found += _lines("numbers", html.numbers, pdf.numbers)
    return found + _furniture(pdf, docx, title)


def _blocks(where: str, wanted: list[Block], found: list[Block]) -> list[str]:
    pairs = zip(wanted, found, strict=False)
    first = next((f"{where}: {one} / {other}" for one, other in pairs if not one.is_same(other)), "")
    length = f"{where}: {len(wanted)} / {len(found)} blocks" if len(wanted) != len(found) else ""
    return [told for told in (first, length) if told]


def _lines(where: str, wanted: list[str], found: list[str]) -> list[str]:
    letters = [["".join(words_of(line)) for line in lines] for lines in (wanted, found)]
    odd = [line for line in letters[0] if line not in letters[1]] + [x for x in letters[1] if x not in letters[0]]
    return [f"{where}: {odd or 'another order'}"] if letters[0] != letters[1] else []


def _furniture(pdf: Blocks, docx: Blocks, title: str) -> list[str]:
    """Pages whose untagged words are more than their head, their chapter, their number and heads of tables."""
    chapters = {block.letters for block in docx.text if block.level == 1}
    heads = sorted(filter(None, docx.furniture), key=len, reverse=True)
    head = "".join(words_of(title))
    odd = []
    for number, letters in enumerate(pdf.furniture, 1):
        rest = letters.removeprefix(head)
        page = PAGE.search(rest)
        rest = PAGE.sub("", rest)
        for table in heads:
            rest = rest.replace(table, "")
        if rest not in {"", *chapters} or (page and page.groups() != (str(number), str(len(pdf.furniture)))):
            odd.append(f"page {number}: {letters}")
    return odd


# ---- The comparer sees what it must ---------------------------------------------------------------------------


def write(document: Document, kind: str) -> bytes:
    if kind == "docx":
        return write_docx(document, MEDIA, reference_docx())
    if kind == "html":
        return write_html(document, MEDIA, {name: (SHIPPED / name).read_bytes() for name in TEMPLATES})
    return write_pdf(document, MEDIA, (SHIPPED / "typst/restitution.typ").read_bytes(), SHIPPED / "fonts")


def publication() -> Document:
    """The sample, without the one picture that each format tells in words of its own."""
    document = sample_document()
    document.blocks = [block for block in document.blocks if "croquis" not in ast.text(block)]
    return document


@cache
def read(kind: str) -> Blocks:
    return READERS[kind](write(publication(), kind))


def whole() -> dict[str, Blocks]:
    return {kind: read(kind) for kind in READERS}


def test_the_sample_is_the_same_three_times() -> None:
    files = whole()
    assert differences(files, publication().title) == []
    assert len(files["docx"].text) > 100
    assert len(files["docx"].notes) == 1
    assert len(files["docx"].contents) == len(files["html"].numbers) + 2 > 10
    assert len(files["docx"].alternatives) == 3


def _words(document: Document, start: str) -> list[Any]:
    leaves = ast.each_leaf(document.blocks)
    found: list[Any] = next(leaf["c"][1] for leaf in leaves if ast.text(leaf).startswith(start))
    return found


def _drop(start: str) -> Callable[[Document], None]:
    return lambda document: _words(document, start).pop()


def _drop_of_note(document: Document) -> None:
    note = next(inline for inline in _words(document, "La commune loge") if inline["t"] == "Note")
    note["c"][0]["c"].pop(0)


def _drop_of_alternative(document: Document) -> None:
    figure = next(block for block in document.blocks if block["t"] == "Figure")
    figure["c"][2][0]["c"][0]["c"][1].pop()


def _swap(document: Document) -> None:
    place = next(n for n, block in enumerate(document.blocks) if ast.text(block).startswith("Voir"))
    document.blocks[place : place + 2] = document.blocks[place + 1], document.blocks[place]


def _raise_heading(document: Document) -> None:
    heading = next(block for block in document.blocks if ast.text(block).startswith("Chantiers"))
    heading["c"][0] = 3


DAMAGES: dict[str, Callable[[Document], Any]] = {
    "a word of a paragraph": _drop("Voir"),
    "a word of the cover": _drop("Carnet des"),
    "a word of a heading": _drop("Cartes et"),
    "a word of a cell": _drop("Deuxième ligne"),
    "a word of a repeated head": _drop("Ce qui a été"),
    "a word of an item": _drop("une aide"),
    "a word of a caption": _drop("Réseau des lieux"),
    "a definition": _drop("Groupe d'action"),
    "a term": _drop("GAL"),
    "a word of a note": _drop_of_note,
    "a word of an alternative": _drop_of_alternative,
    "the order of two paragraphs": _swap,
    "the level of a heading": _raise_heading,
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_one_format_alone_lacks_is_seen(damage: str, kind: str) -> None:
    document = copy.deepcopy(publication())
    DAMAGES[damage](document)
    damaged = READERS[kind](write(document, kind))
    assert differences(whole() | {kind: damaged}, publication().title)


def test_a_word_in_two_is_seen_but_at_the_end_of_a_line() -> None:
    word = Block(0, "une matériauthèque")
    assert word.is_same(Block(0, "une\nmatériau\ue000thèque"))
    assert Block(0, "rez-de-chaussée").is_same(Block(0, "rez\ue000de-chaussée"))
    assert not word.is_same(Block(0, "une\nmatériau\nthèque"))
    assert not word.is_same(Block(0, "unematériauthèque"))


def test_what_a_page_repeats_must_be_furniture() -> None:
    files = whole()
    pages = [*files["pdf"].furniture]
    pages[1] += "perdu"
    changed = Blocks(text=files["pdf"].text, furniture=pages)
    assert [
        told for told in differences(files | {"pdf": changed}, publication().title) if told.startswith("page 2")
    ]


# ---- The worked example ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("restitution", "Cap 2040 – trois campagnes, une méthode"),
        ("restitution-annexes", "Annexes – Cap 2040 – trois campagnes, une méthode"),
    ],
)
def test_the_worked_example_is_the_same_three_times(example: Path, name: str, title: str) -> None:
    files = {kind: READERS[kind]((example / f"output/{name}.{kind}").read_bytes()) for kind in READERS}
    assert differences(files, title) == []
    assert len(files["docx"].text) > 200
