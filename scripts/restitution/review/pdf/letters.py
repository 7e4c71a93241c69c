"""The text of a page, letter by letter, each with its place on the paper and its paragraph.

In a tagged PDF, as ours, the tags say what a paragraph is, also over a page's end: a tag's place among its
parent's children is the same on every page. In another one, lines that follow each other closely are one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import msgspec
import pypdfium2.raw as pdfium

from restitution.pdfium import text_of
from restitution.review.pdf.raw import Box
from restitution.review.returned import Where

Path = tuple[int, ...]
HYPHEN: Final = "\x02"
"""What the library gives for a hyphen at the end of a line."""
BLOCKS: Final = frozenset(
    {*("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "Caption", "LBody", "Lbl", "Note", "FENote")}
    | {*("TOCI", "BlockQuote", "Title", "Aside", "Formula", "Code", "Figure", "Index")}
)
"""Tags that part paragraphs from each other (ISO 32000-1, clause 14.8.4)."""
KINDS: Final[dict[str, Where]] = {"TD": "table", "TH": "table", "Note": "footnote", "FENote": "footnote"}
DEEPEST: Final = 200
"""Tags one inside the other."""
WIDER: Final = 1.15
"""Between two paragraphs, as against between two lines of one."""
FULL: Final = 0.85
"""Of the widest line: a shorter one ends its paragraph."""
BULLETS: Final = "•–▪◦·‣"
SAME_SIZE: Final = 0.15
"""By how much the letters of one paragraph differ in height."""


class Block(msgspec.Struct, frozen=True):
    """A paragraph: where its tag stands, what it is."""

    path: Path
    kind: Where = "body"
    tag: str = ""


class Letter(msgspec.Struct, eq=False):
    """A character of a page; a blank that the library guessed has no box."""

    text: str
    page: int
    box: Box | None
    block: Block
    ends_line: bool = False

    @property
    def center(self) -> tuple[float, float]:
        """Its middle, in points."""
        left, bottom, right, top = self.box or (0.0, 0.0, 0.0, 0.0)
        return (left + right) / 2, (bottom + top) / 2


class Tags(msgspec.Struct):
    """What the tags of a page say: number of a piece of text -> its paragraph, and what that is."""

    blocks: dict[int, Block] = {}


def letters_of(page: Any, number: int) -> list[Letter]:
    """The letters of a page, in the order in which they were drawn."""
    text_page = page.get_textpage()
    tags = _tags(page)
    letters = list(_letters(text_page, number, tags))
    text_page.close()
    if not tags.blocks:
        _group_lines(letters, number)
    return letters


def _letters(text_page: Any, number: int, tags: Tags) -> Iterator[Letter]:
    furniture = Block((1 << 30, number), "footer")
    pieces: dict[int, int] = {}
    block = furniture
    pending = ""
    for place in range(pdfium.FPDFText_CountChars(text_page)):
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, place))
        run = pdfium.FPDFText_GetTextObject(text_page, place)
        if not run:
            yield Letter(sign, number, None, block, ends_line=sign in "\r\n")
            continue
        if "\ud800" <= sign <= "\udbff":  # the first half of a character
            pending = sign
            continue
        address = ctypes.addressof(run.contents)
        if address not in pieces:
            pieces[address] = pdfium.FPDFPageObj_GetMarkedContentID(run)
        block = tags.blocks.get(pieces[address], furniture)
        text = (pending + sign).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        pending = ""
        yield Letter(text, number, _box(text_page, place), block)


def _box(text_page: Any, place: int) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, place, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _tags(page: Any) -> Tags:
    tags = Tags()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if tree:
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(tags, pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), (place,), Block(()))
        pdfium.FPDF_StructTree_Close(tree)
    return tags


def _walk(tags: Tags, element: Any, path: Path, block: Block) -> None:
    """The pieces below a tag; `block`: the nearest paragraph around it."""
    name = text_of(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    if name in BLOCKS:
        block = Block(path, KINDS.get(name, block.kind), name)
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child and len(path) < DEEPEST:
            _walk(tags, child, (*path, place), block)
        elif not child:
            piece = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if piece >= 0:
                tags.blocks[piece] = block if block.path else Block((*path, place))


def _group_lines(letters: list[Letter], number: int) -> None:
    """Gives each letter of a page without tags its paragraph: lines that follow as closely as most do are one."""
    lines = list(_lines(letters))
    gaps = sorted(gap for above, below in pairwise(lines) if (gap := _gap(above[0], below[0])) is not None)
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    full = max((_right(line) for line in lines), default=0.0) * FULL
    count = 0
    for place, line in enumerate(lines):
        gap = _gap(lines[place - 1][0], line[0]) if place else None
        is_close = gap is not None and gap <= usual * WIDER and _right(lines[place - 1]) >= full
        count += not is_close or line[0].text in BULLETS
        block = Block((number, count))
        for letter in line:
            letter.block = block


def _lines(letters: list[Letter]) -> Iterator[list[Letter]]:
    """The lines of a page, each with what ends it; what is seen comes first."""
    line: list[Letter] = []
    for letter in letters:
        if line and letter.box is not None and line[-1].ends_line:
            yield line
            line = []
        if line or letter.box is not None:
            line.append(letter)
    if line:
        yield line


def _right(line: list[Letter]) -> float:
    """Where a line ends on the page."""
    return max(letter.box[2] for letter in line if letter.box is not None)


def _gap(above: Letter, below: Letter) -> float | None:
    """From a line to the next one, in points; None when it is not below, or its letters are of another size."""
    if above.box is None or below.box is None:
        return None
    height, other = above.box[3] - above.box[1], below.box[3] - below.box[1]
    gap = above.box[3] - below.box[3]
    return gap if abs(height - other) <= SAME_SIZE * max(height, other) and gap > 0 else None
