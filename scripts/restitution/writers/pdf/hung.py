"""What a poster looks like once it is composed: whether it is one page, and its title one line."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double
from typing import Final

import pypdfium2
from pypdfium2 import raw

from restitution.model import Finding

CODE: Final = "affiches"


def told_of_poster(name: str, pdf: bytes) -> Iterator[Finding]:
    """What the editor must hear of it. `name`: of its file below `output/`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) > 1:
            yield _told(name, "elle déborde sur une autre page : raccourcissez-en les textes.")
        if (count := _lines_of_title(document[0])) > 1:
            yield _told(
                name,
                f"son titre prend {count} lignes, une seule se lit mieux de loin. Écrivez-en un plus court dans "
                "sources/choix/rencontre.csv : place « titre », colonne « version_courte ».",
            )
    finally:
        document.close()


def _lines_of_title(page: pypdfium2.PdfPage) -> int:
    """Lines of what is written largest."""
    text = page.get_textpage()
    letters = [index for index in range(text.count_chars()) if raw.FPDFText_GetUnicode(text, index) > ord(" ")]
    sizes = {index: round(raw.FPDFText_GetFontSize(text, index)) for index in letters}
    largest = max(sizes.values(), default=0)
    return len({_baseline(text, index) for index, size in sizes.items() if size == largest})


def _baseline(text: pypdfium2.PdfTextPage, index: int) -> int:
    across, up = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text, index, across, up)
    return round(up.value)


def _told(name: str, message: str) -> Finding:
    return Finding(code=CODE, level="warning", message=f"affiche {name} : {message}", path=f"output/{name}")
