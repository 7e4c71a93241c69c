"""Signs that follow each other on one line of a page, in one column: what all else is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from restitution.readers.pdf.raw import Box, Page, Sign

APART: Final = 1.2
"""Of the size of letters: a wider gap parts columns, or cells."""
A_BLANK: Final = 0.22
"""Of the size of letters: a gap from which two words are two."""
BULLET: Final = 2.5
"""Times the size of letters: how far before its line a bullet stands, at most."""
ACCENTS: Final = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "^": "\u0302",
    "¨": "\u0308",
    "¸": "\u0327",
    "˜": "\u0303",
}
RAISED: Final = 0.45
"""Of the size of letters: how far a note's number stands above its line, or a formula's below."""
SAME_ROW: Final = 0.5
"""Of the height of the smaller one: how much two pieces must share to stand on one row."""
ASCENT, DESCENT = 0.8, 0.22
"""Of the size of letters: what they take above their baseline, and below it."""


class Piece(msgspec.Struct, eq=False):
    """Signs side by side; `box`: what their letters take, without the room that their font asks for."""

    signs: list[Sign]
    box: Box

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes = [sign.style.size for sign in self.signs if sign.text.strip()] or [1.0]
        return max(set(sizes), key=sizes.count)

    @property
    def base(self) -> float:
        """How far from the top its baseline is: that of its largest letters."""
        return max(self.signs, key=lambda sign: sign.style.size).base

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(sign.text for sign in self.signs)

    @property
    def turn(self) -> int:
        """Degrees by which it leans."""
        return self.signs[0].style.turn


def pieces_of(page: Page) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a page that are seen, and those that are not: without ink, or beside the paper."""
    seen: list[Piece] = []
    unseen: list[Piece] = []
    for line in page.lines:
        for signs in _parted(_composed(line)):
            piece = piece_of(signs)
            if piece is not None:
                (seen if _is_seen(piece, page) else unseen).append(piece)
    return [_with_bullet(piece, page.dots) for piece in seen], unseen


def _composed(line: Sequence[Sign]) -> Iterator[Sign]:
    """The signs of a line; an accent that an old program drew above its letter, and the letter, are one."""
    rest = iter(line)
    for sign in rest:
        mark = ACCENTS.get(sign.text)
        letter = next(rest, None) if mark else None
        if letter is None or not mark:
            yield sign
            continue
        whole = unicodedata.normalize("NFC", letter.text.replace("ı", "i") + mark)
        middle = (sign.left + sign.right) / 2
        if len(whole) == 1 and letter.left - 0.5 < middle < letter.right + 0.5:
            letter.text = whole
        else:
            yield sign
        yield letter


def _with_bullet(piece: Piece, dots: Sequence[Box]) -> Piece:
    """A piece with the bullet that is drawn before it, not written."""
    size = piece.size
    middle = piece.base - 0.3 * size
    for dot in dots:
        is_level = abs((dot.top + dot.bottom) / 2 - middle) < size / 3
        if is_level and 0 < piece.box.left - dot.right < BULLET * size:
            first = piece.signs[0]
            places = (dot.left, first.top, dot.right, first.bottom, first.base, first.style)
            signs = [Sign("•", *places), Sign(" ", *places), *piece.signs]
            return Piece(signs, msgspec.structs.replace(piece.box, left=dot.left))
    return piece


def piece_of(signs: Sequence[Sign]) -> Piece | None:
    """A piece without blanks at its ends; None when it shows nothing."""
    shown = [place for place, sign in enumerate(signs) if sign.text.strip()]
    if not shown:
        return None
    kept = list(_with_blanks(signs[shown[0] : shown[-1] + 1]))
    return Piece(kept, _around(kept))


def _around(signs: Sequence[Sign]) -> Box:
    left, right = min(sign.left for sign in signs), max(sign.right for sign in signs)
    if not signs[0].style.upright:
        return Box(left, min(sign.top for sign in signs), right, max(sign.bottom for sign in signs))
    top = min(sign.base - ASCENT * sign.style.size for sign in signs)
    return Box(left, top, right, max(sign.base + DESCENT * sign.style.size for sign in signs))


def _is_seen(piece: Piece, page: Page) -> bool:
    box = piece.box
    on_paper = box.right > 0 and box.bottom > 0 and box.left < page.width and box.top < page.height
    return on_paper and piece.signs[0].style.visible


def _parted(line: Iterable[Sign]) -> Iterator[list[Sign]]:
    """The signs of a line, parted where they jump."""
    part: list[Sign] = []
    last: Sign | None = None
    for sign in line:
        if not sign.text.strip():
            part.append(sign)
            continue
        if last is not None and _jumps(last, sign):
            yield part
            part = []
        part.append(sign)
        last = sign
    yield part


def _jumps(last: Sign, sign: Sign) -> bool:
    """Whether a sign does not follow the last one on its line."""
    size = max(last.style.size, sign.style.size)
    if last.style.turn != sign.style.turn or last.style.visible != sign.style.visible:
        return True
    if not sign.style.upright:
        return False
    if abs(sign.base - last.base) > RAISED * size:
        return True
    return sign.left - last.right > APART * size or sign.right < last.left - 0.1 * size


def _with_blanks(signs: Sequence[Sign]) -> Iterator[Sign]:
    """The signs, one blank between words, also where only a gap says so."""
    last: Sign | None = None
    for sign in signs:
        is_blank = not sign.text.strip()
        if last is not None and not is_blank and last.text.strip() and sign.style.upright:
            gap = sign.left - last.right
            if gap > A_BLANK * min(last.style.size, sign.style.size):
                yield Sign(" ", last.right, last.top, sign.left, last.bottom, last.base, last.style, last.href)
        if not (is_blank and last is not None and not last.text.strip()):
            yield sign
        last = sign


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand side by side, row after row from the top, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.box.top + one.box.bottom, one.box.left)):
        near = next((row for row in rows[-3:] if _side_by_side(row[0].box, piece.box)), None)
        if near is None:
            rows.append([piece])
        else:
            near.append(piece)
    return [sorted(row, key=lambda one: one.box.left) for row in rows]


def _side_by_side(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def joined(row: Sequence[Piece], *, is_stretched: bool = False) -> Piece:
    """The pieces of a row as one, a blank where they part: a wide one, unless a program stretched the line."""
    signs = list(row[0].signs)
    for before, piece in pairwise(row):
        last = before.signs[-1]
        gap = piece.box.left - before.box.right
        blank = (
            "\u2003"
            if gap > APART * piece.size and not is_stretched
            else " "
            if gap > A_BLANK * piece.size
            else ""
        )
        if blank:
            signs.append(Sign(blank, last.right, last.top, piece.box.left, last.bottom, last.base, last.style))
        signs += piece.signs
    boxes = [piece.box for piece in row]
    box = Box(boxes[0].left, min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes))
    return Piece(signs, box)
