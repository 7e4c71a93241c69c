"""Tables: where each cell stands, and how wide each column should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from restitution.model import Block
from restitution.pandoc import ast

WIDEST_WORD = 24
NARROWEST = 4
LONG_TEXT = 40
MOST_COLUMNS = 200
PICTURES = frozenset({"Image"})
LEFT = "left"
ALIGNS = {"AlignRight": "right", "AlignCenter": "center"}
LINKS = frozenset({"Link", "Note"})
TEXT = frozenset({"Plain", "Para"})
SHORT_TEXT, FEW_COLUMNS = 200, 8
TALLEST_HEAD, LONGEST_HEAD = 5, 1500


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell at column `x` and row `y`, over `columns` and `rows`."""

    x: int
    y: int
    columns: int
    rows: int
    is_head: bool
    blocks: list[Block]

    @property
    def span(self) -> range:
        """Its rows."""
        return range(self.y, self.y + self.rows)

    @property
    def is_short(self) -> bool:
        """Whether its lines surely fit on a page, when there are few columns: then they stay together."""
        simple = all(block["t"] in TEXT for block in self.blocks) and not ast.holds(self.blocks, PICTURES)
        return simple and len(ast.text(self.blocks)) <= SHORT_TEXT


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Cells in reading order, rows of the header, relative widths."""

    cells: list[Cell]
    head_rows: int
    repeats: bool
    """Whether the header may stand on each page: accessible PDF allows no link, hence no note, in a copy."""
    widths: list[int]
    aligns: list[str]
    """`left`, `center` or `right`, a column."""
    tall_rows: frozenset[int]
    """Rows of a cell that may be taller than a page."""

    @property
    def element(self) -> str:
        """Typst's `table` has headers; a table without any is a layout, as accessible PDF has it."""
        return "table" if self.head_rows else "grid"

    def may_break(self, cell: Cell) -> bool:
        """Whether a page may end inside of `cell`: an unbreakable cell keeps all its rows from breaking."""
        return len(self.widths) > FEW_COLUMNS or not self.tall_rows.isdisjoint(cell.span)


def read_table(content: Any) -> Table:
    """The table of pandoc's AST. No cell is lost: a span stays in its part, a long row adds columns."""
    _, _, columns, head, bodies, foot = content
    parts = [(head[1], True)]
    for _, _, heading, body in bodies:
        parts += [(heading, True), (body, False)]
    cells: list[Cell] = []
    height = 0
    for part, is_head in [*parts, (foot[1], False)]:
        rows = [row for row in part if row[1]]
        cells.extend(_place(rows, height, is_head=is_head))
        height += len(rows)
    count = max([len(columns), *(cell.x + cell.columns for cell in cells)])
    head_rows = _head_rows(cells, sum(1 for row in head[1] if row[1]))
    return Table(
        cells=cells,
        head_rows=head_rows,
        repeats=not ast.holds(head[1], LINKS),
        widths=_widths(cells, count),
        aligns=[ALIGNS.get(column[0]["t"], LEFT) for column in columns] + [LEFT] * (count - len(columns)),
        tall_rows=frozenset(row for cell in cells if not cell.is_short for row in cell.span),
    )


def _head_rows(cells: list[Cell], rows: int) -> int:
    """Rows of the header; none when it is so tall that a page could cut it, for a header is never broken."""
    head = [cell for cell in cells if cell.y < rows]
    total = sum(len(ast.text(cell.blocks)) for cell in head)
    fits = rows <= TALLEST_HEAD and total <= LONGEST_HEAD and all(cell.is_short for cell in head)
    return rows if fits else 0


def _place(rows: list[Any], top: int, *, is_head: bool) -> Iterator[Cell]:
    """Cells of one part: each in the first free column of its row, never over another nor beyond the part."""
    taken: set[tuple[int, int]] = set()
    for number, (_, cells) in enumerate(rows):
        x = 0
        for _, _, height, width, blocks in cells:
            while (x, number) in taken:
                x += 1
            tall = min(max(height, 1), len(rows) - number)
            wide = _free(taken, x, number, min(max(width, 1), MOST_COLUMNS))
            taken.update((x + dx, number + dy) for dx in range(wide) for dy in range(tall))
            yield Cell(x=x, y=top + number, columns=wide, rows=tall, is_head=is_head, blocks=blocks)
            x += wide


def _free(taken: set[tuple[int, int]], x: int, row: int, width: int) -> int:
    """How many of `width` columns are free from `x` on; a cell beside a tall one is cut where that one stands."""
    return next((number for number in range(1, width) if (x + number, row) in taken), width)


def _widths(cells: list[Cell], count: int) -> list[int]:
    """Share of each column: its longest word, and more for long texts, without starving the others."""
    widths = [NARROWEST] * count
    for cell in cells:
        if cell.columns == 1:
            text = ast.text(cell.blocks)
            word = max(map(len, text.split()), default=0)
            line = max(map(len, text.splitlines()), default=0)
            share = max(min(word, WIDEST_WORD), min(line, 12 + line // 5), NARROWEST)
            widths[cell.x] = max(widths[cell.x], min(share, LONG_TEXT))
    return widths
