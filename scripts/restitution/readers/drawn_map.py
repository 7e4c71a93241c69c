"""A PDF whose name says that it is the map of a territory: one page that is looked at, not read.

Its few words stay in the picture, as those of a map in PNG or SVG. One of several pages, or that says much, is a
text like any other.
"""

from __future__ import annotations

import io
from typing import Any, Final

from restitution.model import Block, Reading
from restitution.pandoc.printed import CM_INCH, PAGE
from restitution.readers.base import Prepared
from restitution.readers.pdf import reader as pdf
from restitution.readers.photograph import PICTURE

MOST_WORDS: Final = 80
"""Of a map: names of places, a legend, its source."""
DOTS: Final = 200
"""Pixels an inch of its printed size."""


def prepare(data: bytes, path: str) -> Prepared:
    """The map as a picture, else the file as any PDF. Raises `UnreadableSource`."""
    drawn = _drawn(data)
    return Prepared(reading=Reading(media={PICTURE: drawn})) if drawn else pdf.prepare(data, path)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:
    """The picture, or what was read."""
    return prepared.reading if PICTURE in prepared.reading.media else pdf.finish(prepared, blocks)


def _drawn(data: bytes) -> bytes:
    """A PNG of the only page; empty for a file that is no map, or that cannot be opened."""
    import pypdfium2  # noqa: PLC0415 a library that few notes need

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return b""
    try:
        return _page(file[0]) if len(file) == 1 else b""
    except (pypdfium2.PdfiumError, MemoryError):
        return b""
    finally:
        file.close()


def _page(page: Any) -> bytes:
    if len(page.get_textpage().get_text_range().split()) > MOST_WORDS:
        return b""
    wide, high = (side * CM_INCH / 72 for side in page.get_size())
    share = min(PAGE.width / wide, PAGE.height / high)
    out = io.BytesIO()
    page.render(scale=share * DOTS / 72).to_pil().convert("RGB").save(out, "PNG", compress_level=9)
    return out.getvalue()
