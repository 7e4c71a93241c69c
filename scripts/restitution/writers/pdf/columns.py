"""Widths of a table's columns and the size of its letters: where there is room, no word is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

import msgspec

from restitution.pandoc import ast
from restitution.pandoc.grid import Cell, Table
from restitution.writers.pdf.letters import NO_WIDTH, SOFT_HYPHEN, cut, width_of

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points. Smaller letters are hard to read on paper."""
COMFORTABLE = 7.5
"""Points: above it, letters become smaller rather than that « Haute-Lande » ends a line at its hyphen."""
INSETS = ((6, 5.0), (12, 3.0), (10_000, 1.5))
"""Columns up to which a cell has this space at its left and its right, in points."""
NARROWEST = 9.0
"""Points: a table whose columns would be narrower is given cell after cell."""
LONGEST = 15.0
"""Ems: a longer word (an address) is cut rather than that it takes the room of the other columns."""
RIBBON = 1.5
"""How much higher than in smaller letters, their size allowed for, a table may be."""
LOWEST = 1.2
"""Ems: the narrowest column, where there is no room for all."""
MOST_LINES = 14
"""A table of no more lines is not cut."""
LIST_INDENT = 2.0
PICTURE = 6.0
"""Ems that a picture in a cell wishes for."""
REGULAR = 0.95
"""How wide regular letters are, those of bold being 1."""
PLACES = re.compile(f"[{SOFT_HYPHEN}{NO_WIDTH}]")
HYPHENATED = re.compile(r"[^-–]+[-–]*|[-–]+")


class Columns(msgspec.Struct, frozen=True):
    """How a table is set: size and inset in points, widths in points, insets included."""

    size: float
    inset: float
    widths: list[float]
    is_tight: bool = False
    """Whether words are cut at the end of lines, for lack of room."""

    def room(self, cell: Cell) -> float:
        """Points that the text of a cell may be wide."""
        return max(sum(self.widths[cell.x : cell.x + cell.columns]) - 2 * self.inset, 1.0)

    def longest(self, cell: Cell) -> float:
        """Ems of the longest word of a cell that is kept whole."""
        return min(self.room(cell) / self.size, LONGEST)


class _Wish(msgspec.Struct):
    """Ems that a column asks for: its longest word, the same cut at hyphens, its longest line, all its text."""

    word: float = 1.0
    part: float = 1.0
    line: float = 1.0
    text: float = 1.0


def fit_columns(table: Table, room: float) -> Columns | None:
    """How to set `table` in `room` points; None when it has more columns than can be shown side by side.

    The largest letters are taken by which no word is cut and no column of text becomes a ribbon; then those by
    which « Haute-Lande » ends a line at its hyphen.
    """
    count = len(table.widths)
    if room < count * NARROWEST:
        return None
    inset = next(inset for most, inset in INSETS if count <= most)
    wishes = _wishes(table)
    inner = room - 2 * inset * count
    tries = [(size, [wish.word for wish in wishes]) for size in SIZES if size >= COMFORTABLE]
    tries += [(size, [wish.part for wish in wishes]) for size in SIZES]
    fitting = [_set(wishes, least, size, inset, inner) for size, least in tries if sum(least) * size <= inner]
    fitting.append(_tight(wishes, inset, inner))
    heights = [_height(table, columns) / columns.size**2 for columns in fitting]
    return next(columns for columns, high in zip(fitting, heights, strict=True) if high <= RIBBON * min(heights))


def _set(wishes: list[_Wish], least: list[float], size: float, inset: float, inner: float) -> Columns:
    shared = _share(least, wishes, inner / size)
    return Columns(size, inset, [em * size + 2 * inset for em in shared])


def _tight(wishes: list[_Wish], inset: float, inner: float) -> Columns:
    """Where words have no room: columns after what they say."""
    size, count = SIZES[-1], len(wishes)
    ems = inner / size
    low = min(LOWEST, ems / count)
    weights = [sqrt(wish.text) for wish in wishes]
    widths = [low + (ems - low * count) * weight / sum(weights) for weight in weights]
    return Columns(size, inset, [em * size + 2 * inset for em in widths], is_tight=True)


def _height(table: Table, columns: Columns) -> float:
    """Points, about."""
    return columns.size * sum(_lines_of_rows(table, columns))


