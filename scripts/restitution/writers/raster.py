"""Drawings as pictures of dots: for programs that show no SVG, and where their letters would count as text."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst
from PIL import Image

SHARP = 3
"""Dots a pixel of a drawing."""
DOTS = 96.0 * SHARP
LETTERS = re.compile(rb"<(?:\w+:)?text\b")


def as_png(data: bytes, ending: str) -> bytes:
    """A PNG of a drawing, which has neither file nor network to look at; empty when it is broken."""
    source = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("picture.{ending}")\n'
    with tempfile.TemporaryDirectory(prefix="restitution-") as folder:
        (Path(folder) / "main.typ").write_text(source, encoding="utf-8")
        (Path(folder) / f"picture.{ending}").write_bytes(data)
        try:
            drawn: bytes = typst.compile(
                str(Path(folder) / "main.typ"), root=folder, format="png", ppi=DOTS, ignore_system_fonts=True
            )
        except typst.TypstError:
            return b""
    return drawn


def without_letters(media: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures, a drawing that holds words as dots of its size: a PDF would say its words as text of ours."""
    return {target: _of_dots(data) if LETTERS.search(data) else data for target, data in media.items()}


def _of_dots(svg: bytes) -> bytes:
    drawn = as_png(svg, "svg")
    if not drawn:
        return svg
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as picture:
        picture.save(out, "PNG", dpi=(DOTS, DOTS), compress_level=9)
    return out.getvalue()
