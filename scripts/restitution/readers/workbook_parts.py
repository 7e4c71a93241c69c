"""Where the tables of a sheet stand: side by side, and which rows head one of them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from restitution.messages import folded
from restitution.readers.colours import LEGEND, WHITE, Grid, Place

FEWEST: Final = 2
"""Rows and columns that make a table."""

LONGEST_NUMBER: Final = 40

_NUMBER: Final = re.compile(r"[-+(]?[\d\s.,'/:%€$£°)]*\d[\d\s.,'/:%€$£°)]*")

Merged = Iterable[tuple[int, int, int, int]]
Columns = tuple[int, int]
"""First and last column of a part, both in it."""


def is_number(text: str) -> bool:
    """Whether a cell shows a figure: « 1 234,50 € », « 12 % », « 12/03/2026 »."""
    return len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text.strip()) is not None


def side_by_side(
    grid: Grid, rows: Sequence[int], merged: Merged, hidden: Container[int], legend: Container[Place]
) -> list[Columns]:
    """Columns of each table of these rows; one part where no blank column keeps two tables apart.

    A blank column inside a table is no such gap: what stands at its right must have its own labels, or be the
    legend of the colours.
    """
    cells = {place: cell for place, cell in grid.items() if place[0] in set(rows) and _shows(cell)}
    groups = _groups({column for _, column in cells}, _covered(rows, merged), hidden)
    parts = groups[:1]
    for group in groups[1:]:
        pair = [_within(cells, part) for part in (parts[-1], group)]
        if any(_is_legend(own, legend) for own in pair) or all(map(_stands_alone, pair)):
            parts.append(group)
        else:
            parts[-1] = (parts[-1][0], group[1])
    return parts


def _shows(cell: tuple[str, str]) -> bool:
    return bool(cell[0].strip()) or cell[1] not in {"", WHITE}


def _covered(rows: Sequence[int], merged: Merged) -> set[int]:
    """Columns that a merged cell ties to the one at their left."""
    spans = [(first, last) for top, first, bottom, last in merged if top <= rows[-1] and bottom >= rows[0]]
    return {column for first, last in spans for column in range(first, min(last, first + 1_000) + 1)}


def _groups(used: set[int], covered: set[int], hidden: Container[int]) -> list[Columns]:
    """Columns in use that follow each other; a hidden column, or a merged cell, is no gap."""
    groups: list[list[int]] = []
    for column in sorted(used):
        before = groups[-1][1] if groups else column
        if groups and all(between in covered or between in hidden for between in range(before + 1, column)):
            groups[-1][1] = column
        else:
            groups.append([column, column])
    return [(first, last) for first, last in groups]


def _within(cells: Grid, part: Columns) -> dict[Place, str]:
    """Texts of the cells of a part, those of colours alone too."""
    return {place: text.strip() for place, (text, _) in cells.items() if part[0] <= place[1] <= part[1]}


def _is_legend(own: dict[Place, str], legend: Container[Place]) -> bool:
    return all(place in legend or folded(text).startswith(LEGEND) for place, text in own.items())


def _stands_alone(own: dict[Place, str]) -> bool:
    """Whether the cells of a part are a table with labels of its own."""
    said = {place: text for place, text in own.items() if text}
    rows, columns = {row for row, _ in said}, {column for _, column in said}
    if len(rows) < FEWEST or len(columns) < FEWEST:
        return False
    first = min(columns)
    labels = [text for (row, column), text in sorted(said.items()) if column == first and row > min(rows)]
    return bool(labels) and 2 * sum(not is_number(text) for text in labels) > len(labels)


def head_height(texts: Sequence[Sequence[str]]) -> int:
    """How many of the first rows of a table head it: two where the first only groups what the second names.

    « Étiquettes de colonnes » above the columns of a pivot table, a unit or a year above half of them.
    """
    if len(texts) <= FEWEST:
        return 1
    first, second = ([text for text in row if text.strip()] for row in texts[:2])
    names = len(second) > len(first) and 2 * len(first) <= len(texts[0]) and not any(map(is_number, second))
    figures = any(is_number(text) for row in texts[2:] for text in row)
    return 2 if names and figures and len(first) > 1 else 1


def is_line(texts: Sequence[str]) -> bool:
    """Whether two cells above a table are a line of text: « Édité le | 12/03/2026 », « Service : | Habitat »."""
    label, value = texts
    return not is_number(label) and (is_number(value) or label.rstrip().endswith(":"))
