"""Cuts the copy of a long Word document where it can be joined again, so that pandoc need not hold it whole.

pandoc takes a kilobyte for each letter of a long table: read in pieces, it takes what the longest of them needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import msgspec

from restitution.ooxml.word import Element, W, part_of, value
from restitution.ooxml.word_tables import cells_of

MOST: Final = 4_000
"""Paragraphs of a piece, those of tables included; more where there is no place to cut."""


class Piece(msgspec.Struct, frozen=True):
    """Blocks to read together; `continues`: the first is the rest of the table that ends the piece before."""

    blocks: list[Element]
    continues: bool = False


class _Unit(msgspec.Struct, frozen=True):
    """A block, or a part of a table that is longer than a piece."""

    block: Element
    weight: int
    may_begin: bool
    """Whether a piece may begin with it."""
    continues: bool = False


def pieces(body: list[Element]) -> list[Piece]:
    """The blocks of a copy in one piece, or more when they are many."""
    if sum(map(_weight, body)) <= MOST:
        return [Piece(body)]
    return list(_gathered(_units(body)))


def _gathered(units: Iterable[_Unit]) -> Iterator[Piece]:
    held, weight = list[_Unit](), 0
    for unit in units:
        if held and unit.may_begin and weight + unit.weight > MOST:
            yield _piece(held)
            held, weight = [], 0
        held.append(unit)
        weight += unit.weight
    yield _piece(held)


def _piece(units: list[_Unit]) -> Piece:
    return Piece([unit.block for unit in units], units[0].continues)


def _units(body: list[Element]) -> Iterator[_Unit]:
    bound = _bound_by_lists(body)
    for number, block in enumerate(body):
        may_begin = number > 0 and number not in bound and _is_free(body[number - 1], block)
        weight = _weight(block)
        if block.tag != W + "tbl" or weight <= MOST:
            yield _Unit(block, weight, may_begin)
            continue
        first, *others = _parts_of(block)
        yield _Unit(first, _weight(first), may_begin)
        yield from (_Unit(part, _weight(part), may_begin=True, continues=True) for part in others)


def _weight(block: Element) -> int:
    return sum(1 for _ in block.iter(W + "p")) if block.tag == W + "tbl" else 1


def _bound_by_lists(body: list[Element]) -> set[int]:
    """Places that stand within a list: its items are counted from its first one."""
    spans: dict[str, tuple[int, int]] = {}
    for number, block in enumerate(body):
        for node in block.iter(W + "numId"):
            key = node.get(W + "val", "")
            spans[key] = (spans.get(key, (number, 0))[0], number)
    return {place for first, last in spans.values() for place in range(first + 1, last + 1)}


def _is_free(before: Element, after: Element) -> bool:
    """Whether nothing joins two blocks: neither has a style, or one is a table."""
    return W + "tbl" in {before.tag, after.tag} or not (_style(before) or _style(after))


def _style(block: Element) -> str | None:
    return value(block, "pPr/pStyle")


def _parts_of(table: Element) -> Iterator[Element]:
    """A table as several, cut between rows that no merge joins; only the first has rows of heads."""
    rows = list(table.iterchildren(W + "tr"))
    if sum(1 for _ in table.iter(W + "numId")):
        yield table
        return
    first = True
    for some in _rows_together(rows):
        yield _table_of(table, some, first=first)
        first = False


def _rows_together(rows: list[Element]) -> Iterator[list[Element]]:
    held, weight = rows[:1], _weight_of_row(rows[0])
    for before, row in pairwise(rows):
        own = _weight_of_row(row)
        if weight + own > MOST and not _continues(row) and not _is_head(row) and not _is_head(before):
            yield held
            held, weight = [], 0
        held.append(row)
        weight += own
    yield held


def _weight_of_row(row: Element) -> int:
    return sum(1 for _ in row.iter(W + "p"))


def _continues(row: Element) -> bool:
    return any(value(cell, "tcPr/vMerge") == "continue" for cell in cells_of(row))


def _is_head(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}tblHeader") is not None


def _table_of(table: Element, rows: list[Element], *, first: bool) -> Element:
    made, properties = part_of("tbl"), part_of("tblPr")
    look = table.find(f"{W}tblPr/{W}tblLook")
    made.append(properties)
    if first and look is not None:
        properties.append(look)
    grid = part_of("tblGrid")
    grid.extend(
        part_of("gridCol", w=column.get(W + "w", "")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")
    )
    made.append(grid)
    made.extend(rows)
    return made
