"""A sheet to fill in as a workbook: a row a field or a section, its help beside it, the text last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from restitution.formulas import neutral
from restitution.guidance import label_of, phrase, welcome
from restitution.ooxml.workbook import workbook_bytes
from restitution.writers.docx.looks import FONT, GREEN, GREY, PALE_GREEN, RULE
from restitution.writers.sheets.content import Sheet, marked

WIDTHS: Final = {"A": 30, "B": 48, "C": 90}
"""Columns, in characters."""
TALL: Final = 90
"""Height in points of a row to write a text in."""
TITLE_FIELD: Final = "titre"


def write(sheet: Sheet) -> bytes:
    """One sheet, its columns frozen, ready to print on A4."""
    from openpyxl import Workbook  # noqa: PLC0415 - 160 ms, only for a workbook

    book = Workbook()
    page: Any = book.active
    page.title = "Fiche"
    for row in _rows(sheet):
        page.append([neutral(cell) for cell in row])
    _dress(page)
    return workbook_bytes(book, sheet.name)


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    yield [marked(welcome(sheet.kind, in_cells=True))]
    yield []
    yield [phrase("champ"), phrase("consigne"), phrase("reponse")]
    for field, value in {TITLE_FIELD: "", **sheet.values}.items():
        yield [label_of(field), sheet.help_of(field), value]
    yield []
    yield [phrase("rubrique"), phrase("consigne"), phrase("votre_texte")]
    for title, help_ in sheet.sections():
        yield [title or phrase("votre_texte"), help_, ""]


def _dress(page: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - as above

    heads = {phrase("champ"), phrase("rubrique")}
    line = Side(style="thin", color=RULE)
    for column, width in WIDTHS.items():
        page.column_dimensions[column].width = width
    is_text = False
    for row in page.iter_rows():
        first = row[0].value
        is_text = is_text or first == phrase("rubrique")
        for cell in row if first and row[0].row > 1 else row[:1]:
            cell.font = Font(name=FONT, size=11, bold=cell.column == 1, color=GREY if cell.column == 2 else None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=line)
        if first in heads:
            for cell in row:
                cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor=GREEN)
        elif is_text and first:
            page.row_dimensions[row[0].row].height = TALL
    page.merge_cells("A1:C1")
    page["A1"].fill = PatternFill("solid", fgColor=PALE_GREEN)
    page["A1"].font = Font(name=FONT, size=11, bold=False, color="000000")
    page.row_dimensions[1].height = 48
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
