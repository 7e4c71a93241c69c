"""Which pictures an output may show: formats that writers know, of a size that they can hold."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

UNTOLD = "Illustration sans description"
"""Alternative text of a picture that has none."""
MOST_PIXELS = 60_000_000
LARGEST_SVG = 2_000_000
FORMATS = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif"}
HEAVY_SVG = re.compile(
    r"<!DOCTYPE|<!ENTITY|<(?:\w+:)?(?:use|filter|image|pattern|mask|foreignObject|script)\b", re.IGNORECASE
)
"""What makes a small drawing take endless work, or look outside of itself."""


def name_files(media: Mapping[str, bytes]) -> dict[str, str]:
    """Target -> file name, which comes from the order and the format only, of the pictures that can be shown."""
    kinds = ((number, target, suffix(media[target])) for number, target in enumerate(sorted(media)))
    return {target: f"image-{number}.{kind}" for number, target, kind in kinds if kind}


def suffix(data: bytes) -> str:
    """`png`, `jpg`, `gif`, `webp` or `svg`; empty when the picture is of another kind, broken or too large."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp" if _webp_pixels(data) <= MOST_PIXELS else ""
    if b"<svg" in data[:2000]:
        return "svg" if _is_light(data) else ""
    try:
        image = Image.from_blob(data) if data else None
    except (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
        struct.error,
        ValueError,
        LookupError,
        ZeroDivisionError,
        TypeError,
    ):
        return ""
    if image is None or not 0 < image.px_width * image.px_height <= MOST_PIXELS:
        return ""
    return FORMATS.get(image.ext.lower(), "")


def _is_light(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return len(data) <= LARGEST_SVG and not HEAVY_SVG.search(text)


def _webp_pixels(data: bytes) -> int:
    """Width times height, told in one of three ways after the name of the first chunk; too many when it is not."""
    kind, body = data[12:16], data[20:30].ljust(10, b"\xff")
    if kind == b"VP8X":
        sides = int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        sides = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        sides = int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    else:
        return MOST_PIXELS + 1
    return sides[0] * sides[1]
