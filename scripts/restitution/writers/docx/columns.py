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
    "cxLsçFSZ?": 0.46,
    "aàâgkvy": 0.50,
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


Cell = tuple[int, list[float]]
"""Its column, and how long each of its lines is."""


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
        for line in _lines(cell):
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
        widths = _lowest(least, most, _in_twips(rows[:MOST_ROWS], sizes[size] * 20, MARGINS[size]), room)
    return Columns([max(1, int(width)) for width in widths], size)


def _texts(row: Element, columns: list[_Column]) -> Iterator[Cell]:
    """Place of each cell that spans one column, and the lengths of its lines."""
    place = 0
    for cell in row.iterchildren(W + "tc"):
        span = positive(value(cell, "tcPr/gridSpan"), len(columns)) or 1
        if span == 1 and place < len(columns):
            columns[place].take(cell)
            yield place, [_letters(line) for line in _lines(cell)]
        place += span


def _in_twips(rows: list[list[Cell]], letter: float, margins: float) -> list[list[Cell]]:
    """The same with the width that each line needs in its column, in twentieths of a point."""
    return [[(place, [line * letter + margins for line in lines]) for place, lines in row] for row in rows]


def _lowest(least: list[float], most: list[float], rows: list[list[Cell]], room: int) -> list[float]:
    """Widths that make the table lowest: each bit of the room goes to the column that holds the rows up most.

    A cell whose lines all stand in its column holds nothing up, however many they are.
    """
    widths = list(least)
    step = (room - sum(widths)) / STEPS
    for _ in range(STEPS):
        gains = [0.0] * len(widths)
        for row in rows:
            place, lines = max(row, key=lambda cell: _height(widths[cell[0]], cell[1]), default=(0, []))
            gains[place] += sum(line for line in lines if line > widths[place]) / widths[place] ** 2
        broken = [full / width for full, width in zip(most, widths, strict=True)]
        wanting = gains if any(gains) else broken
        widths[max(range(len(widths)), key=wanting.__getitem__)] += step
    return widths


def _height(width: float, lines: list[float]) -> float:
    """How many lines a cell takes."""
    return sum(max(1.0, line / width) for line in lines)


def _lines(cell: Element) -> list[str]:
    """What stands on a line of its own in a wide cell."""
    lines: list[str] = []
    for paragraph in cell.iter(W + "p"):
        if paragraph.find(f".//{W}br") is None:
            lines.append(raw_words(paragraph))
            continue
        pieces = (node for run in paragraph.iter(W + "r") for node in run)
        lines += "".join("\n" if node.tag == W + "br" else raw_words(node) for node in pieces).split("\n")
    return lines


def _letters(text: str) -> float:
    return sum(_WIDTH_OF.get(letter, OTHER) for letter in text)
