"""A sheet and its cells, as the readers of XLSX and ODS give them."""

from __future__ import annotations

from typing import Final

import msgspec

from restitution.readers.colours import Grid, Place

TALLEST_MERGE: Final = 1_000


class Cell(msgspec.Struct):
    """A cell: what it shows, the colour of its fill (`RRGGBB`), where it leads, whether its format hides it."""

    text: str = ""
    fill: str = ""
    link: str = ""
    unseen: bool = False
    formula: str = ""
    """Its formula, when its program kept no value of it: `text` then is ours."""

    @property
    def says(self) -> bool:
        """Whether it holds words or figures."""
        return bool(self.text.strip())


class Box(msgspec.Struct, frozen=True):
    """Text that floats over a sheet."""

    paragraphs: list[str]
    chart: bool = False


class Sheet(msgspec.Struct):
    """A sheet, its cells by row and column (from 1)."""

    name: str
    hidden: bool = False
    cells: dict[Place, Cell] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    """First row, first column, last row, last column."""
    comments: list[tuple[Place, str]] = []
    boxes: list[Box] = []
    pictures: int = 0
    pages: list[str] = []
    """Headers and footers."""
    rules: list[Place] = []
    """Where cells that a rule colours (conditional formatting) begin."""
    formulas: int = 0

    @property
    def says(self) -> bool:
        """Whether anything stands on it."""
        return any(cell.says for cell in self.cells.values()) or bool(self.boxes)

    def grid(self) -> Grid:
        """Text and fill of each cell, a merged one's fill all over it."""
        grid = {place: (cell.text, cell.fill) for place, cell in self.cells.items()}
        for row, column, last_row, last_column in self.merged:
            fill = self.cells.get((row, column), Cell()).fill
            if fill and (last_row - row + 1) * (last_column - column + 1) < TALLEST_MERGE:
                for r in range(row, last_row + 1):
                    for c in range(column, last_column + 1):
                        grid.setdefault((r, c), ("", fill))
        return grid
