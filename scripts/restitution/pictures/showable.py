"""Whether every output can show a picture: asked before a document counts on it."""

from __future__ import annotations

from restitution.pictures.formats import is_drawing, suffix
from restitution.pictures.raster import as_png
from restitution.pictures.vector import public_drawing

ENOUGH = 10
"""Pixels an inch: whether a drawing can be drawn is asked, not how it looks."""


def showable(data: bytes) -> str:
    """Ending of a picture that every output shows, once it is made public; empty for any other."""
    if not is_drawing(data):
        return suffix(data)
    drawing = public_drawing(data)
    return "svg" if suffix(drawing) and as_png(drawing, ENOUGH) else ""
