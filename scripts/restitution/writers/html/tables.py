"""Tables: heads that name their rows and columns, and a region that scrolls when there are many columns."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.grid import Cell, read_table

MANY_COLUMNS = 3
"""Columns from which words would be cut to pieces on a telephone: the table scrolls instead."""
SMALL_COLUMNS = 7
ALIGNMENTS = {"AlignRight": "droite", "AlignCenter": "centre"}
OURS = "gen_"
"""Begins the id of what the publication itself says: such a table names its rows in the first column."""


def table_block(
    content: Any, caption: Inlines, named_by: str, number: int, make: Callable[[list[Block]], list[Block]]
) -> list[Block]:
    """The table for pandoc. `caption`: made already; `named_by`: its id; `make`: makes a cell's blocks."""
    _, old_caption, columns, head, bodies, _ = content
    table = read_table(content)
    if not table.cells:
        return [ast.para(caption)] if caption else []
    head_rows = sum(1 for row in head[1] if row[1])
    ours = any(ast.leaf_id(leaf).startswith(OURS) for leaf in ast.each_leaf(old_caption[1]))
    row_heads = max([int(body[1]) for body in bodies] + [int(ours and head_rows > 0)])
    aligns = [ALIGNMENTS.get(column[0]["t"], "") for column in columns]
    aligns += [""] * (len(table.widths) - len(aligns))
    rows: list[Any] = [[ast.attributes(), []] for _ in range(max(cell.y + cell.rows for cell in table.cells))]
    for y, cells in groupby(table.cells, key=lambda cell: cell.y):
        rows[y][1] = [_cell(cell, cell.y < head_rows, row_heads, aligns[cell.x], make) for cell in cells]
    made: Block = {
        "t": "Table",
        "c": [
            ast.attributes(),
            [None, [{"t": "Plain", "c": caption}] if caption else []],
            [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in table.widths],
            [ast.attributes(), rows[:head_rows]],
            [[ast.attributes(), row_heads, [], rows[head_rows:]]],
            [ast.attributes(), []],
        ],
    }
    return [_framed(made, len(table.widths), named_by, number)]


def _cell(
    cell: Cell, in_head: bool, row_heads: int, align: str, make: Callable[[list[Block]], list[Block]]
) -> list[Any]:
    blocks = make(cell.blocks)
    scope = {}
    if in_head and blocks:
        scope = {"scope": "colgroup" if cell.columns > 1 else "col"}
    elif cell.x < row_heads:
        scope = {"scope": "rowgroup" if cell.rows > 1 else "row"}
    classes = [name for name in (align, "tete" if cell.is_head and not in_head else "") if name]
    return [ast.attributes("", classes, **scope), {"t": "AlignDefault"}, cell.rows, cell.columns, blocks]


def _framed(table: Block, columns: int, named_by: str, number: int) -> Block:
    """The table in a frame that keeps the page from scrolling sideways; the keyboard reaches it."""
    if columns < MANY_COLUMNS:
        return ast.div([table], "tableau")
    name = {"aria-labelledby": named_by} if named_by else {"aria-label": f"Tableau sans titre, {number}"}
    classes = ["tableau", "large", "serre"] if columns >= SMALL_COLUMNS else ["tableau", "large"]
    return {
        "t": "Div",
        "c": [ast.attributes("", classes, role="region", tabindex="0", **name), [table]],
    }
