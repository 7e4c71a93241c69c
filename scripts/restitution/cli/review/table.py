"""The remarks as a workbook that an editor fills in, and that workbook read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from restitution.errors import UnreadableSource, WrongUse
from restitution.formulas import neutral, written
from restitution.messages import folded, listed, plural
from restitution.ooxml.workbook import cell_text, escaped, workbook_bytes
from restitution.remarks import Remark
from restitution.review.words import author_told, day_told, place_told, said, state_told

COLUMNS: Final = (
    "numéro", "passage", "qui", "quand", "ce qui est dit", "à propos de", "proposition", "état",
    "décision", "réponse", "motif", "clé",
)  # fmt: skip
TOLD: Final = COLUMNS[:8]
FILLED: Final = COLUMNS[8:11]
KEY: Final = COLUMNS[-1]
STATE: Final = "état"
"""What has changed by itself since the export is no change of the editor's."""
LATER: Final = frozenset({"passage", STATE})
WIDTHS: Final = (9, 12, 20, 13, 50, 30, 50, 16, 14, 50, 30, 4)
CHOICES: Final = '"accepter,rejeter,résoudre,rouvrir"'
TITLE: Final = "Remarques des relecteurs"


class Line(msgspec.Struct, frozen=True):
    """A filled line: its number in the spreadsheet, its cells by column."""

    number: int
    cells: dict[str, str]

    @property
    def decides(self) -> bool:
        """Whether the editor wrote anything to decide."""
        return any(self.cells.get(name, "").strip() for name in FILLED)


def table_of(items: Sequence[Remark]) -> bytes:
    """The workbook: a line a remark, three empty columns to fill in. No cell is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - 160 ms, only for a workbook

    book = Workbook()
    page: Any = book.active
    page.title = "Remarques"
    for row, cells in enumerate([dict(zip(COLUMNS, COLUMNS, strict=True)), *map(cells_of, items)], 1):
        for column, name in enumerate(COLUMNS, 1):
            cell = page.cell(row, column)
            cell.value, cell.data_type = escaped(cells[name]), "s"  # a text, whatever it looks like
    _dress(page, len(items) + 1)
    return workbook_bytes(book, TITLE)


def cells_of(remark: Remark) -> dict[str, str]:
    """The cells of a remark, as the workbook has them."""
    words = (
        remark.number,
        place_told(remark),
        author_told(remark),
        remark.date[:10] if day_told(remark.date) else "",
        said(remark) if remark.kind == "replacement" or not remark.text.strip() else remark.text,
        remark.quote,
        remark.proposed,
        state_told(remark),
        "",
        "",
        "",
        remark.key,
    )
    return {name: neutral(cell_text(text)) for name, text in zip(COLUMNS, words, strict=True)}


def changed_cells(line: Line, remark: Remark) -> list[str]:
    """The columns of a line that say of a remark what they did not say when they were written."""
    own = cells_of(remark)
    return [
        name
        for name in TOLD
        if name in line.cells and name not in LATER and _bare(line.cells[name]) != _bare(written(own[name]))
    ]


def _bare(text: str) -> str:
    return " ".join(text.split())


def read_table(data: bytes) -> tuple[list[Line], list[str]]:
    """The lines of a filled workbook that say something, and what a person must hear. Raises `WrongUse`."""
    from restitution.readers.xlsx import sheets_of  # noqa: PLC0415 only for a workbook

    try:
        sheets = sheets_of(data)
    except UnreadableSource as error:
        raise WrongUse(
            f"Ce tableau n'est pas lisible : {error.message}", "Enregistrez-le au format .xlsx."
        ) from error
    for sheet in sheets:
        texts: dict[int, dict[int, str]] = {}
        for (row, column), cell in sheet.cells.items():
            texts.setdefault(row, {})[column] = written(cell.text)
        head = next((row for row in sorted(texts) if "numero" in map(folded, texts[row].values())), None)
        if head is not None:
            return _lines(texts, head)
    raise WrongUse(
        "Ce classeur n'est pas un tableau de remarques : la colonne « numéro » manque.",
        "Faites-en un neuf : restitution review list --xlsx remarques.xlsx",
    )


def _lines(texts: dict[int, dict[int, str]], head: int) -> tuple[list[Line], list[str]]:
    known = {folded(name): name for name in COLUMNS}
    named = {column: known.get(folded(text), "") for column, text in texts[head].items()}
    extra = [text for text in texts[head].values() if text.strip() and folded(text) not in known]
    said = (
        [f"{plural(len(extra), 'colonne laissée', 'colonnes laissées')} de côté : {listed(extra)}."]
        if extra
        else []
    )
    said += [f"La colonne « {name} » manque : rien n'y est lu." for name in FILLED if name not in named.values()]
    lines = [
        Line(row, {named[column]: text for column, text in cells.items() if named.get(column)})
        for row, cells in sorted(texts.items())
        if row > head and any(text.strip() for text in cells.values())
    ]
    return lines, said


def _dress(page: Any, last: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    from restitution.writers.docx.looks import GREEN, PALE_GREEN  # noqa: PLC0415

    for column, width in enumerate(WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    for row in page.iter_rows(min_row=1, max_row=last):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row == 1:
                cell.font = Font(bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor=GREEN)
            elif COLUMNS[cell.column - 1] in FILLED:
                cell.fill = PatternFill("solid", fgColor=PALE_GREEN)
    choices = DataValidation(type="list", formula1=CHOICES, allow_blank=True, showErrorMessage=False)
    choices.add(f"I2:I{max(last, 2)}")
    page.add_data_validation(choices)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
