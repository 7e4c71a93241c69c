"""A simple table of pandoc's AST: one head row, one body, no merged cell."""

from __future__ import annotations

from typing import Any

from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

Cell = list[Block]


def simple_table(caption: Inlines, head: list[Cell], rows: list[list[Cell]], id_: str = "") -> Block:
    """A table whose columns are those of `head`; shorter rows are filled with empty cells.

    Raises `ValueError` when a row is longer than the head.
    """
    width = len(head)
    if any(len(row) > width for row in rows):
        raise ValueError("a row is longer than the head of its table")
    column = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    long: list[Block] = [{"t": "Plain", "c": caption}] if caption else []
    body = [ast.attributes(), 0, [], [_row(row, width) for row in rows]]
    return {
        "t": "Table",
        "c": [
            ast.attributes(id_),
            [None, long],
            [column for _ in range(width)],
            [ast.attributes(), [_row(head, width)]],
            [body],
            [ast.attributes(), []],
        ],
    }


def _row(cells: list[Cell], width: int) -> list[Any]:
    filled = [*cells, *([] for _ in range(width - len(cells)))]
    return [ast.attributes(), [[ast.attributes(), {"t": "AlignDefault"}, 1, 1, cell] for cell in filled]]
