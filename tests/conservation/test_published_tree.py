"""The tree of tags of a written PDF, beside what PDFium says of each page; and what is no PDF any more."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.writers.sample import MEDIA, sample_document

from restitution.conservation.published_tags import read_tags
from restitution.conservation.published_tree import FIGURE, tree_of
from restitution.errors import Loss
from restitution.pandoc.run import read_markdown
from restitution.resources import shipped_fonts
from restitution.writers.pdf import write_pdf

TEMPLATE = (Path(__file__).parents[2] / "templates" / "typst" / "restitution.typ").read_bytes()
LONG = "\n\n".join(
    f"## Une partie {number}\n\n{'Le bocage recule. ' * 260}\n\n- un\n- deux" for number in range(4)
)


@pytest.fixture(scope="module", params=["every kind of block", "paragraphs over several pages"])
def pdf(request: pytest.FixtureRequest) -> bytes:
    """A file of each sort."""
    is_long = request.param.startswith("paragraphs")
    document = sample_document(read_markdown(LONG)) if is_long else sample_document()
    return write_pdf(document, MEDIA, TEMPLATE, shipped_fonts())


def test_each_piece_stands_where_pdfium_sees_it(pdf: bytes) -> None:
    file = pypdfium2.PdfDocument(pdf)
    tree, said = tree_of(pdf), dict[tuple[int, ...], str]()
    assert len(tree.pages) == len(file) > 1
    for page, places in zip(file, tree.pages, strict=True):
        assert dict(seen_on(page, said)) == {number: (place.path, place.kinds) for number, place in places.items()}
        assert places
    assert Counter(tree.alternatives) == Counter(said.values())


def seen_on(page: Any, said: dict[tuple[int, ...], str]) -> Iterator[tuple[int, Any]]:
    """Number of each piece of a page, with its place; the alternative texts of figures are put into `said`."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), (place,), (), said)
    pdfium.FPDF_StructTree_Close(tree)


def below(
    tag: Any, path: tuple[int, ...], above: tuple[str, ...], said: dict[tuple[int, ...], str]
) -> Iterator[tuple[int, Any]]:
    """The pieces below a tag."""
    kinds = (*above, text(pdfium.FPDF_StructElement_GetType, tag))
    if kinds[-1] == FIGURE:
        said[path] = text(pdfium.FPDF_StructElement_GetAltText, tag)
    for place in range(pdfium.FPDF_StructElement_CountChildren(tag)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(tag, place)
        number = pdfium.FPDF_StructElement_GetChildMarkedContentID(tag, place)
        if child:
            yield from below(child, (*path, place), kinds, said)
        elif number >= 0:
            yield number, ((*path, place), kinds)


def text(ask: Any, tag: Any) -> str:
    """What PDFium writes into a buffer."""
    size = ask(tag, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(tag, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


@pytest.mark.parametrize("kept", [0, 9, 400, -400, -60_000])
def test_a_file_cut_short_is_told(pdf: bytes, kept: int) -> None:
    with pytest.raises(Loss):
        read_tags(pdf[:kept])


def test_of_a_damaged_file_nothing_else_is_raised(pdf: bytes) -> None:
    dice = Random(2040)  # noqa: S311 the same damage each time
    for _ in range(40):
        damaged = bytearray(pdf)
        for _ in range(200):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with suppress(Loss):
            read_tags(bytes(damaged))
