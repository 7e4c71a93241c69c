"""Tables that are drawn with lines: where lines across and down meet, cells are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from restitution.readers.pdf.pieces import Piece, piece_of
from restitution.readers.pdf.raw import Box, Edge, Sign

NEAR: Final = 3.0
"""Points within which two lines are one, or meet."""
MOST_CROSSINGS: Final = 20_000
FEWEST: Final = 2
"""Cells with a text, and columns, from which lines make a table."""


class Cell(msgspec.Struct):
    """A cell: its place in the table, how far it extends, what stands in it."""

    box: Box
    row: int = 0
    column: int = 0
    down: int = 1
    across: int = 1
    pieces: list[Piece] = []


class Grid(msgspec.Struct, eq=False):
    """A table of a page."""

    box: Box
    cells: list[Cell]
    columns: list[float]
    """Where its columns begin."""
    page: int = 0

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.down for cell in self.cells)


def grids_of(edges: Iterable[Edge], pieces: Sequence[Piece]) -> tuple[list[Grid], list[Piece]]:
    """The tables of a page, from its top, and the pieces that stand in none."""
    grids: list[Grid] = []
    left = list(pieces)
    for boxes in _tables(_cells(_merged(edges))):
        grid = _grid(boxes)
        inside, outside = _split(left, grid)
        filled = [cell for cell in grid.cells if cell.pieces]
        if len(grid.columns) >= FEWEST and len(filled) >= FEWEST and inside:
            grids.append(grid)
            left = outside
    return sorted(grids, key=lambda grid: grid.box.top), left


def _merged(edges: Iterable[Edge]) -> tuple[list[Edge], list[Edge]]:
    """The lines across and those down, one where several lie on each other or go on from each other."""
    found: tuple[list[Edge], list[Edge]] = ([], [])
    for down in (False, True):
        at: list[float] = []
        lines: dict[float, list[Edge]] = defaultdict(list)
        for edge in sorted((e for e in edges if e.down is down), key=lambda e: e.at):
            if not at or edge.at - at[-1] > NEAR:
                at.append(edge.at)
            lines[at[-1]].append(edge)
        for place, same in lines.items():
            found[down].extend(_chained(down, place, same))
    return found


def _chained(down: bool, at: float, edges: list[Edge]) -> list[Edge]:
    out: list[Edge] = []
    for edge in sorted(edges, key=lambda e: e.start):
        if out and edge.start <= out[-1].end + NEAR:
            out[-1] = Edge(down, at, out[-1].start, max(out[-1].end, edge.end))
        else:
            out.append(Edge(down, at, edge.start, edge.end))
    return out


def _cells(lines: tuple[list[Edge], list[Edge]]) -> list[Box]:
    """The smallest rectangles between lines that meet at all four corners."""
    across, down = lines
    crossings: dict[tuple[float, float], tuple[Edge, Edge]] = {}
    for line in across:
        for other in down:
            meets = line.start - NEAR <= other.at <= line.end + NEAR
            if meets and other.start - NEAR <= line.at <= other.end + NEAR:
                crossings[other.at, line.at] = (line, other)
        if len(crossings) > MOST_CROSSINGS:
            return []
    lefts = sorted({left for left, _ in crossings})
    tops = sorted({top for _, top in crossings})
    found = (_cell(crossings, place, lefts, tops) for place in sorted(crossings, key=lambda p: (p[1], p[0])))
    return [box for box in found if box is not None]


def _cell(
    crossings: dict[tuple[float, float], tuple[Edge, Edge]],
    corner: tuple[float, float],
    lefts: list[float],
    tops: list[float],
) -> Box | None:
    """The smallest cell whose upper left corner this crossing is."""
    left, top = corner
    across, down = crossings[corner]
    for bottom in tops[bisect_left(tops, top) + 1 :]:
        if crossings.get((left, bottom), (None, None))[1] is not down:
            continue
        for right in lefts[bisect_left(lefts, left) + 1 :]:
            if crossings.get((right, top), (None, None))[0] is not across:
                continue
            below = crossings.get((right, bottom))
            beside = crossings[right, top][1]
            if below and below[0] is crossings[left, bottom][0] and below[1] is beside:
                return Box(left, top, right, bottom)
    return None


def _tables(cells: list[Box]) -> list[list[Box]]:
    """Cells that share a corner with each other, as tables."""
    by_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, box in enumerate(cells):
        for corner in ((box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom)):
            by_corner[corner].append(number)
    table_of = list(range(len(cells)))

    def root(number: int) -> int:
        while table_of[number] != number:
            table_of[number] = table_of[table_of[number]]
            number = table_of[number]
        return number

    for together in by_corner.values():
        for number in together[1:]:
            table_of[root(number)] = root(together[0])
    tables: dict[int, list[Box]] = defaultdict(list)
    for number, box in enumerate(cells):
        tables[root(number)].append(box)
    return [boxes for boxes in tables.values() if len(boxes) >= FEWEST]


def _grid(boxes: list[Box]) -> Grid:
    lefts = sorted({box.left for box in boxes})
    tops = sorted({box.top for box in boxes})
    cells = [
        Cell(
            box,
            row=tops.index(box.top),
            column=lefts.index(box.left),
            down=max(1, bisect_left(tops, box.bottom) - tops.index(box.top)),
            across=max(1, bisect_left(lefts, box.right) - lefts.index(box.left)),
        )
        for box in sorted(boxes, key=lambda one: (one.top, one.left))
    ]
    outer = Box(lefts[0], tops[0], max(box.right for box in boxes), max(box.bottom for box in boxes))
    return Grid(outer, cells, lefts)


def _split(pieces: Sequence[Piece], grid: Grid) -> tuple[int, list[Piece]]:
    """Puts what stands in a table into its cells, a piece cut where a line crosses it; gives the rest."""
    count = 0
    outside: list[Piece] = []
    for piece in pieces:
        if not _touches(piece.box, grid.box):
            outside.append(piece)
            continue
        parts: dict[int, list[Sign]] = defaultdict(list)
        last = -1
        for sign in piece.signs:
            last = _cell_at(grid, sign) if sign.text.strip() else last
            parts[last].append(sign)
        for number, signs in parts.items():
            part = piece_of(signs)
            if part is None:
                continue
            if number < 0:
                outside.append(part)
            else:
                grid.cells[number].pieces.append(part)
                count += 1
    return count, outside


def _touches(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _cell_at(grid: Grid, sign: Sign) -> int:
    across, down = (sign.left + sign.right) / 2, sign.base - sign.style.size * 0.3
    if not sign.style.upright:
        down = (sign.top + sign.bottom) / 2
    return next((number for number, cell in enumerate(grid.cells) if cell.box.holds(across, down)), -1)
