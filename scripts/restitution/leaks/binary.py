"""What programs of any kind wrote in letters between their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from restitution.leaks.records import Piece

_NARROW: Final = re.compile(rb"[\t\n\r -~\x80-\xff]{5,}")
_WIDE: Final = (
    (re.compile(rb"(?:[\t\n\r -~\xa0-\xff]\0){4,}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r -~\xa0-\xff]){4,}"), "utf-16-be"),
)
"""Latin letters of two bytes, in either order."""


def letters_in(data: bytes) -> str:
    """Every run of letters, a line each: one byte a letter (UTF-8, then Latin), or two."""
    found = _NARROW.findall(data)
    runs = [run.decode(encoding, "ignore") for run in found for encoding in ("utf-8", "latin-1")]
    for form, encoding in _WIDE:
        runs += [run.decode(encoding, "replace") for run in form.findall(data)]
    return "\n".join(runs)


def pieces_of_bytes(data: bytes, place: str) -> Iterator[Piece]:
    """The letters of a file of an unknown kind."""
    yield Piece(place or "contenu", letters_in(data), coded=True)
