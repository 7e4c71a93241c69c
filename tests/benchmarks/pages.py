"""Measures the pages of PDFs: what a person who turns them would find ugly, a line each.

    uv run python tests/benchmarks/pages.py [FICHIER.pdf …]     (by default, those of output/)

Lines beyond the margins, headings at the foot of a page, pages hardly filled, last lines of a paragraph alone at
the top of a page and first lines alone at its foot, words cut in cells.
"""

from __future__ import annotations

import ctypes
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

ROOT = Path(__file__).parents[2]
SIDE, HEAD, FOOT = 70.9, 76.5, 68.0
"""Points: margins of the template's pages."""
COVER_SIDE = 56.0
TOLERANCE = 2.5
HARDLY = 0.2
HEADINGS = frozenset({"H1", "H2", "H3", "H4"})
BLOCKS = frozenset({*HEADINGS, "P", "LBody", "TD", "TH", "Caption", "Note", "Lbl", "Code", "BlockQuote", "Div"})


class Line(msgspec.Struct):
    """A line of text: its box in points from the foot of the page, its tag, and which one it is."""

    left: float
    bottom: float
    right: float
    top: float
    tag: str
    element: tuple[int, ...]
    text: str


class Page(msgspec.Struct):
    """What stands on a page; `full`: the share of its height down to the last thing on it."""

    number: int
    width: float
    height: float
    lines: list[Line]
    lowest: float

    @property
    def full(self) -> float:
        return (self.height - HEAD - self.lowest) / (self.height - HEAD - FOOT)


def read_pages(data: bytes) -> list[Page]:
    """The pages of a tagged PDF, without what runs above and below the text."""
    file = pypdfium2.PdfDocument(data)
    found = [_page(file[number], number + 1) for number in range(len(file))]
    file.close()
    return found


def faults(pages: list[Page]) -> Iterator[tuple[int, str, str]]:
    """Page, what is wrong, and the words of it."""
    for before, page in zip([None, *pages], pages, strict=False):
        for line in page.lines:
            side = COVER_SIDE if page.number in {1, len(pages)} and len(pages) > 2 else SIDE
            if line.left < side - TOLERANCE or line.right > page.width - side + TOLERANCE:
                yield page.number, "hors des marges", line.text
            if line.bottom < FOOT - TOLERANCE - 20 or line.top > page.height - 30:
                yield page.number, "hors de la hauteur", line.text
        if page.number not in {1, len(pages)} and page.lines:
            yield from _ends(page, pages)
            if before and before.number > 1:
                yield from _split(before, page)
            if page.full < HARDLY:
                yield page.number, f"page remplie à {page.full:.0%}", page.lines[0].text


def _ends(page: Page, pages: list[Page]) -> Iterator[tuple[int, str, str]]:
    flow = [line for line in page.lines if line.tag != "Note"]
    last = min(flow, key=lambda line: line.bottom, default=None)
    is_end = page.number == len(pages)
    if last is not None and last.tag in HEADINGS and not is_end:
        yield page.number, "titre en bas de page", last.text


def _split(before: Page, page: Page) -> Iterator[tuple[int, str, str]]:
    """A paragraph that goes on from one page to the next: how many lines stand on each."""
    here, there = _of_paragraphs(page), _of_paragraphs(before)
    for element in here.keys() & there.keys():
        if len(here[element]) == 1:
            yield page.number, "fin d'alinéa isolée en haut", here[element][0].text
        if len(there[element]) == 1:
            yield before.number, "début d'alinéa isolé en bas", there[element][0].text


def _of_paragraphs(page: Page) -> dict[tuple[int, ...], list[Line]]:
    found: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for line in page.lines:
        if line.tag in {"P", "LBody"}:
            found[line.element].append(line)
    return found


def _page(page: Any, number: int) -> Page:
    width, height = page.get_size()
    text_page = page.get_textpage()
    tags = _tags(page)
    runs = _runs(text_page)
    lines = [line for at, letters in runs.items() if at in tags and at >= 0 for line in _lines(letters, *tags[at])]
    bottoms = [item.get_bounds()[1] for item in page.get_objects() if _is_content(item)]
    found = Page(number, width, height, _joined(lines), max(FOOT, min(bottoms, default=height - HEAD)))
    text_page.close()
    page.close()
    return found


def _is_content(item: Any) -> bool:
    return pdfium.FPDFPageObj_GetMarkedContentID(item) >= 0


def _tags(page: Any) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Number of a marked content -> the tag of its block, and the place of that tag in the tree."""
    found: dict[int, tuple[str, tuple[int, ...]]] = {}

    def visit(element: Any, path: tuple[int, ...], block: tuple[str, tuple[int, ...]]) -> None:
        kind = _kind(element)
        block = (kind, path) if kind in BLOCKS and block[0] != "Note" else block
        for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                visit(child, (*path, place), block)
            else:
                found[pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)] = block

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        visit(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), (place,), ("", ()))
    pdfium.FPDF_StructTree_Close(tree)
    return found


def _kind(element: Any) -> str:
    buffer = ctypes.create_string_buffer(100)
    size = pdfium.FPDF_StructElement_GetType(element, buffer, 100)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


Letter = tuple[str, float, float, float, float]


def _runs(text_page: Any) -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = defaultdict(list)
    for at in range(pdfium.FPDFText_CountChars(text_page)):
        item = pdfium.FPDFText_GetTextObject(text_page, at)
        if item:
            left, bottom, right, top = text_page.get_charbox(at)
            number = pdfium.FPDFPageObj_GetMarkedContentID(item)
            found[number].append((chr(pdfium.FPDFText_GetUnicode(text_page, at)), left, bottom, right, top))
    return found


def _lines(letters: list[Letter], tag: str, element: tuple[int, ...]) -> Iterator[Line]:
    """Letters of one run, a line for each height that they stand at; blanks have no place."""
    line: Line | None = None
    for char, left, bottom, right, top in letters:
        if char.isspace() or right <= left:
            if line:
                line.text += " "
        elif line is None or bottom > line.top or top < line.bottom:
            if line:
                yield line
            line = Line(left, bottom, right, top, tag, element, char)
        else:
            line.left, line.right = min(line.left, left), max(line.right, right)
            line.bottom, line.top = min(line.bottom, bottom), max(line.top, top)
            line.text += char
    if line:
        yield line


def _joined(lines: list[Line]) -> list[Line]:
    """Pieces of one block at one height are one line."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda line: line.element):
        same = next(
            (o for o in out if o.element == line.element and o.bottom < line.top and line.bottom < o.top), None
        )
        if same is None:
            out.append(line)
        else:
            same.left, same.right = min(same.left, line.left), max(same.right, line.right)
            same.bottom, same.top = min(same.bottom, line.bottom), max(same.top, line.top)
            same.text += line.text
    return out


def main(files: list[Path]) -> None:
    """Prints the faults of each file, and how full its pages are."""
    for path in files:
        pages = read_pages(path.read_bytes())
        for number, fault, words in faults(pages):
            print(f"{path.name}  p. {number:>3}  {fault} : {words[:70]}")
        share = sum(page.full for page in pages) / len(pages)
        print(f"{path.name} : {len(pages)} pages, remplies en moyenne à {share:.0%}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted((ROOT / "output").glob("*.pdf")))
