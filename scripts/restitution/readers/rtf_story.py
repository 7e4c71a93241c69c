"""A story of an RTF text (the body, a footnote, a text box): its paragraphs become blocks, lists and tables."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import msgspec

from restitution.model import Block
from restitution.pandoc import ast
from restitution.readers import rich
from restitution.readers.rtf_words import NUMERAL

MAX_TABLES_DEEP: Final = 4
ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
EDGE: Final = 40
"""Twips by which the edges of two cells of one column may differ."""


class Paragraph(msgspec.Struct, frozen=True):
    """What a paragraph is besides its text, when it ends."""

    heading: int = 0
    is_quote: bool = False
    depth: int = 0
    """How many tables it stands in."""
    level: int = 0
    mark: str | None = None
    """The bullet or number that the programme wrote before it."""


class Table(msgspec.Struct):
    """A table being read."""

    number: int
    rows: list[list[rich.Cell]] = []
    edges: list[list[int]] = []
    row: list[rich.Cell] = []
    cell: list[Block] = []
    items: list[rich.Item] = []


class Story:
    """Takes paragraphs and the ends of cells and rows; gives blocks. `places` counts paragraphs and tables."""

    def __init__(self, places: Places, *, is_note: bool = False) -> None:
        self.runs: list[rich.Run] = []
        self.boxes: list[Block] = []
        self._blocks: list[Block] = []
        self._items: list[rich.Item] = []
        self._tables: list[Table] = []
        self._places = places
        self.is_note = is_note

    @property
    def where(self) -> str:
        """Where the reader stands, as far as it is known before a table ends."""
        if self._tables:
            return f"tableau {self._tables[-1].number}"
        return f"paragraphe {self._places.paragraphs + 1}"

    def end_paragraph(self, paragraph: Paragraph) -> None:
        """The runs so far are a paragraph; the text boxes met in it follow."""
        runs, self.runs = self.runs, []
        if paragraph.heading:
            runs = [msgspec.structs.replace(run, look=run.look - {"Strong"}) for run in runs]
        content = rich.inlines(runs)
        depth = 0 if self.is_note else min(paragraph.depth, MAX_TABLES_DEEP)
        if not rich.is_blank(content):
            self._reach(depth)
            self._put(self._block(paragraph, content), paragraph)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._append(box)

    def end_cell(self, depth: int) -> None:
        """The cell at this depth ends."""
        if self.is_note:
            return
        self._reach(min(depth, MAX_TABLES_DEEP))
        table = self._tables[-1]
        self._flush_items()
        table.row.append(rich.Cell(table.cell))
        table.cell = []

    def end_row(self, depth: int, cells: list[CellShape]) -> None:
        """The row at this depth ends; `cells` are those that the text announced."""
        if self.is_note or not self._tables:
            return
        self._reach(max(1, min(depth, len(self._tables))))
        table = self._tables[-1]
        if table.cell or table.items:
            self.end_cell(len(self._tables))
        if not table.row:
            return
        row, table.row = table.row, []
        shapes = [*cells[: len(row)], *(CellShape() for _ in range(len(row) - len(cells)))]
        for cell, shape in zip(row, shapes, strict=True):
            cell.is_head = shape.is_head
        table.rows.append(row)
        table.edges.append(_edges(shapes))
        _merge(table, shapes)

    def done(self) -> list[Block]:
        """All blocks; open tables end here."""
        self._reach(0)
        self._flush_items()
        return self._blocks

    def _block(self, paragraph: Paragraph, content: ast.Inlines) -> Block:
        in_text = not self.is_note and not self._tables
        if in_text:
            self._places.paragraphs += 1
            content = ast.leaf(content, f"paragraphe {self._places.paragraphs}")
        if paragraph.heading and in_text:
            return ast.header(paragraph.heading, content)
        return ast.para(content)

    def _put(self, block: Block, paragraph: Paragraph) -> None:
        if paragraph.mark is not None and block["t"] == "Para" and not self.is_note:
            number, numeral = numbered(paragraph.mark)
            self._open_items().append(rich.Item(min(paragraph.level, 8), block, number, numeral))
        elif paragraph.is_quote and block["t"] == "Para" and not self.is_note:
            self._append({"t": "BlockQuote", "c": [block]})
        else:
            self._append(block)

    def _open_items(self) -> list[rich.Item]:
        return self._tables[-1].items if self._tables else self._items

    def _append(self, block: Block) -> None:
        self._flush_items()
        blocks = self._tables[-1].cell if self._tables else self._blocks
        if block["t"] == "BlockQuote" and blocks and blocks[-1]["t"] == "BlockQuote":
            blocks[-1]["c"] += block["c"]
        else:
            blocks.append(block)

    def _flush_items(self) -> None:
        items = self._open_items()
        if items:
            (self._tables[-1].cell if self._tables else self._blocks).extend(rich.lists(items))
            items.clear()

    def _reach(self, depth: int) -> None:
        """Close the tables deeper than `depth`, open those that lack."""
        while len(self._tables) > depth:
            self.end_row(len(self._tables), [])
            self._flush_items()
            table = self._tables.pop()
            for block in rich.table(_gathered(table), table.number):
                self._append(block)
        while len(self._tables) < depth:
            self._flush_items()
            self._places.tables += 1
            self._tables.append(Table(self._places.tables))


class Places(msgspec.Struct):
    """How many paragraphs and tables were read, in all stories."""

    paragraphs: int = 0
    tables: int = 0


class CellShape(msgspec.Struct):
    """A cell as its row announces it: right edge, whether it goes on from the one before or above."""

    edge: int = 0
    goes_on: bool = False
    from_above: bool = False
    is_head: bool = False


def _edges(shapes: list[CellShape]) -> list[int]:
    """Right edges of the cells, rising; none when the row did not say them all."""
    edges = [shape.edge for shape in shapes]
    return edges if all(a < b for a, b in pairwise(edges)) and all(edges) else []


def _merge(table: Table, shapes: list[CellShape]) -> None:
    """Empty cells that only continue another become None-like: marked by a span of 0."""
    for cell, shape in zip(table.rows[-1], shapes, strict=True):
        if shape.goes_on and not cell.blocks:
            cell.across = 0
        elif shape.from_above and not cell.blocks:
            cell.down = 0


def _gathered(table: Table) -> list[list[rich.Cell]]:
    """The rows with their spans: across by the edges that all rows share, down by the cells that continue."""
    columns = _columns(table.edges) if all(table.edges) else []
    above: dict[int, rich.Cell] = {}
    rows: list[list[rich.Cell]] = []
    for row, edges in zip(table.rows, table.edges, strict=True):
        rows.append([])
        start, here = 0, dict[int, rich.Cell]()
        for n, cell in enumerate(row):
            end = max(_column(columns, edges[n]) + 1, start + 1) if columns else start + 1
            across = end - start
            if cell.across == 0 and rows[-1]:
                rows[-1][-1].across += across
            elif cell.down == 0 and (top := above.get(start)) is not None and top.across == across:
                top.down += 1
                here[start] = top
            else:
                cell.across, cell.down = across, 1
                rows[-1].append(cell)
                here[start] = cell
            start = end
        above = here
    return rows


def _columns(edges: list[list[int]]) -> list[int]:
    """Right edges of the table's columns, those that nearly fall together taken for one."""
    columns: list[int] = []
    for edge in sorted(edge for row in edges for edge in row):
        if not columns or edge - columns[-1] > EDGE:
            columns.append(edge)
    return columns


def _column(columns: list[int], edge: int) -> int:
    return min(range(len(columns)), key=lambda n: abs(columns[n] - edge))


def numbered(mark: str) -> tuple[int | None, str]:
    """Number and numeral of a list's mark; None for a bullet, also one that is a letter of a font of signs."""
    found = NUMERAL.fullmatch(mark)
    letter = mark.strip()
    if not found or (len(letter) == 1 and not letter.isdigit()):
        return None, "Decimal"
    digits, small, capital, roman, big = found.groups()
    if digits:
        return int(digits), "Decimal"
    if small or capital:
        return ord((small or capital).lower()) - ord("a") + 1, "LowerAlpha" if small else "UpperAlpha"
    return _roman((roman or big).lower()), "LowerRoman" if roman else "UpperRoman"


def _roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    total = sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))
    return max(total, 1)
