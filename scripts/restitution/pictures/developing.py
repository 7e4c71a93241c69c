"""Photographs that no output shows (HEIC, AVIF, TIFF), made into a JPEG, or into a PNG where one looks through.

Only colours and their profile are kept: neither place, nor camera, nor what was written in them. To be done in
the cage: these decoders are large.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pi_heif
from PIL import Image, ImageOps

from restitution.pictures.formats import MOST_PIXELS, TROUBLES

WIDEST: Final = 4000
"""Pixels of the longer side: more than a page can show at 200 an inch, in landscape too."""
QUALITY: Final = 92
FORMATS: Final = ("HEIF", "AVIF", "TIFF")
DEEP: Final = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I"})
"""Modes of more than eight bits of grey."""
LEVELS: Final = 256
COLOURS: Final = frozenset({"RGB", "RGBA"})
"""Modes whose profile holds for what is made of them."""


def developed(data: bytes) -> bytes:
    """The first picture of some bytes, upright; empty when it cannot be decoded, or is too large."""
    pi_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            wide, high = picture.size
            if not 0 < wide * high <= MOST_PIXELS:
                return b""
            profile = picture.info.get("icc_profile") if picture.mode in COLOURS else None
            return _encoded(_small(ImageOps.exif_transpose(picture)), profile)
    except (*TROUBLES, RuntimeError):
        return b""


def _small(picture: Image.Image) -> Image.Image:
    clear = "transparency" in picture.info or picture.mode in {"LA", "PA", "RGBA"}
    if picture.mode in DEEP:
        shown = picture.convert("I").point(lambda level: level * (1 / LEVELS)).convert("L")
    else:
        shown = picture.convert("RGBA" if clear else "L" if picture.mode in {"1", "L"} else "RGB")
    shown.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return shown


def _encoded(picture: Image.Image, profile: Any) -> bytes:
    looks = {"icc_profile": profile} if profile else {}
    out = io.BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # nothing goes on but what is seen
    if picture.mode == "RGBA":
        bare.save(out, "PNG", compress_level=9, **looks)
    else:
        bare.save(out, "JPEG", quality=QUALITY, **looks)
    return out.getvalue()
