"""Drawings as pictures of dots: for programs that show no SVG, and where their letters would count as text."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst
from PIL import Image, ImageFile

from restitution.pandoc.printed import LANDSCAPE
from restitution.pictures.formats import DECODERS, TROUBLES

DOTS = 300
"""Pixels an inch of a drawing at its printed size: its own size would ask for endless memory."""
LETTERS = re.compile(rb"<(?:\w+:)?text\b")
SOURCE = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {{
  let own = measure(image("picture.svg"))
  let share = calc.min(1, {LANDSCAPE.width}cm / own.width, {LANDSCAPE.height}cm / own.height)
  image("picture.svg", width: own.width * share, height: own.height * share)
}}
"""
"""A page of the drawing's own size, no larger than the widest room that print has for it."""


def as_png(svg: bytes, dots: int = DOTS) -> bytes:
    """A PNG of a drawing, which has neither file nor network to look at; empty when it cannot be drawn.

    `dots`: pixels an inch of its printed size, 7 million pixels in all with `DOTS`.
    """
    with tempfile.TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "main.typ").write_text(SOURCE, encoding="utf-8")
        (Path(folder) / "picture.svg").write_bytes(svg)
        try:
            drawn: bytes = typst.compile(
                str(Path(folder) / "main.typ"), root=folder, format="png", ppi=dots, ignore_system_fonts=True
            )
        except typst.TypstError:
            return b""
    return drawn


def decoded(data: bytes) -> bytes:
    """A PNG of the same pixels (of the first ones, when it moves); empty when they cannot be read."""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as picture:
            picture.save(out, "PNG", compress_level=9)
    except (*TROUBLES, MemoryError):
        return b""
    return out.getvalue()


def drawn_anew(data: bytes) -> bytes:
    """A PNG of what can be seen of a broken picture, and nothing else of it; empty when nothing can."""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as picture:
            ImageFile.LOAD_TRUNCATED_IMAGES, before = True, ImageFile.LOAD_TRUNCATED_IMAGES
            try:
                picture.load()
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = before
            clear = "transparency" in picture.info or picture.mode in {"LA", "PA", "RGBA"}
            plain = picture.convert("RGBA" if clear else "RGB")
            Image.frombytes(plain.mode, plain.size, plain.tobytes()).save(out, "PNG", compress_level=9)
    except (*TROUBLES, MemoryError):
        return b""
    return out.getvalue()


def without_letters(media: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures, a drawing that holds words as dots of its size: a PDF would say its words as text of ours.

    A drawing with words that cannot be drawn is empty: it is told in words, like any that is not shown.
    """
    return {target: _of_dots(data) if LETTERS.search(data) else data for target, data in media.items()}


def _of_dots(svg: bytes) -> bytes:
    drawn = as_png(svg)
    if not drawn:
        return b""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(drawn), formats=("PNG",)) as picture:
            picture.save(out, "PNG", dpi=(DOTS, DOTS), compress_level=9)
    except (*TROUBLES, MemoryError):
        return b""
    return out.getvalue()
