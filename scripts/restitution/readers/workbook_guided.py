"""A sheet to fill in, filled in a spreadsheet: a row a field or a section, its help beside it, the text last.

What stands on it for its writer (names of columns, help, fields and sections left empty) is aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from restitution.domain import domain, field_of
from restitution.guidance import is_help, phrase, table_heads
from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast
from restitution.readers.colours import Place
from restitution.readers.workbook_blocks import Where, cell_inlines, line_inlines, ours, text_inlines
from restitution.readers.workbook_cells import Cell

TITLE: Final = "titre"
SECTION_LEVEL: Final = 2
_LINES: Final = re.compile(r"[\n\r\u2028\u2029]+")


def is_head(texts: Sequence[str]) -> bool:
    """Whether a row names the columns of a sheet to fill in."""
    return tuple(map(folded, texts)) in table_heads()


def is_label(text: str) -> bool:
    """Whether a cell only names a field or a section of the sheet."""
    sections = {folded(section.label) for section in domain().sections.values()}
    return field_of(text.strip(" :")) is not None or folded(text) in {*sections, folded(phrase("votre_texte"))}


class GuidedRows:
    """Makes the blocks of the rows below such a head; `aside` lists what is not the writer's."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._columns: list[int] = []
        self._of_fields = False
        self.aside: list[tuple[Place, str]] = []

    @property
    def begun(self) -> bool:
        """Whether a head was met."""
        return bool(self._columns)

    def open(self, row: int, cells: Mapping[int, Cell]) -> None:
        """A head: what follows are fields, or sections."""
        self._columns = sorted(column for column, cell in cells.items() if cell.says)
        self._of_fields = folded(cells[self._columns[0]].text) == folded(phrase("champ"))
        self.aside += [((row, column), cells[column].text) for column in self._columns]

    def blocks(self, row: int, cells: Mapping[int, Cell]) -> list[Block]:
        """The blocks of one row."""
        said = {column: cell for column, cell in sorted(cells.items()) if cell.says}
        label = said.pop(self._columns[0], None)
        middle = self._columns[1:-1]
        for column in [column for column in middle if column in said and is_help(said[column].text)]:
            self.aside.append(((row, column), said.pop(column).text))
        if label is None:
            return [block for column, cell in said.items() for block in self._paragraphs(cell, (row, column))]
        if not said:
            return self._alone(label, (row, self._columns[0]))
        return (self._field if self._of_fields else self._section)(row, label, said)

    def _alone(self, label: Cell, place: Place) -> list[Block]:
        """A row without an answer: its label is aside; what was typed behind the label, in its cell, stays."""
        head, _, typed = label.text.strip().partition("\n")
        if is_label(label.text):
            self.aside.append((place, label.text))
            return []
        if not (typed.strip() and is_label(head)):
            return self._paragraphs(label, place)
        if self._of_fields:
            colon = [] if head.rstrip().endswith(":") else ours(" :")
            said = [*text_inlines(head), *colon, {"t": "Space"}, *text_inlines(typed)]
            return [ast.para(ast.leaf(said, self._where(place)))]
        title = ast.header(SECTION_LEVEL, ast.leaf(text_inlines(head), self._where(place)))
        return [title, *self._paragraphs(Cell(typed), place)]

    def _field(self, row: int, label: Cell, said: dict[int, Cell]) -> list[Block]:
        place, values = (row, self._columns[0]), list(said.items())
        if field_of(label.text.rstrip(" :")) == TITLE and len(values) == 1:
            self.aside.append((place, label.text))
            return [ast.header(1, self._leaf(values[0][1], (row, values[0][0])))]
        colon = [] if label.text.rstrip().endswith(":") else ours(" :")
        if len(values) > 1:
            paragraphs = [block for column, cell in values for block in self._paragraphs(cell, (row, column))]
            return [ast.para(ast.leaf([*cell_inlines(label), *colon], self._where(place))), *paragraphs]
        inlines = [*cell_inlines(label), *colon, {"t": "Space"}, *cell_inlines(values[0][1])]
        return [ast.para(ast.leaf(inlines, self._where(place)))]

    def _section(self, row: int, label: Cell, said: dict[int, Cell]) -> list[Block]:
        place = (row, self._columns[0])
        texts = [block for column, cell in said.items() for block in self._paragraphs(cell, (row, column))]
        if folded(label.text) == folded(phrase("votre_texte")):
            self.aside.append((place, label.text))
            return texts
        return [ast.header(SECTION_LEVEL, self._leaf(label, place)), *texts]

    def _leaf(self, cell: Cell, place: Place) -> list[dict[str, object]]:
        return ast.leaf(cell_inlines(cell), self._where(place))

    def _paragraphs(self, cell: Cell, place: Place) -> list[Block]:
        """One a line of the cell; a link that the whole cell is stays one."""
        if cell.link:
            return [ast.para(self._leaf(cell, place))]
        where = self._where(place)
        return [
            ast.para(ast.leaf(line_inlines(cell, line), where)) for line in _LINES.split(cell.text) if line.strip()
        ]
