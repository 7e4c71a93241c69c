"""The blocks of one sheet: its heading, and for each part that blank rows leave, paragraphs and a table.

Alone at the head of a part, a cell is a paragraph (a title, a remark), and a label that the model knows with its
value is a line of identity. What a colour says is written, as `colours` understands it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import msgspec

from restitution.domain import field_of
from restitution.errors import UnreadableSource
from restitution.messages import folded, french_dates
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.reactions import are_heads
from restitution.readers import colours
from restitution.readers.colours import Legend, Meaning, Place
from restitution.readers.workbook_blocks import (
    Where,
    ast_cell,
    ast_table,
    box_blocks,
    cell_inlines,
    line_inlines,
    ours,
    text_inlines,
    titles,
)
from restitution.readers.workbook_cells import TALLEST_MERGE, Cell, Sheet
from restitution.readers.workbook_form import is_form, opens_section, two_columns
from restitution.readers.workbook_guided import GuidedRows, is_head
from restitution.readers.workbook_parts import Columns, head_height, is_line, side_by_side

MOST_CELLS: Final = 100_000
TOO_LARGE: Final = "Ce classeur a trop de cellules : partagez-le en plusieurs fichiers."
KEY: Final = "Lecture des couleurs : {}."
LEGEND_HEAD: Final = ("Couleur", "Signification")
NOTE_LENGTH: Final = 80
FEW_COLUMNS: Final = 6
"""Of coloured cells: beyond, a cell has room for the letter of its colour only, and a key stands above."""
WIDEST_FILL: Final = 40
"""Columns of colours alone that may follow the last one that says something."""

_NOTE: Final = re.compile(r"(?:sources?|notes?|nb|n\.b\.|légende|lecture|champ|\*)(?!\w)", re.IGNORECASE)


class SheetBlocks:
    """Makes the blocks of a sheet; `title` is the place of the cell that gives it its title, if one does."""

    def __init__(self, sheet: Sheet, where: Where, meanings: dict[str, Meaning], legend: Legend) -> None:
        self._sheet, self._where, self._meanings, self._legend = sheet, where, meanings, legend
        self._grid = sheet.grid()
        self._known = {colour for colour, meaning in meanings.items() if meaning.label}
        self._rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in sorted(sheet.cells.items()):
            self._rows[row][column] = cell
        self._merged = {(r, c): (last_r, last_c) for r, c, last_r, last_c in sheet.merged}
        self._regions = self._with_heads(list(self._parted()))
        self._heads: tuple[list[int], list[str]] = ([], [])
        self._has_key = False
        self._guided = GuidedRows(where)
        self.title = self._title()
        self.unexplained: set[str] = set()
        """Colours that are told by their name, for want of a legend."""

    def blocks(self, *, named: bool) -> list[Block]:
        """All blocks, under the sheet's name when it is to be `named`; text boxes come last."""
        blocks: list[Block] = []
        if named:
            blocks.append(ast.header(1, ast.leaf(text_inlines(self._sheet.name), self._where(None))))
        for number, rows in enumerate(self._regions):
            following = self._regions[number + 1] if number + 1 < len(self._regions) else []
            if self._is_guided_region(rows):
                blocks += self._guided_region(rows)
            else:
                blocks += self._region(rows, 2 if named else 1, following)
        for box in self._sheet.boxes:
            blocks += box_blocks(box, self._where(None))
        return blocks

    @property
    def is_guided(self) -> bool:
        """Whether it is a sheet to fill in."""
        return any(self._is_guided_head(row) for rows in self._regions for row in rows)

    @property
    def aside(self) -> list[tuple[Place, str]]:
        """What such a sheet says to its writer, and where."""
        return self._guided.aside

    def _is_guided_head(self, row: int) -> bool:
        return is_head([self._cell(row, column).text for column in self._said(row)])

    def _is_guided_region(self, rows: list[int]) -> bool:
        return self._guided.begun or any(map(self._is_guided_head, rows))

    def _guided_region(self, rows: list[int]) -> list[Block]:
        """The rows of a sheet to fill in; those above its head as they are."""
        blocks: list[Block] = []
        for row in rows:
            if self._is_guided_head(row):
                self._guided.open(row, self._rows[row])
            elif self._guided.begun:
                blocks += self._guided.blocks(row, self._rows[row])
            else:
                blocks += self._region([row], 1)
        return blocks

    def _parted(self) -> Iterator[list[int]]:
        """Rows that follow each other without a blank one; a hidden row is no blank."""
        hidden = self._sheet.hidden_rows
        said = {row for row, cells in self._rows.items() if any(cell.says for cell in cells.values())}
        for (row, column), (last, _) in self._merged.items():
            if self._cell(row, column).says:
                said |= set(range(row, min(last, row + TALLEST_MERGE) + 1))
        region: list[int] = []
        for row in sorted(said - hidden):
            is_apart = region and any(between not in hidden for between in range(region[-1] + 1, row))
            if is_apart and not any(map(self._heads_reactions, region)):
                yield region
                region = []
            region.append(row)
        if region:
            yield region

    def _heads_reactions(self, row: int) -> bool:
        """Whether a row heads a table of reactions, in which any row may be left blank."""
        return are_heads([self._cell(row, column).text for column in self._said(row)])

    def _with_heads(self, regions: list[list[int]]) -> list[list[int]]:
        """The regions, one row of heads alone above a blank row put back to its table."""
        joined: list[list[int]] = []
        for region in regions:
            heads = joined[-1] if joined else []
            columns = {column for row in region for column in self._said(row)}
            said = self._said(heads[0]) if len(heads) == 1 else []
            if len(said) > 1 and set(said) == columns and not self._is_identity(heads, 0, columns):
                joined[-1] = heads + region
            else:
                joined.append(region)
        return joined

    def _cell(self, row: int, column: int) -> Cell:
        return self._sheet.cells.get((row, column)) or Cell()

    def _said(self, row: int) -> list[int]:
        """Columns of the cells of a row that say something."""
        return [column for column, cell in self._rows[row].items() if cell.says] if row in self._rows else []

    def _width(self, row: int, column: int) -> int:
        return self._merged.get((row, column), (row, column))[1] - column + 1

    def _title(self) -> Place | None:
        """The cell that titles the sheet: alone in the first row, short, above something else."""
        if not self._regions or len(self._regions) + len(self._regions[0]) < 3:
            return None
        row = self._regions[0][0]
        columns = self._said(row)
        return (
            (row, columns[0]) if len(columns) == 1 and titles(self._cell(row, columns[0]).text.strip()) else None
        )

    def _region(self, rows: list[int], level: int, following: list[int] | None = None) -> list[Block]:
        """Paragraphs at the head and at the foot of a part, its form or its tables between."""
        columns = {column for row in rows for column in self._said(row)}
        blocks: list[Block] = []
        start, end = 0, len(rows)
        while start < end and (block := self._alone(rows, start, columns, level)):
            blocks.append(block)
            start += 1
        heads = start < end or (len(rows) == 1 and self._begins_table(following or []))
        if blocks and heads and self._is_heading(rows[start - 1]):
            blocks[-1] = ast.header(level + 1, self._leaf(rows[start - 1], self._said(rows[start - 1])[0]))
        while start < end and not self._said(rows[start]):
            start += 1
        while start < end and not self._said(rows[end - 1]):
            end -= 1
        if start < end and self._is_form(rows[start:end]):
            return [*blocks, *(block for row in rows[start:end] for block in self._answer(row, level))]
        parts = self._parts(rows[start:end]) if start < end else []
        if len(parts) > 1:
            return [*blocks, *(block for part in parts for block in self._part(rows[start:end], part, level))]
        foot: list[Block] = []
        while end > start + 1 and self._is_note(rows[end - 1]):
            end -= 1
            foot.insert(0, self._paragraph(rows[end]))
        return [*blocks, *(self._table(rows[start:end]) if start < end else []), *foot]

    def _begins_table(self, rows: list[int]) -> bool:
        return len(rows) > 1 and len(self._said(rows[0])) > 1 and not self._is_form(rows)

    def _parts(self, rows: list[int]) -> list[Columns]:
        sheet = self._sheet
        return side_by_side(self._grid, rows, sheet.merged, sheet.hidden_columns, self._legend.cells)

    def _part(self, rows: list[int], part: Columns, level: int) -> list[Block]:
        """The blocks of one of several tables that stand side by side."""
        (top, bottom), (first, last) = (rows[0], rows[-1]), part
        inside = {
            place: cell
            for place, cell in self._sheet.cells.items()
            if top <= place[0] <= bottom and first <= place[1] <= last
        }
        merged = [range_ for range_ in self._sheet.merged if (range_[0], range_[1]) in inside]
        alone = msgspec.structs.replace(self._sheet, cells=inside, merged=merged, boxes=[])
        made = SheetBlocks(alone, self._where, self._meanings, self._legend)
        made.title, made._has_key, made.unexplained = self.title, self._has_key, self.unexplained
        blocks = [block for own in made._regions for block in made._region(own, level)]
        self._has_key = made._has_key
        return blocks

    def _is_form(self, rows: list[int]) -> bool:
        """Whether each row is a label and its answer."""
        said = [self._said(row) for row in rows]
        if not two_columns(said) or any(place[0] in rows for place in self._merged):
            return False
        texts = [[self._cell(row, column).text for column in own] for row, own in zip(rows, said, strict=True)]
        return is_form([(own[0], own[-1]) for own in texts])

    def _answer(self, row: int, level: int) -> list[Block]:
        """A row of a form: a line of identity, or the heading of a section and its text."""
        said = self._said(row)
        if len(said) == 1:
            return [self._paragraph(row)]
        if not opens_section(*(self._cell(row, column).text for column in said)):
            return [self._identity(row, said)]
        cell = self._cell(row, said[1])
        lines = re.split(r"[\n\r\u2028\u2029]+", cell.text)
        where = self._where((row, said[1]))
        paragraphs = [ast.para(ast.leaf(line_inlines(cell, line), where)) for line in lines if line.strip()]
        return [ast.header(level + 1, self._leaf(row, said[0])), *paragraphs]

    def _alone(self, rows: list[int], at: int, columns: set[int], level: int) -> Block | None:
        """The paragraph, title or line of identity that a row makes; None when it is of a table."""
        row = rows[at]
        said = self._said(row)
        if said and (row, said[0]) == self.title:
            return ast.header(level, self._leaf(row, said[0]))
        if len(said) == 2 and self._is_identity(rows, at, columns):
            return self._identity(row, said)
        if len(said) != 1:
            return None
        colours_beside = {c for c, cell in self._rows[row].items() if cell.fill and not cell.says}
        told_by_legend = (row, said[0]) in self._legend.cells and self._is_named(row, said[0])
        if told_by_legend or self._width(row, said[0]) > 1 or (len(columns) == 1 and not colours_beside):
            return self._paragraph(row)
        leads = not colours_beside and said[0] == min(columns)
        return self._paragraph(row) if leads or self._heads_follow(islice(rows, at + 1, None), columns) else None

    def _is_identity(self, rows: list[int], at: int, columns: set[int]) -> bool:
        """Whether two cells are a line of identity or of text, and not the heads of a table."""
        said = self._said(rows[at])
        texts = [self._cell(rows[at], column).text.strip() for column in said]
        if any((rows[at], column) in self._merged for column in said):
            return False
        field, single = field_of(texts[0].rstrip(" :")), at + 1 == len(rows)
        if len(columns) == 2:
            return field is not None and (single or texts[0].endswith(":") or bool(french_dates(texts[1])))
        return (
            said[1] == said[0] + 1
            and self._heads_follow(islice(rows, at + 1, None), columns)
            and (field is not None or is_line(texts))
        )

    def _is_heading(self, row: int) -> bool:
        """Whether a line right above a table is its heading: short, no field, no sentence, no « Légende »."""
        said = self._said(row)
        text = self._cell(row, said[0]).text.strip() if len(said) == 1 and (row, said[0]) != self.title else ""
        is_plain = folded(text) not in colours.LEGEND and not _NOTE.match(text)
        return titles(text) and is_plain and len(text) <= NOTE_LENGTH

    def _heads_follow(self, below: Iterable[int], columns: set[int]) -> bool:
        """Whether the heads of columns stand in a row further down: what is above them is no line of the table."""
        first = next((width for row in below if (width := len(self._said(row))) > 1), 0)
        return first > 2 and 2 * first > len(columns)

    def _is_named(self, row: int, column: int) -> bool:
        """Whether the words of a legend name the colour themselves, and give its letter."""
        fills = (self._grid.get((row, c), ("", ""))[1] for c in (column - 1, column, column + 1))
        meaning = next((self._meanings[fill] for fill in fills if fill in self._known), None)
        text = self._cell(row, column).text.strip()
        return meaning is not None and text.startswith(meaning.letter) and meaning.name in text.lower()

    def _identity(self, row: int, said: list[int]) -> Block:
        """« Date : 12/03/2026 » of two cells."""
        label, value = (self._cell(row, column) for column in said)
        colon: Inlines = [] if label.text.rstrip().endswith(":") else ours(" :")
        inlines = [*cell_inlines(label), *colon, {"t": "Space"}, *cell_inlines(value)]
        return ast.para(ast.leaf(inlines, self._where((row, said[0]))))

    def _is_note(self, row: int) -> bool:
        """Whether the last row of a table is a remark below it."""
        said = self._said(row)
        if len(said) != 1 or any(cell.fill and not cell.says for cell in self._rows[row].values()):
            return False
        text = self._cell(row, said[0]).text.strip()
        return self._width(row, said[0]) > 1 or bool(_NOTE.match(text)) or len(text) > NOTE_LENGTH

    def _paragraph(self, row: int) -> Block:
        (column,) = self._said(row)
        return ast.para(self._leaf(row, column))

    def _leaf(self, row: int, column: int) -> Inlines:
        return ast.leaf(cell_inlines(self._cell(row, column)), self._where((row, column)))

    def _table(self, rows: list[int]) -> list[Block]:
        """The table of a part: columns that say nothing dropped, merged cells kept, colours told."""
        used = sorted({column for row in rows for column in self._said(row)})
        bare = self._colour_columns(rows, used)
        columns = sorted({*used, *bare})
        if len(rows) * len(columns) > 3 * MOST_CELLS:
            raise UnreadableSource(TOO_LARGE)
        spans = self._spans(rows, columns)
        heads = self._head_rows(rows, columns, spans)
        told = self._told(rows[heads:], columns, bare)
        short = len({column for _, column in told - self._legend.cells}) > FEW_COLUMNS
        lines = []
        for row in rows:
            cells = []
            for column in columns:
                down, across = spans.get((row, column), (1, 1))
                if down:
                    inlines = self._inlines(row, column, told, short=short)
                    leaf = ast.leaf(inlines, self._where((row, column))) if inlines else []
                    cells.append(ast_cell([{"t": "Plain", "c": leaf}] if leaf else [], down, across))
            lines.append([ast.attributes(), cells])
        head, body = lines[:heads], lines[heads:]
        if heads:
            self._heads = (columns, [self._cell(rows[heads - 1], column).text for column in columns])
        elif self._heads[0] == columns or self._is_legend(rows, columns):
            texts = LEGEND_HEAD if self._is_legend(rows, columns) else self._heads[1]
            head = [[ast.attributes(), [self._again(text) for text in texts]]]
        return [*self._key(told, short=short), ast_table(head, body, len(columns))]

    def _colour_columns(self, rows: list[int], used: list[int]) -> set[int]:
        """Columns of colours without words: among those that say something, or right beside them."""
        said = set(used)
        coloured = {
            column
            for row in rows
            for column, cell in self._rows[row].items()
            if cell.fill and (cell.fill != colours.WHITE or cell.fill in self._known)
            if column not in said and used[0] - WIDEST_FILL < column < used[-1] + WIDEST_FILL
        }
        kept = {column for column in coloured if used[0] < column < used[-1]}
        for edge, step in ((used[0], -1), (used[-1], 1)):
            column = edge + step
            while column in coloured:
                kept.add(column)
                column += step
        return kept

    def _spans(self, rows: list[int], columns: list[int]) -> dict[Place, tuple[int, int]]:
        """Rows and columns that each merged cell takes of those kept; none for what it covers."""
        spans: dict[Place, tuple[int, int]] = {}
        for row in rows:
            for column in columns:
                last_row, last_column = self._merged.get((row, column), (row, column))
                places = [
                    (r, c)
                    for r in rows
                    if row <= r <= last_row
                    for c in columns
                    if column <= c <= last_column
                ] if (last_row, last_column) != (row, column) else []  # fmt: skip
                if len(places) > 1 and spans.keys().isdisjoint(places):
                    spans |= dict.fromkeys(places, (0, 0))
                    spans[row, column] = len({r for r, _ in places}), len({c for _, c in places})
        return spans

    def _head_rows(self, rows: list[int], columns: list[int], spans: dict[Place, tuple[int, int]]) -> int:
        """How many rows head a table: the first, with those that its merged cells reach or group."""
        bare = any(cell.fill and not cell.says for cell in self._rows[rows[0]].values())
        is_body = bare and len(self._said(rows[0])) < len(columns) - 1
        if len(rows) < 2 or is_body or self._is_legend(rows, columns):
            return 0
        first = [spans.get((rows[0], column), (1, 1)) for column in columns]
        grouped = any(1 < across < len(columns) for _, across in first)
        by_content = head_height([[self._cell(row, column).text for column in columns] for row in rows])
        return min(max(by_content, *(down for down, _ in first), 2 if grouped else 1), len(rows) - 1)

    def _is_legend(self, rows: list[int], columns: list[int]) -> bool:
        """Whether a table is a colour and its meaning a row."""
        of_legend = [row for row, column in self._legend.cells if column == columns[0]]
        return len(columns) == len(LEGEND_HEAD) and rows[0] in of_legend and 2 * len(of_legend) > len(rows)

    def _told(self, body: list[int], columns: list[int], bare: set[int]) -> set[Place]:
        """Cells of a table beside which their colour is written."""
        told = colours.informative(self._grid, body, columns, self._legend, self._known)
        told |= {(r, c) for r in body for c in bare if self._grid.get((r, c), ("", ""))[1] in self._meanings}
        legend = {place for place in self._legend.cells if self._grid.get(place, ("", ""))[1] in self._known}
        return told | legend

    def _inlines(self, row: int, column: int, told: set[Place], *, short: bool) -> Inlines:
        """What a cell holds, and in words of ours what its colour says."""
        inlines = cell_inlines(self._cell(row, column))
        if (row, column) not in told:
            return inlines
        meaning = self._meanings[self._grid[row, column][1]]
        if (row, column) in self._legend.cells:
            text = self._cell(row, column).text.strip()
            label = meaning.name if text == meaning.letter else f"{meaning.letter}, {meaning.name}"
        else:
            label = meaning.letter if short else meaning.told
            self.unexplained |= set() if meaning.label else {meaning.name}
        return [*inlines, {"t": "Space"}, *ours(f"({label})")] if inlines else ours(label)

    def _key(self, told: set[Place], *, short: bool) -> list[Block]:
        """What the letters of a table mean, above the first one of a sheet that has only room for them."""
        if not short or self._has_key:
            return []
        self._has_key = True
        used = {self._grid[place][1] for place in told}
        meanings = sorted((self._meanings[colour] for colour in used), key=lambda meaning: meaning.letter)
        text = " ; ".join(f"{meaning.letter} – {meaning.label or meaning.name}" for meaning in meanings)
        return [ast.para(ast.leaf(ours(KEY.format(text)), self._where(None)))]

    def _again(self, text: str) -> list[Any]:
        """The head of a column, told again over a table that goes on without one."""
        leaf = ast.leaf(ours(" ".join(text.split())), self._where(None)) if text.strip() else []
        return ast_cell([{"t": "Plain", "c": leaf}] if leaf else [], 1, 1)
