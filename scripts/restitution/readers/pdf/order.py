"""The order in which a person reads what stands on a page: down each column, columns from the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import msgspec

from restitution.readers.pdf.grids import Grid
from restitution.readers.pdf.pieces import Piece, joined, rows_of
from restitution.readers.pdf.raw import Box

NARROWEST: Final = 7.0
"""Points between two columns."""
FEWEST_ROWS: Final = 3
"""Rows with something on both sides from which a gap parts columns."""
FULL: Final = 0.55
"""Of a column's width: what its lines take, half of them at least. Shorter ones side by side are a table's."""
STRETCHED: Final = 0.15
"""Of the size of letters: how near to the edges of the others a line that was stretched begins and ends."""
FEWEST_STRETCHED: Final = 2
WIDE: Final = 10
"""Times the size of letters: what a column of text is wide, at least."""
ALIGNED: Final = 0.25
"""Of the size of letters: within it, two baselines are one."""


class Region(msgspec.Struct, eq=False):
    """What is read from top to bottom in one column: lines, or a table."""

    lines: list[Piece] = []
    grid: Grid | None = None

    @property
    def left(self) -> float:
        """Where its lines begin."""
        return min(line.box.left for line in self.lines)

    @property
    def right(self) -> float:
        """Where its lines end."""
        return max(line.box.right for line in self.lines)


class _Gap(msgspec.Struct):
    """A room between columns: from where to where, over which rows, on how many of them both sides speak."""

    left: float
    right: float
    first: int
    last: int
    both: int


def regions_of(pieces: Sequence[Piece], grids: Sequence[Grid]) -> list[Region]:
    """All that stands upright on a page, in the order of reading."""
    out: list[Region] = []
    rest = list(pieces)
    for grid in grids:  # a table takes the width: what is above it comes first
        beside = [piece for piece in rest if _is_beside(piece.box, grid.box)]
        above = [piece for piece in rest if piece.box.top < grid.box.top and piece not in beside]
        left = [piece for piece in beside if piece.box.right <= grid.box.left]
        out += [*_columns(above), *_columns(left), Region(grid=grid)]
        gone = {id(piece) for piece in [*above, *left]}
        rest = [piece for piece in rest if id(piece) not in gone]
    return [*out, *_columns(rest)]


def _is_beside(box: Box, table: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    return table.top <= middle <= table.bottom


def _columns(pieces: Sequence[Piece]) -> list[Region]:
    """Pieces in columns where there are some, else row by row."""
    rows = rows_of(pieces)
    gap = _best_gap(rows)
    if gap is None:
        return [Region(lines=_lines(rows))] if rows else []
    inside = [piece for row in rows[gap.first : gap.last + 1] for piece in row]
    middle = (gap.left + gap.right) / 2
    return [
        *_columns([piece for row in rows[: gap.first] for piece in row]),
        *_columns([piece for piece in inside if piece.box.left < middle]),
        *_columns([piece for piece in inside if piece.box.left >= middle]),
        *_columns([piece for row in rows[gap.last + 1 :] for piece in row]),
    ]


def _lines(rows: list[list[Piece]]) -> list[Piece]:
    """Each row as a line; one that reaches from edge to edge as others do was only stretched."""
    lines = [joined(row) for row in rows]
    whole = [line for line, row in zip(lines, rows, strict=True) if len(row) == 1]
    edges = [(line.box.left, line.box.right) for line in whole or lines]
    return [
        joined(row, is_stretched=len(row) > 1 and _is_stretched(line, edges))
        for line, row in zip(lines, rows, strict=True)
    ]


def _is_stretched(line: Piece, edges: list[tuple[float, float]]) -> bool:
    near = STRETCHED * line.size
    begins = any(abs(line.box.left - left) <= near for left, _ in edges)
    return begins and sum(abs(line.box.right - right) <= near for _, right in edges) >= FEWEST_STRETCHED


def _best_gap(rows: list[list[Piece]]) -> _Gap | None:
    """The gap over the most rows, when what it parts is written in columns."""
    gaps = [gap for gap in _gaps(rows) if gap.both >= FEWEST_ROWS and _parts_columns(rows, gap)]
    return max(gaps, key=lambda gap: (gap.both, gap.right - gap.left), default=None)


def _gaps(rows: list[list[Piece]]) -> Iterator[_Gap]:
    """Each room between two pieces of a row, followed up and down as far as nothing crosses it."""
    known: list[_Gap] = []
    for number, row in enumerate(rows):
        for before, piece in pairwise(row):
            left, right = before.box.right, piece.box.left
            middle = (left + right) / 2
            if right - left < NARROWEST or any(_is_known(gap, number, middle) for gap in known):
                continue
            known.append(_followed(rows, number, left, right))
            yield known[-1]


def _is_known(gap: _Gap, number: int, middle: float) -> bool:
    return gap.first <= number <= gap.last and gap.left <= middle <= gap.right


def _followed(rows: list[list[Piece]], number: int, left: float, right: float) -> _Gap:
    gap = _Gap(left, right, number, number, 1)
    for step in (-1, 1):
        place = number + step
        while 0 <= place < len(rows):
            narrowed = _narrowed(rows[place], gap)
            if narrowed is None:
                break
            gap.left, gap.right, has_both = narrowed
            gap.both += has_both
            gap.first, gap.last = min(gap.first, place), max(gap.last, place)
            place += step
    return gap


def _narrowed(row: list[Piece], gap: _Gap) -> tuple[float, float, bool] | None:
    """The gap as far as a row leaves it free; None when the row crosses it."""
    middle = (gap.left + gap.right) / 2
    before = [piece.box.right for piece in row if piece.box.left < middle]
    behind = [piece.box.left for piece in row if piece.box.left >= middle]
    left, right = max([gap.left, *before]), min([gap.right, *behind])
    if right - left < NARROWEST:
        return None
    return left, right, bool(before and behind)


def _parts_columns(rows: list[list[Piece]], gap: _Gap) -> bool:
    """Whether what stands on both sides are lines of columns, not cells of rows."""
    middle = (gap.left + gap.right) / 2
    inside = rows[gap.first : gap.last + 1]
    sides = (
        [[piece for piece in row if piece.box.left < middle] for row in inside],
        [[piece for piece in row if piece.box.left >= middle] for row in inside],
    )
    if not _are_aligned(inside, middle):
        return True
    return all(_fill(side) >= FULL and _width(side) >= WIDE * _size(side) for side in sides)


def _size(side: list[list[Piece]]) -> float:
    """The size of the letters of a column."""
    return median(piece.size for row in side for piece in row)


def _width(side: list[list[Piece]]) -> float:
    lines = [row for row in side if row]
    return max(row[-1].box.right for row in lines) - min(row[0].box.left for row in lines)


def _fill(side: list[list[Piece]]) -> float:
    """How much of its column half of the lines take."""
    lines = [(row[0].box.left, row[-1].box.right) for row in side if row]
    width = max(right for _, right in lines) - min(left for left, _ in lines)
    return median((right - left) / width for left, right in lines) if width else 0.0


def _are_aligned(rows: list[list[Piece]], middle: float) -> bool:
    """Whether the lines of both sides stand on the same baselines, mostly: as rows of a table do."""
    places = [place for place, row in enumerate(rows) if row[0].box.left < middle <= row[-1].box.left]
    rows = rows[places[0] : places[-1] + 1]
    both = [row for row in rows if row[0].box.left < middle <= row[-1].box.left]
    aligned = sum(abs(row[0].base - row[-1].base) <= ALIGNED * row[0].size for row in both)
    alone = len(rows) - len(both)
    return aligned * 4 >= len(both) * 3 and alone <= len(both)
