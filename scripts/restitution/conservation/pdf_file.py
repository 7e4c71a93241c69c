"""The objects of a PDF, as pdfminer gives them; it is loaded for the first, since few stages read a PDF."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any


def opened(data: bytes) -> tuple[Any, Iterator[Any]]:
    """The document, and its pages one after another. Raises whatever the library does of one that is broken."""
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    return document, PDFPage.create_pages(document)


def resolved(found: Any) -> Any:
    """What a reference leads to; anything else as it is."""
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415

    return resolve1(found)


def name_of(said: Any) -> str:
    """What a name says; empty for what is none."""
    name = getattr(resolved(said), "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def text_of(said: Any) -> str:
    """What a string says; empty for what is none."""
    from pdfminer.utils import decode_text  # noqa: PLC0415

    text = resolved(said)
    return str(decode_text(text)) if isinstance(text, bytes) else ""
