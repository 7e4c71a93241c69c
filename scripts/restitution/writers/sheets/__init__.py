"""Sheets to fill in: what one asks for, whatever its format, and the door to the formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from restitution.domain import domain
from restitution.guidance import fields_of
from restitution.writers.sheets import docx, markdown, workbook
from restitution.writers.sheets.content import Sheet

FORMATS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    "docx": docx.write,
    "md": markdown.write,
    "xlsx": workbook.write,
}
NEW: Final = "brouillon"


def write_sheet(
    kind: str, format_: str, known: Mapping[str, str] | None = None, themes: Sequence[str] = ()
) -> bytes:
    """The bytes of an empty sheet; the same each time. `known`: fields whose value is known; `themes`: titles."""
    said = {"genre": domain().kinds[kind].label, "statut": NEW, **(known or {})}
    values = {field: said.get(field, "") for field in fields_of(kind)}
    return FORMATS[format_](Sheet(kind=kind, values=values, themes=themes))
