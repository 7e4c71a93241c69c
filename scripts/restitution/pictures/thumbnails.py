"""A picture made small, for whoever chooses among many: its pixels alone, drawn anew, and nothing else of it."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

from restitution.pictures.formats import DECODERS, TROUBLES, is_drawing, suffix
from restitution.pictures.raster import as_png
from restitution.pictures.vector import public_drawing

WIDEST: Final = 480
"""Pixels of the longer side."""
DOTS: Final = 72
"""An inch of a drawing."""


def thumbnail(data: bytes) -> bytes:
    """A PNG of a picture that outputs can show; empty for any other."""
    shown = as_png(public_drawing(data), DOTS) if is_drawing(data) else data
    if not suffix(shown):
        return b""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(shown), formats=DECODERS) as picture:
            picture.draft("RGB", (WIDEST, WIDEST))
            small = ImageOps.exif_transpose(picture).convert("RGBA")
            small.thumbnail((WIDEST, WIDEST))
            Image.frombytes(small.mode, small.size, small.tobytes()).save(out, "PNG")
    except (*TROUBLES, MemoryError):
        return b""
    return out.getvalue()
