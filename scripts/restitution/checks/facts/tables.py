"""Tables of indicators as figures: territories or years in columns, or one column of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from restitution.checks.facts.numbers import is_title_of_years, years_in
from restitution.domain import says_nothing
from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast
from restitution.settings import Settings

VALUE: Final = frozenset({"valeur", "valeurs", "chiffre", "chiffres", "nombre", "resultat"})
YEAR: Final = re.compile(r"\b(?:annees?|millesimes?|dates?)\b")


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that holds a value of an indicator."""

    label: str
    text: str
    where: str
    territory: str = ""
    years: frozenset[str] = frozenset()


Grid = list[list[tuple[str, str]]]
"""Rows of cells: text and place; a merged cell stands in each place that it covers."""


def cells_of(block: Block, settings: Settings) -> Iterator[Cell]:
    """The values of a table, each with its indicator; none of a table whose heads are not understood."""
    rows, heads = grid(block)
    if len(rows) < 2 or len(rows[0]) < 2:
        return
    width = len(rows[0])
    titles = [
        " ".join(dict.fromkeys(row[column][0] for row in rows[:heads] if row[column][0]))
        for column in range(width)
    ]
    dated = next((n for n in range(1, width) if YEAR.search(folded(titles[n])) and not years_in(titles[n])), None)
    for row in rows[heads:]:
        label, where = row[0]
        if not label or says_nothing(label):
            continue
        for column in range(1, width):
            one = _cell(row, column, titles[column], dated, settings)
            if one and column != dated and one.text:
                yield msgspec.structs.replace(one, label=label, where=one.where or where)


def _cell(
    row: list[tuple[str, str]], column: int, title: str, dated: int | None, settings: Settings
) -> Cell | None:
    """The value in a column of a territory, of a year or of values."""
    text, where = row[column]
    years = years_in(row[0][0]) | (years_in(row[dated][0]) if dated is not None else frozenset())
    territories = settings.territory_named(title, advanced=True)
    if len(territories) == 1 and len(folded(title).split()) <= 6:
        return Cell(label="", text=text, where=where, territory=territories[0], years=years | _only(title))
    if is_title_of_years(title):
        return Cell(label="", text=text, where=where, years=years_in(title))
    if folded(title) in VALUE or (dated is not None and len(row) == 3):
        return Cell(label="", text=text, where=where, years=years)
    return None


def _only(title: str) -> frozenset[str]:
    found = years_in(title)
    return found if len(found) == 1 else frozenset()


def grid(block: Block) -> tuple[Grid, int]:
    """The cells of a table, and how many of its rows are heads."""
    head, bodies = block["c"][3], block["c"][4]
    inner = [row for body in bodies for row in body[2]]
    rows: list[Any] = [*head[1], *inner, *(row for body in bodies for row in body[3])]
    width = len(block["c"][2])
    filled: Grid = [[("", "")] * width for _ in rows]
    taken: set[tuple[int, int]] = set()
    for line, (_, cells) in enumerate(rows):
        column = 0
        for _, _, down, across, content in cells:
            while (line, column) in taken:
                column += 1
            span = next(ast.each_leaf(content), None)
            said = (" ".join(ast.text(content).split()), ast.leaf_where(span) if span else "")
            for place in ((line + d, column + a) for d in range(down) for a in range(across)):
                taken.add(place)
                if place[0] < len(filled) and place[1] < width:
                    filled[place[0]][place[1]] = said
            column += across
    return filled, _heads(filled, len(head[1]) + len(inner))


def _heads(grid: Grid, declared: int) -> int:
    """Rows of heads: the declared ones, and a row of years right below them."""
    heads = max(declared, 1)
    if len(grid) > heads and sum(is_title_of_years(text) for text, _ in grid[heads][1:]) >= 2:
        return heads + 1
    return heads
