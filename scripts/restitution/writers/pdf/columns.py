"""Widths of a table's columns and the size of its letters: where there is room, no word is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

import msgspec

from restitution.pandoc import ast
from restitution.pandoc.grid import Cell, Table

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
MOST_LINES = 14
"""A table of no more lines is not cut."""
LIST_INDENT = 2.0
PICTURE = 6.0
"""Ems that a picture in a cell wishes for."""
REGULAR = 0.95
"""How wide regular letters are, those of bold being 1."""
LETTERS = {
    0.3: "ijl.,:;'’!|· \u00a0\u202f",
    0.45: 'frtIJ-‑–()[]/_"“”°',
    0.53: "csz?«»",
    0.6: "aekvxygz0123456789€+=<>",
    0.7: "bdhnopquBCEFKLPRSTVXYZ#",
    0.82: "ADGHNOQU",
}
"""Ems: how wide letters of Noto Sans Bold are (its `hmtx` table), rounded up."""
WIDE, WIDEST = 1.0, 1.3
WIDTHS = {letter: width for width, letters in LETTERS.items() for letter in letters}
PARTS = re.compile(r"[^-–]*[-–]?")


class Columns(msgspec.Struct, frozen=True):
    """How a table is set. Widths, size and inset in points; `longest`: ems of the longest word kept whole."""

    size: float
    inset: float
    widths: list[float]
    longest: float


class _Wish(msgspec.Struct):
    """What a column asks for, in ems: its longest word, its longest word cut at hyphens, its longest line."""

    word: float = 1.0
    part: float = 1.0
    line: float = 1.0


def fit_columns(table: Table, room: float) -> Columns | None:
    """How to set `table` in `room` points; None when it has more columns than can be shown side by side."""
    count = len(table.widths)
    if room < count * NARROWEST:
        return None
    inset = next(inset for most, inset in INSETS if count <= most)
    inner = room - 2 * inset * count
    wishes = _wishes(table)
    words, parts = [wish.word for wish in wishes], [wish.part for wish in wishes]
    for size, least in [*((size, words) for size in SIZES if size >= COMFORTABLE), *((s, parts) for s in SIZES)]:
        if sum(least) * size <= inner:
            lines = [max(wish.line, low) for wish, low in zip(wishes, least, strict=True)]
            shared = _share(least, lines, inner / size)
            return Columns(size, inset, [em * size + 2 * inset for em in shared], LONGEST)
    longest = _level(parts, inner / SIZES[-1])
    return Columns(SIZES[-1], inset, [min(em, longest) * SIZES[-1] + 2 * inset for em in parts], longest)


def width_of(text: str) -> float:
    """How wide a text is in bold, in ems; rather too wide than too narrow."""
    return sum(WIDTHS.get(letter) or _other(letter) for letter in text)


def holes(table: Table) -> list[Cell]:
    """Empty cells where rows are shorter than others: accessible PDF wants as many everywhere."""
    taken = {(x, y) for cell in table.cells for y in cell.span for x in range(cell.x, cell.x + cell.columns)}
    return [
        Cell(x=x, y=y, columns=1, rows=1, is_head=y < table.head_rows, blocks=[])
        for y in _rows(table)
        for x in range(len(table.widths))
        if (x, y) not in taken
    ]


def is_small(table: Table, fitted: Columns) -> bool:
    """Whether a table is set whole on one page: it rather leaves room below than is cut after a line or two."""
    lines = [0] * len(_rows(table))
    for cell in table.cells:
        lines[cell.y] = max(lines[cell.y], _lines(cell, fitted))
    return sum(lines) <= MOST_LINES and all(cell.is_short for cell in table.cells)


def _lines(cell: Cell, fitted: Columns) -> int:
    width = sum(fitted.widths[cell.x : cell.x + cell.columns]) - 2 * fitted.inset
    return sum(
        1 + int(width_of(line) * fitted.size / width) for line in ast.text(cell.blocks).splitlines() or [""]
    )


def _rows(table: Table) -> range:
    return range(max(cell.span.stop for cell in table.cells))


def _other(letter: str) -> float:
    if letter.islower() and letter < "\u0180" and letter not in "mwœæ":
        return 0.7
    return WIDE if letter < "\u2e80" else WIDEST


def _wishes(table: Table) -> list[_Wish]:
    wishes = [_Wish() for _ in table.widths]
    merged = [cell for cell in table.cells if cell.columns > 1]
    for cell in table.cells:
        if cell.columns == 1:
            wish, asked = wishes[cell.x], _wish_of(cell)
            wish.word, wish.part = max(wish.word, asked.word), max(wish.part, asked.part)
            wish.line = max(wish.line, asked.line)
    for cell in merged:
        _widen(wishes[cell.x : cell.x + cell.columns], _wish_of(cell))
    return wishes


def _widen(columns: list[_Wish], asked: _Wish) -> None:
    """Columns that a merged cell stands over hold its longest word together."""
    for name in ("word", "part"):
        lacking = getattr(asked, name) - sum(getattr(column, name) for column in columns)
        for column in columns if lacking > 0 else ():
            setattr(column, name, getattr(column, name) + lacking / len(columns))


def _wish_of(cell: Cell) -> _Wish:
    scale = 1.0 if cell.is_head or "Strong" in _kinds(cell.blocks) else REGULAR
    indent = LIST_INDENT * sum(kind in {"BulletList", "OrderedList", "Table"} for kind in _kinds(cell.blocks))
    wish = _Wish()
    if "Image" in _kinds(cell.blocks):
        wish.word = wish.part = PICTURE
    for line in ast.text(cell.blocks).split("\n"):
        for word in re.split(r"[ \t\u200b]+", line):
            wish.word = max(wish.word, min(width_of(word) * scale, LONGEST) + indent)
            part = max(map(width_of, PARTS.findall(word)))
            wish.part = max(wish.part, min(part * scale, LONGEST) + indent)
        wish.line = max(wish.line, width_of(line) * scale + indent)
    return wish


def _kinds(node: Any) -> list[str]:
    return list(_each_kind(node))


def _each_kind(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _each_kind(child)
    elif isinstance(node, dict) and "t" in node:
        yield node["t"]
        yield from _each_kind(node.get("c"))


def _share(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Each column's width: what it wants when that is little, else its share of what is left, long texts more."""
    widths, left = list(least), room - sum(least)
    waiting = set(range(len(widths)))
    while waiting:
        content = {x for x in waiting if wanted[x] - least[x] <= left / len(waiting)}
        if not content:
            break
        for x in content:
            widths[x] = wanted[x]
            left -= wanted[x] - least[x]
        waiting -= content
    growing = waiting or range(len(widths))
    weights = {x: sqrt(wanted[x]) for x in growing}
    for x, weight in weights.items():
        widths[x] += left * weight / sum(weights.values())
    return widths


def _level(least: Sequence[float], room: float) -> float:
    """The width that no column may pass for all of them to have room."""
    left = room
    for number, width in enumerate(sorted(least)):
        level = left / (len(least) - number)
        if width >= level:
            return level
        left -= width
    return left
