"""Pictures as heavy as paper needs them: 200 pixels an inch of their printed size, upright, never enlarged.

What is not a JPEG, PNG or WebP that can be read whole, or moves, or is too large to be decoded, stays as it is.
"""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from restitution.pandoc.printed import CM_INCH, Room
from restitution.pictures.formats import MOST_PIXELS, ORIENTATION, SIDEWAYS, TROUBLES, suffix

SHARPNESS = 200
"""Pixels an inch: what a printer shows of a photograph."""
NEAR_ENOUGH = 0.9
"""A picture that would lose less than a tenth of its width stays as it is."""
QUALITY = 88
"""Of a JPEG: no difference is seen at the printed size."""
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by what its Exif says (Exif 2.32, table 6)."""
FORMATS = ("JPEG", "PNG", "WEBP")
MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK"})
"""Eight bits a colour; with more, colours would be lost."""


def resampled(data: bytes, room: Room) -> bytes:
    """The picture for its room, in its own format (a WebP: as JPEG, or as PNG when it is transparent)."""
    if suffix(data) not in {"jpg", "png", "webp"}:
        return data
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            made = _made(picture, room)
            turned = _orientation(picture) in UPRIGHT
    except (*TROUBLES, MemoryError):
        return data
    return made if made and (turned or len(made) < len(data)) else data


def _made(picture: Image.Image, room: Room) -> bytes:
    """Empty when the picture is to stay as it is."""
    wide, high = picture.size
    if picture.mode not in MODES or getattr(picture, "is_animated", False) or wide * high > MOST_PIXELS:
        return b""
    turn = _orientation(picture)
    across, down = (room.height, room.width) if turn in SIDEWAYS else (room.width, room.height)
    share = min(across / CM_INCH * SHARPNESS / wide, down / CM_INCH * SHARPNESS / high)
    if share >= NEAR_ENOUGH:
        if turn not in UPRIGHT:
            return b""
        share = 1.0
    size = max(1, round(wide * share)), max(1, round(high * share))
    looks = _looks(picture, share)
    ending = str(picture.format)
    picture.draft(picture.mode, size)  # a JPEG is decoded no larger than it must be
    small = _in_full(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _encoded(small.transpose(UPRIGHT[turn]) if turn in UPRIGHT else small, ending, looks)


def _orientation(picture: Image.Image) -> int:
    return int(picture.getexif().get(ORIENTATION, 1))


def _looks(picture: Image.Image, share: float) -> dict[str, Any]:
    """What must go with the pixels: the colours' profile, and dots an inch, by which a program knows its size."""
    profile, dots = picture.info.get("icc_profile"), picture.info.get("dpi")
    looks = {"icc_profile": profile} if profile else {}
    return looks | ({"dpi": tuple(float(side) * share for side in dots)} if dots and all(dots) else {})


def _in_full(picture: Image.Image) -> Image.Image:
    """The picture without a palette, a transparent colour as transparency: only then can colours be mixed."""
    is_transparent = "transparency" in picture.info or picture.mode in {"LA", "PA", "RGBA"}
    if picture.mode in {"P", "PA"} or (is_transparent and picture.mode in {"RGB", "L", "1"}):
        return picture.convert("RGBA" if is_transparent else "RGB")
    return picture.convert("L") if picture.mode == "1" else picture


def _encoded(picture: Image.Image, ending: str, looks: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    if ending == "PNG" or picture.mode in {"LA", "RGBA"}:
        picture.save(out, "PNG", compress_level=9, **looks)
    else:
        picture.save(out, "JPEG", quality=QUALITY, optimize=True, **looks)
    return out.getvalue()
