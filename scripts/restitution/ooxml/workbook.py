"""A workbook that openpyxl made, as bytes: the same cells are the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any, Final

from restitution.ooxml.package import write_package

EPOCH: Final = datetime(2026, 1, 1)  # noqa: DTZ001 openpyxl takes no zone
"""The date in the file."""
LONGEST: Final = 32_767
"""Letters that a cell may hold."""
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook_bytes(book: Any, title: str) -> bytes:
    """The file of an openpyxl workbook, with its title and no moment of writing."""
    book.properties.title, book.properties.language = title, "fr-FR"
    book.properties.creator, book.properties.created, book.properties.modified = "restitution", EPOCH, EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return write_package({name: _undated(package.read(name)) for name in sorted(package.namelist())})


def cell_text(text: str) -> str:
    """A text as a cell can hold it: signs that XML refuses are spaces, a text too long is cut and says so."""
    bare = _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return bare if len(bare) <= LONGEST else f"{bare[: LONGEST - 1]}…"


def escaped(text: str) -> str:
    """A cell's text in the file: what Excel would take for the number of a sign (« _x0041_ ») stays as it is."""
    return _ESCAPE.sub("_x005F_", text)


def _undated(part: bytes) -> bytes:
    """A part without the moment at which openpyxl wrote it."""
    return _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z\g<2>", part)
