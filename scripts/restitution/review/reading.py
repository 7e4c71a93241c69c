"""The reader of each format in which a copy may come home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from restitution.review.docx import read_docx
from restitution.review.odt import read_odt
from restitution.review.pdf import read_pdf
from restitution.review.returned import Returned

READERS: Final[dict[str, Callable[[bytes], Returned]]] = {"docx": read_docx, "odt": read_odt, "pdf": read_pdf}


def read_returned(data: bytes, format_: str) -> Returned:
    """What a returned copy holds. Raises `UnreadableSource` when nothing can be read."""
    return READERS[format_](data)
