"""A table as a CSV that a French Excel opens with a double click, and as a workbook: the same cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from math import ceil
from typing import Any, Final

import msgspec

from restitution.formulas import neutral
from restitution.ooxml.workbook import cell_text, escaped, workbook_bytes

GREEN: Final = "1B5E4B"
NARROWEST, WIDEST = 12, 60
"""Columns, in characters."""
LETTERS_IN_A_LINE: Final = WIDEST - 6
"""Of the widest column, ends of lines being ragged."""
LINE, TALLEST = 15, 409
"""Rows, in points; a spreadsheet takes no taller one."""
Cell = str | int


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of cells below their heads."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_bytes(table: Table) -> bytes:
    """Semicolons and a mark of UTF-8, without which a French Excel takes a line for a cell, and misreads « é »."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([cell if isinstance(cell, int) else neutral(cell) for cell in row] for row in table.rows)
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8", "replace")


def xlsx_bytes(table: Table) -> bytes:
    """The workbook: every text is a text, whatever it looks like; its heads stay in sight, and filter."""
    from openpyxl import Workbook  # noqa: PLC0415 - 160 ms, only for a workbook

    book = Workbook()
    page: Any = book.active
    page.title = table.title
    for number, row in enumerate([table.columns, *table.rows], 1):
        for column, cell in enumerate(row, 1):
            _write(page.cell(number, column), cell)
    _dress(page, table)
    return workbook_bytes(book, table.title)


def _write(place: Any, cell: Cell) -> None:
    if isinstance(cell, int):
        place.value = cell
    else:
        place.value, place.data_type = escaped(neutral(cell_text(cell))), "s"


def _dress(page: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column in range(len(table.columns)):
        longest = max(len(str(row[column])) for row in [table.columns, *table.rows])
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in page.iter_rows(min_row=2):
        lines = max(ceil(len(str(cell.value)) / LETTERS_IN_A_LINE) for cell in row)
        page.row_dimensions[row[0].row].height = min(lines * LINE, TALLEST)
        for cell in row if lines > 1 else ():  # each costs
            cell.alignment = wrapped
    for cell in page[1]:
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=GREEN)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
