"""The text of a tagged PDF, page by page, in the order of its tags.

Each piece of text carries a number that the tags refer to. A tag's place among its parent's children is the same
on every page, so the path of these places sorts all pieces into reading order: a paragraph or a cell that goes
on over a page comes whole again. What no tag refers to (running heads, numbers of pages, a table's head repeated
on the next page) is furniture of the page and is not read.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from restitution.conservation.published_verdict import HINT
from restitution.errors import Loss

HYPHEN = "\x02"
"""What the library gives for a hyphen at the end of a line."""
UNREADABLE = "le PDF écrit ne peut pas être relu"

Path = tuple[int, ...]


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
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Loss(UNREADABLE, HINT) from error
    reader = _Reader()
    try:
        for number in range(len(file)):
            reader.page(file[number])
    except pypdfium2.PdfiumError as error:
        raise Loss(UNREADABLE, HINT) from error
    finally:
        file.close()
    return Tagged(sorted(reader.pieces, key=lambda piece: piece.path), list(reader.alternatives.values()))


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.alternatives: dict[Path, str] = {}
        self._texts: dict[int, str] = {}

    def page(self, page: Any) -> None:
        """Read one page and let it go."""
        text_page = page.get_textpage()
        self._texts = _texts(text_page)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        if tree:
            for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                self._element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), (place,), ())
            pdfium.FPDF_StructTree_Close(tree)
        text_page.close()
        page.close()

    def _element(self, element: Any, path: Path, above: tuple[str, ...]) -> None:
        kind = _string(pdfium.FPDF_StructElement_GetType, element)
        kinds = (*above, kind)
        if kind == "Figure" and path not in self.alternatives:
            self.alternatives[path] = _string(pdfium.FPDF_StructElement_GetAltText, element)
        for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                self._element(child, (*path, place), kinds)
            else:
                number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
                if number in self._texts:
                    self.pieces.append(Piece((*path, place), kinds, self._texts[number]))


def _texts(text_page: Any) -> dict[int, str]:
    """Characters of a page by the number that tags refer to; without the blanks that the library guesses."""
    signs: dict[int, list[str]] = defaultdict(list)
    numbers: dict[int, int] = {}
    for place in range(pdfium.FPDFText_CountChars(text_page)):
        run = pdfium.FPDFText_GetTextObject(text_page, place)
        if run:
            address = ctypes.addressof(run.contents)
            if address not in numbers:
                numbers[address] = pdfium.FPDFPageObj_GetMarkedContentID(run)
            signs[numbers[address]].append(chr(pdfium.FPDFText_GetUnicode(text_page, place)))
    return {number: _scalar("".join(found)) for number, found in signs.items() if number >= 0}


def _scalar(text: str) -> str:
    """Where the library gives a character as two halves, the character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _string(ask: Callable[[Any, Any, int], int], element: Any) -> str:
    size = ask(element, None, 0)
    if size <= 2:  # nothing but the NUL at its end
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
