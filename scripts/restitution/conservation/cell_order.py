"""The leaves of a sheet in the order of its cells: tables that stand side by side are read one after the other.

A leaf says where it comes from. Ordered by what they say, and compared with the cells row by row, leaves that are
missing, doubled, moved or that name a wrong cell are all seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from restitution.model import GENERATED, LEAF, MASK, Block, Inline

CELL = re.compile(r"(?P<sheet>.*?)(?:, )?cellule (?P<column>[A-Z]+)(?P<row>[0-9]+)")
OURS = frozenset({GENERATED, MASK})
Place = tuple[str, int, int]


def in_cell_order(blocks: list[Block]) -> list[Block]:
    """A paragraph a leaf: those of cells by row, then column, within each run of leaves of one sheet."""
    told = [(place_of(leaf), leaf) for leaf in _leaves(blocks) if _says(leaf["c"][1])]
    ordered: list[Inline] = []
    for _, run in groupby(told, key=lambda pair: pair[0] and pair[0][0]):
        leaves = list(run)
        if leaves[0][0] is not None:
            leaves.sort(key=lambda pair: pair[0] or ("", 0, 0))
        ordered += [leaf for _, leaf in leaves]
    return [{"t": "Para", "c": [leaf]} for leaf in ordered]


def place_of(leaf: Inline) -> Place | None:
    """Sheet, row and column that a leaf says it comes from; None when it says no cell."""
    where = dict(leaf["c"][0][2]).get("where", "")
    found = CELL.fullmatch(where)
    if found is None:
        return None
    column = 0
    for letter in found["column"]:
        column = 26 * column + ord(letter) - 64
    return found["sheet"], int(found["row"]), column


def _leaves(node: Any) -> Iterator[Inline]:
    if isinstance(node, list):
        for part in node:
            yield from _leaves(part)
    elif isinstance(node, dict):
        if node.get("t") == "Span" and LEAF in node["c"][0][1]:
            yield node
        else:
            yield from _leaves(node.get("c"))


def _says(inlines: list[Inline]) -> bool:
    """Whether inlines hold words that are the writer's."""
    return any(
        _says(inline["c"][1])
        if inline["t"] in {"Link", "Span"} and OURS.isdisjoint(inline["c"][0][1])
        else inline["t"] == "Str"
        for inline in inlines
    )
