"""The text of a tagged PDF, page by page, in the order of its tags.

Each piece of text carries a number that the tags refer to. A tag's place among its parent's children is the same
on every page, so the path of these places sorts all pieces into reading order: a paragraph or a cell that goes
on over a page comes whole again. What no tag refers to (running heads, numbers of pages, a table's head repeated
on the next page) is furniture of the page and is not read.
"""

from __future__ import annotations

import ctypes
import traceback
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, repeat
from typing import Any, Final

import msgspec
import pypdfium2.raw as pdfium

from restitution.conservation.published_tree import Path, Place, tree_of
from restitution.conservation.published_verdict import HINT
from restitution.errors import Loss
from restitution.pdfium import pages_of

HYPHEN = "\x02"
"""What the library gives for a hyphen at the end of a line."""
UNREADABLE = "le PDF écrit ne peut pas être relu"


class Piece(msgspec.Struct, frozen=True):
    """A run of text: its place in the tree of tags, the kinds of tags above it from the root, its characters."""

    path: Path
    kinds: tuple[str, ...]
    text: str


class Tagged(msgspec.Struct, frozen=True):
    """All pieces in reading order, and the alternative texts of the figures."""

    pieces: list[Piece]
    alternatives: list[str]


def read_tags(data: bytes) -> Tagged:
    """The tagged text of a PDF. Raises `Loss` when it cannot be read."""
    try:
        tree = tree_of(data)
        pieces = [
            Piece(place.path, place.kinds, texts[number])
            for places, texts in zip(_let_go(tree.pages), _pages(data), strict=True)
            for number, place in places.items()
            if number in texts
        ]
    except (MemoryError, OSError):
        raise
    except Exception as error:  # of two libraries, whatever they stumble over
        traceback.print_exc()  # in the log of the stage: it wrote this file just now
        raise Loss(UNREADABLE, HINT) from error
    return Tagged(sorted(pieces, key=lambda piece: piece.path), tree.alternatives)


def _let_go(pages: list[dict[int, Place]]) -> Iterator[dict[int, Place]]:
    """The places of each page, which are forgotten then."""
    pages.reverse()
    while pages:
        yield pages.pop()


def _pages(data: bytes) -> Iterator[dict[int, str]]:
    """The texts of each page."""
    for page in pages_of(data):
        text_page = page.get_textpage()
        yield _texts(text_page.raw)
        text_page.close()


def _texts(text_page: Any) -> dict[int, str]:
    """Characters of a page by the number that tags refer to; without the blanks that the library guesses."""
    places = range(pdfium.FPDFText_CountChars(text_page))
    runs = list(map(_RUN_OF, repeat(ctypes.cast(text_page, ctypes.c_void_p)), places))
    signs = "".join(map(chr, map(pdfium.FPDFText_GetUnicode, repeat(text_page), places)))
    numbers = {run: _number(run) for run in set(runs) - {None}}
    said: dict[int, list[str]] = defaultdict(list)
    begin = 0
    for run, same in groupby(runs):
        end = begin + len(list(same))
        if run:
            said[numbers[run]].append(signs[begin:end])
        begin = end
    return {number: _scalar("".join(found)) for number, found in said.items() if number >= 0}


def _number(run: int) -> int:
    return int(pdfium.FPDFPageObj_GetMarkedContentID(ctypes.cast(run, pdfium.FPDF_PAGEOBJECT)))


_RUN_OF: Final = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""What a character belongs to, as a bare address: asked of each, an object for it takes longer than the answer."""


def _scalar(text: str) -> str:
    """Where the library gives a character as two halves, the character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
