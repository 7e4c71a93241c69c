"""Adds people to a register that an editor keeps as a workbook: rows at its end, in the looks of the last one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Final

from restitution.formulas import neutral
from restitution.messages import folded
from restitution.people.proposing import Proposed
from restitution.people.register import Person
from restitution.people.register_file import LEVEL_WORD_OF, PERSON_KEYS

DROPPED: Final = re.compile(
    r"xl/(?:drawings/drawing|media|charts|ctrlProps|activeX|embeddings|pivot|slicer|timeline|threadedComments|"
    r"queryTables|connections|externalLinks)|customXml/",
    re.IGNORECASE,
)
"""Parts that openpyxl does not write again: a workbook that has one is left as it is."""
EXTENSIONS: Final = re.compile(rb"<(?:\w+:)?extLst\b")
_RANGE: Final = re.compile(r"(?P<from>\$?[A-Z]{1,3}\$?\d+)(?::(?P<column>\$?[A-Z]{1,3}\$?)(?P<row>\d+))?")


def with_rows(data: bytes, added: Sequence[Proposed]) -> bytes | None:
    """The workbook with a row a person; None where something of it would be lost, or it has no column « nom »."""
    if (book := _opened(data)) is None:
        return None
    for page in book.worksheets:
        if (head := _head(page)) is not None:
            _append(page, *head, [one.person for one in added])
            return _saved(book)
    return None


def rows_of(data: bytes) -> dict[str, dict[str, str]] | None:
    """Name of each person -> her cells, by the heading of their columns; None as `with_rows`."""
    if (book := _opened(data)) is None:
        return None
    found = next(((page, head) for page in book.worksheets if (head := _head(page)) is not None), None)
    if found is None:
        return None
    page, (row, columns) = found
    heads = {cell.column: str(cell.value) for cell in page[row] if cell.value}
    below = (line for line in page.iter_rows(min_row=row + 1) if _told(line[columns["nom"] - 1].value))
    return {
        _told(line[columns["nom"] - 1].value): {heads[c.column]: _told(c.value) for c in line if c.column in heads}
        for line in below
    }


def with_cells(data: bytes, name: str, cells: Mapping[str, str]) -> bytes | None:
    """The workbook with other texts in the cells of a person, by their headings; None as `with_rows`."""
    if (book := _opened(data)) is None:
        return None
    for page in book.worksheets:
        if (head := _head(page)) is not None:
            row, columns = head
            heads = {str(cell.value): cell.column for cell in page[row] if cell.value}
            for line in page.iter_rows(min_row=row + 1):
                if _told(line[columns["nom"] - 1].value) == name:
                    for heading, text in cells.items():
                        if _told(line[heads[heading] - 1].value) != text:
                            page.cell(line[0].row, heads[heading]).value = neutral(text) or None
                    return _saved(book)
    return None


def _told(value: object) -> str:
    """What a cell says, a day as « 2025-11-13 »."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())


def _opened(data: bytes) -> Any:
    """A workbook; None where writing it again would lose something of it."""
    from openpyxl import load_workbook  # noqa: PLC0415 - 160 ms, only for a workbook

    if _would_lose(data):
        return None
    try:
        return load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return None


def _saved(book: Any) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _would_lose(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            sheets = (name for name in names if name.startswith("xl/worksheets/sheet"))
            return any(map(DROPPED.match, names)) or any(EXTENSIONS.search(package.read(one)) for one in sheets)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return True


def _head(page: Any) -> tuple[int, dict[str, int]] | None:
    """The row that names the columns, and the column of each key."""
    for row in page.iter_rows():
        keys = {PERSON_KEYS.get(folded(str(cell.value))): cell.column for cell in row if cell.value}
        if "nom" in keys:
            return row[0].row, {key: column for key, column in keys.items() if key}
    return None


def _append(page: Any, head: int, columns: dict[str, int], people: Iterable[Person]) -> None:
    names = [page.cell(row, columns["nom"]).value for row in range(head + 1, page.max_row + 1)]
    last = head + max((n for n, name in enumerate(names, 1) if str(name or "").strip()), default=0)
    row = last
    for row, person in enumerate(people, last + 1):
        for cell in page[last] if last > head else ():
            page.cell(row, cell.column)._style = copy(cell._style)  # noqa: SLF001 the looks of a cell, whole
        for key, text in _cells(person).items():
            if key in columns and text:
                page.cell(row, columns[key], neutral(text))
        if last in page.row_dimensions and page.row_dimensions[last].height:
            page.row_dimensions[row].height = page.row_dimensions[last].height
    _stretch(page, last, row)


def _cells(person: Person) -> dict[str, str]:
    return {
        "nom": person.nom,
        "variantes": ", ".join(person.variantes),
        "fonction": person.fonction,
        "structure": person.structure,
        "commune": person.commune,
        "territoire": person.territoire,
        "niveau": LEVEL_WORD_OF[person.niveau],
    }


def _stretch(page: Any, last: int, row: int) -> None:
    """Tables, filters and lists to choose from that ended with the last row end with the new one."""
    for table in page.tables.values():
        table.ref = _longer(table.ref, last, row)
        if table.autoFilter is not None:
            table.autoFilter.ref = _longer(table.autoFilter.ref, last, row)
    if page.auto_filter.ref:
        page.auto_filter.ref = _longer(page.auto_filter.ref, last, row)
    for rule in page.data_validations.dataValidation:
        rule.sqref = type(rule.sqref)(_longer(str(rule.sqref), last, row))


def _longer(ref: str, last: int, row: int) -> str:
    """Ranges that end with one row, ended with another; a cell alone is a range of one."""

    def longer(found: re.Match[str]) -> str:
        start = found["from"]
        column = found["column"] or start.rstrip("0123456789")
        end = found["row"] or start[len(column) :]
        return f"{start}:{column}{row}" if int(end) == last else found[0]

    return _RANGE.sub(longer, ref)
