"""How wide the columns of a table are, and how small its letters: no word breaks as long as a page can hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from restitution.ooxml.word import WP, Element, W, positive, raw_words, value

MARGINS = (180, 120, 50)
"""Both margins of a cell, in twentieths of a point, for each size of letters, from the best to the least."""
MOST = 31_680
STEPS, MOST_ROWS = 60, 80
WIDTHS = {
    " ijlîïI'’.,:;|!()[]-": 0.30,
    'frstJ/z"`°': 0.38,
    "cvxykLgsçaFSZ?": 0.46,
    "mwMW@œ%—…": 0.85,
    "DHGUNOQ&AV": 0.64,
}
"""Letters -> their width in bold Calibri, in their size; the others: `OTHER`."""
OTHER = 0.54
PIECE = re.compile(r"[^\s/-]*[/-]|[^\s/-]+")
"""What a line's end does not part."""
LONGEST = 13.0
"""Sizes of a letter that a piece is kept whole for; an address may break."""
TWIPS_EMU = 635
_WIDTH_OF = {letter: width for letters, width in WIDTHS.items() for letter in letters}


class Columns(msgspec.Struct, frozen=True):
    """Widths in twentieths of a point; `size`: place among the sizes of letters."""

    widths: list[int]
    size: int


class _Column(msgspec.Struct):
    """What a column needs: its longest piece and line (in sizes of a letter), its widest picture (twips)."""

    piece: float = 0
    line: float = 0
    picture: int = 0

    def take(self, cell: Element) -> None:
        """Counts a cell that is in this column alone."""
        for line in raw_words(cell).split("\n"):
            self.line = max(self.line, _letters(line))
            self.piece = max(self.piece, min(LONGEST, max(map(_letters, PIECE.findall(line)), default=0)))
        for extent in cell.iter(WP + "extent"):
            self.picture = max(self.picture, positive(extent.get("cx"), MOST * TWIPS_EMU) // TWIPS_EMU)

    def least(self, points: float) -> float:
        """Width in which no word breaks, in twentieths of a point."""
        return max(self.piece * points * 20, self.picture)

    def most(self, points: float) -> float:
        """Width in which no line breaks."""
        return max(self.line * points * 20, self.picture)


def columns_of(table: Element, room: int, sizes: Sequence[float]) -> Columns:
    """The columns of a table in a room; words stay whole in smaller letters before they break.

    `sizes`: of the letters that there are, in points of Calibri, from the best to the least.
    """
    columns = [_Column() for _ in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    rows = [list(_texts(row, columns)) for row in table.iterchildren(W + "tr")]
    needs = [[c.least(points) + margins for c in columns] for points, margins in zip(sizes, MARGINS, strict=True)]
    size = next((number for number, need in enumerate(needs) if sum(need) <= room), len(needs) - 1)
    least, most = needs[size], [c.most(sizes[size]) + MARGINS[size] for c in columns]
    if sum(most) <= room or sum(least) >= room:
        widths = most if sum(most) <= room else least
        widths = [width * room / max(1, sum(widths)) for width in widths]
    else:
        widths = _lowest(least, rows[:MOST_ROWS], room)
    return Columns([max(1, int(width)) for width in widths], size)


def _texts(row: Element, columns: list[_Column]) -> Iterator[tuple[int, float]]:
    """Place and length of the text of each cell that spans one column."""
    place = 0
    for cell in row.iterchildren(W + "tc"):
        span = positive(value(cell, "tcPr/gridSpan"), len(columns)) or 1
        if span == 1 and place < len(columns):
            columns[place].take(cell)
            yield place, _letters(raw_words(cell))
        place += span


def _lowest(widths: list[float], rows: list[list[tuple[int, float]]], room: int) -> list[float]:
    """Widths that make the table lowest: each bit of the room goes to the column that holds the rows up most."""
    widths = list(widths)
    step = (room - sum(widths)) / STEPS
    for _ in range(STEPS):
        gains = [0.0] * len(widths)
        for row in rows:
            height, place = max(((length / widths[place], place) for place, length in row), default=(0.0, 0))
            gains[place] += height / widths[place]
        widths[max(range(len(gains)), key=gains.__getitem__)] += step
    return widths


def _letters(text: str) -> float:
    return sum(_WIDTH_OF.get(letter, OTHER) for letter in text)
