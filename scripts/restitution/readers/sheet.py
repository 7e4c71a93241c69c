"""Reader of CSV: the tables of a file, every cell as written."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import Final

from restitution import charset
from restitution.errors import UnreadableSource
from restitution.messages import letters
from restitution.model import Block, Finding, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.table import Cell, simple_table
from restitution.readers.base import Prepared
from restitution.readers.colours import Legend
from restitution.readers.workbook_blocks import text_inlines
from restitution.readers.workbook_cells import Cell as SheetCell
from restitution.readers.workbook_cells import Sheet
from restitution.readers.workbook_sheet import SheetBlocks

MOST_COLUMNS: Final = 300
MOST_CELLS: Final = 400_000
SEPARATORS: Final = ";,\t|"
EMPTY: Final = "Ce tableau est vide : vérifiez que ses lignes y ont bien été enregistrées."
TOO_LARGE: Final = "Ce tableau a trop de colonnes ou de cellules : partagez-le en plusieurs fichiers."
UNREADABLE: Final = "Ce tableau CSV est abîmé : ouvrez-le dans un tableur et enregistrez-le à nouveau."
OPEN_QUOTE: Final = (
    "Un guillemet est mal placé ou pas fermé : les cellules sont lues sans en tenir compte, vérifiez-les."
)

_FORMULA: Final = re.compile(r"^\s*(?:[=@]|[+\-][A-Za-z_.]*\()")
_ANNOUNCED: Final = re.compile(r"\A[ \t]*\"?sep=(.)\"?[ \t]*(?:\n|\Z)", re.IGNORECASE)


def prepare(data: bytes, path: str) -> Prepared:
    """The whole table: CSV needs no pandoc. Raises `UnreadableSource`."""
    text, findings = charset.read_text(data, path)
    reading = Reading(findings=findings)
    before, announced = 0, _ANNOUNCED.match(text)
    if announced:
        gone = NotTaken(reason="champ technique", text=announced.group().strip(), where="ligne 1")
        reading.not_taken.append(gone)
        text, before = text[announced.end() :], 1
    separator = announced[1] if announced else sniff(text)
    rows = [(number + before, row) for number, row in enumerate(_rows(text, separator, reading, path), start=1)]
    rows = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise UnreadableSource(EMPTY)
    width = max(_width(row) for _, row in rows)
    if width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        raise UnreadableSource(TOO_LARGE)
    reading.blocks = _blocks(reading, rows, width)
    reading.findings += _formulas(rows, path)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def sniff(text: str) -> str:
    """The separator that gives the most regular rows; the semicolon when none does."""
    best, best_score = ";", 0.0
    for separator in SEPARATORS:
        counts = Counter(_first_widths(text[:50_000], separator))
        usual, times = counts.most_common(1)[0] if counts else (1, 0)
        score = times / counts.total() if usual > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best


def _first_widths(sample: str, separator: str) -> list[int]:
    """Number of cells of the first rows, up to where the csv module cannot go on."""
    widths: list[int] = []
    with suppress(csv.Error):
        for row in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 100):
            widths += [len(row)] if row else []
    return widths


def _rows(text: str, separator: str, reading: Reading, path: str) -> list[list[str]]:
    """Rows as written; without regard to quotes when one of them is not where it should be."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        reading.findings.append(Finding(code="guillemet_ouvert", level="warning", message=OPEN_QUOTE, path=path))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise UnreadableSource(UNREADABLE) from error


def _width(row: list[str]) -> int:
    """Columns up to the last one that says something."""
    return max((number for number, cell in enumerate(row, start=1) if cell.strip()), default=0)


def place(number: int, column: int) -> str:
    """Name of a cell, in French, as spreadsheets have it; `number` from 1, `column` from 0."""
    return f"cellule {letters(column + 1)}{number}"


def _blocks(reading: Reading, rows: list[tuple[int, list[str]]], width: int) -> list[Block]:
    """The tables of the file, with the titles and remarks around them; one column is one table, however long."""
    if width == 1:
        cells = [_cell(row[0], number) for number, row in rows]
        return [simple_table([], [cells[0]], [[cell] for cell in cells[1:]])]
    told = {(n, c): cell for n, row in rows for c, cell in enumerate(row[:width], start=1) if cell.strip()}
    sheet = Sheet("", cells={at: SheetCell(text) for at, text in told.items()})
    made = SheetBlocks(sheet, lambda at: place(at[0], at[1] - 1) if at else "", {}, Legend())
    blocks = made.blocks(named=False)
    reading.not_taken += [
        NotTaken(reason="champ technique", text=text, where=place(row, column - 1))
        for (row, column), text in made.aside
    ]
    return blocks


def _cell(cell: str, number: int) -> Cell:
    inlines = text_inlines(cell)
    return [{"t": "Plain", "c": ast.leaf(inlines, place(number, 0))}] if inlines else []


def _formulas(rows: list[tuple[int, list[str]]], path: str) -> list[Finding]:
    found = [place(n, c) for n, row in rows for c, cell in enumerate(row) if _FORMULA.match(cell)]
    if not found:
        return []
    others = f" (et {len(found) - 1} autres)" if len(found) > 1 else ""
    message = f"Formule neutralisée, {found[0]}{others} : son texte est gardé, elle n'est pas calculée."
    return [Finding(code="formule_neutralisee", level="warning", message=message, path=path, where=found[0])]