def holes(table: Table) -> list[Cell]:
    """Empty cells where rows are shorter than others: accessible PDF wants as many everywhere."""
    taken = {(x, y) for cell in table.cells for y in cell.span for x in range(cell.x, cell.x + cell.columns)}
    return [
        Cell(x=x, y=y, columns=1, rows=1, is_head=y < table.head_rows, blocks=[])
        for y in _rows(table)
        for x in range(len(table.widths))
        if (x, y) not in taken
    ]


def is_small(table: Table, columns: Columns) -> bool:
    """Whether a table is set whole on one page: it rather leaves room below than is cut after a line or two."""
    return sum(_lines_of_rows(table, columns)) <= MOST_LINES and all(cell.is_short for cell in table.cells)


def _lines_of_rows(table: Table, columns: Columns) -> list[int]:
    lines = [0] * len(_rows(table))
    for cell in table.cells:
        room = columns.room(cell) / columns.size
        found = sum(1 + int(width_of(line) / room) for line in ast.text(cell.blocks).splitlines() or [""])
        lines[cell.y] = max(lines[cell.y], found)
    return lines


def _rows(table: Table) -> range:
    return range(max(cell.span.stop for cell in table.cells))


def _wishes(table: Table) -> list[_Wish]:
    wishes = [_Wish() for _ in table.widths]
    for cell in table.cells:
        if cell.columns == 1:
            _add(wishes[cell.x], _wish_of(cell))
    for cell in table.cells:
        if cell.columns > 1:
            _widen(wishes[cell.x : cell.x + cell.columns], _wish_of(cell))
    return wishes


def _add(wish: _Wish, asked: _Wish) -> None:
    wish.word, wish.part = max(wish.word, asked.word), max(wish.part, asked.part)
    wish.line = max(wish.line, asked.line)
    wish.text += asked.text


def _widen(columns: list[_Wish], asked: _Wish) -> None:
    """Columns that a merged cell stands over hold its longest word together."""
    for name in ("word", "part"):
        lacking = getattr(asked, name) - sum(getattr(column, name) for column in columns)
        for column in columns if lacking > 0 else ():
            setattr(column, name, getattr(column, name) + lacking / len(columns))


def _wish_of(cell: Cell) -> _Wish:
    kinds = kinds_in(cell.blocks)
    scale = 1.0 if cell.is_head or "Strong" in kinds else REGULAR
    indent = LIST_INDENT * sum(kind in {"BulletList", "OrderedList", "Table"} for kind in kinds)
    wish = _Wish()
    if "Image" in kinds:
        wish.word = wish.part = PICTURE
    for line in ast.text(cell.blocks).split("\n"):
        for word in line.split(" "):
            pieces = PLACES.split(cut(word, LONGEST))
            parts = [part for piece in pieces for part in HYPHENATED.findall(piece)]
            wish.word = max(wish.word, max(map(width_of, pieces), default=0) * scale + indent)
            wish.part = max(wish.part, max(map(width_of, parts), default=0) * scale + indent)
        wish.line = max(wish.line, width_of(line) * scale + indent)
        wish.text += width_of(line)
    return wish


def kinds_in(node: Any) -> list[str]:
    """Kinds of all blocks and inlines below a node of the AST."""
    return list(_each_kind(node))


def _each_kind(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _each_kind(child)
    elif isinstance(node, dict) and "t" in node:
        yield node["t"]
        yield from _each_kind(node.get("c"))


def _share(least: Sequence[float], wishes: Sequence[_Wish], room: float) -> list[float]:
    """Each column's width: what it wants when that is little, else its share of what is left, long texts more."""
    widths, left = list(least), room - sum(least)
    more = [max(wish.line - low, 0) for wish, low in zip(wishes, least, strict=True)]
    waiting = set(range(len(widths)))
    while waiting:
        content = {x for x in waiting if more[x] <= left / len(waiting)}
        if not content:
            break
        for x in content:
            widths[x] += more[x]
            left -= more[x]
        waiting -= content
    weights = {x: wishes[x].text if waiting else sqrt(wishes[x].line) for x in waiting or range(len(widths))}
    for x, weight in weights.items():
        widths[x] += left * weight / sum(weights.values())
    return widths
