"""Which pictures an output may show: formats that writers know, of a size that they can hold."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping

from PIL import Image

from restitution.pictures.vector import repeats_little

UNTOLD = "Illustration sans description"
"""Alternative text of a picture that has none."""
MOST_PIXELS = 60_000_000
LARGEST_SVG = 2_000_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "GIF": "gif", "WEBP": "webp"}
"""Names of Pillow -> endings. MPO: a JPEG that several follow, as telephones make them."""
DECODERS = ("PNG", "JPEG", "GIF", "WEBP")
"""No other ever sees a picture."""
TROUBLES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    Image.DecompressionBombError,
)
"""What reading a picture that is broken or huge raises."""
ORIENTATION = 0x0112
SIDEWAYS = frozenset({5, 6, 7, 8})
"""Of a picture that lies on its side, what its Exif says (Exif 2.32, table 6)."""
HEAVY_SVG = re.compile(
    r"<!DOCTYPE|<!ENTITY|<(?:\w+:)?(?:filter|image|pattern|mask|foreignObject|script)\b", re.IGNORECASE
)
"""What makes a small drawing take endless work, or look outside of itself; how much it repeats is counted."""
OPENING = 2000
"""Bytes among which a drawing says that it is one."""


def name_files(media: Mapping[str, bytes]) -> dict[str, str]:
    """Target -> file name, which comes from the order and the format only, of the pictures that can be shown."""
    kinds = ((number, target, suffix(media[target])) for number, target in enumerate(sorted(media)))
    return {target: f"image-{number}.{kind}" for number, target, kind in kinds if kind}


def suffix(data: bytes) -> str:
    """`png`, `jpg`, `gif`, `webp` or `svg`; empty when the picture is of another kind, broken or too large."""
    if is_drawing(data):
        return "svg" if _is_light(data) else ""
    kind, size = _told(data)
    return FORMATS.get(kind, "") if size else ""


def is_drawing(data: bytes) -> bool:
    """Whether it begins as an SVG does."""
    return b"<svg" in data[:OPENING]


def pixels(data: bytes) -> tuple[int, int] | None:
    """Pixels across and down of a picture that can be shown; None for any other, and for a drawing."""
    return _told(data)[1]


def is_tall(data: bytes) -> bool:
    """Whether a picture is higher than wide once it is upright; a drawing is not."""
    size = pixels(data)
    if size is None:
        return False
    with Image.open(io.BytesIO(data), formats=DECODERS) as image:
        try:
            turned = int(image.getexif().get(ORIENTATION, 1)) in SIDEWAYS
        except TROUBLES:
            turned = False
    return size[0] > size[1] if turned else size[1] > size[0]


def _told(data: bytes) -> tuple[str, tuple[int, int] | None]:
    """What the head of a picture says of it: nothing is decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            wide, high = image.size
            return str(image.format), (wide, high) if 0 < wide * high <= MOST_PIXELS else None
    except TROUBLES:
        return "", None


def _is_light(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return len(data) <= LARGEST_SVG and not HEAVY_SVG.search(text) and repeats_little(data)
