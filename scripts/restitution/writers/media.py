"""Pictures as they may be shown: without what a camera or a program wrote in them of people and places.

Authors, coordinates and remarks stand in JPEG's application segments (ITU-T T.81, Exif 2.32) and in PNG's
ancillary chunks (PNG, clause 11.3); of WebP and GIF see `web_media`. What shows stays: colours, transparency,
size, and the side that is up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from restitution.pictures.formats import is_drawing
from restitution.pictures.raster import drawn_anew
from restitution.pictures.vector import public_drawing
from restitution.writers.web_media import GIF, WEBP, blocks_that_show, webp_without_words

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
SCAN, END = 0xDA, 0xD9
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment."""
JFIF, EXIF, PROFILE, ADOBE, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
APPLICATIONS = range(0xE0, 0xF0)
ORIENTATION = 0x0112
CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs bKGD acTL fcTL fdAT".split()
)  # fmt: skip
"""Chunks that say how a PNG looks."""


def public_picture(data: bytes) -> bytes:
    """The picture without its metadata; a drawing that cannot be read is empty; the rest is as it is."""
    try:
        if data.startswith(JPEG):
            return JPEG + b"".join(_segments(data))
        if data.startswith(PNG):
            return PNG + b"".join(_chunks(data))
        if data.startswith(b"RIFF") and data[8:12] == WEBP:
            return webp_without_words(data)
        if data.startswith(GIF):
            return b"".join(blocks_that_show(data))
        return public_drawing(data) if is_drawing(data) else data
    except (IndexError, ValueError, struct.error):
        return drawn_anew(data)  # cut short, or written by no rule: nothing says where its metadata end


def _segments(data: bytes) -> Iterator[bytes]:
    """What stays of a JPEG behind its first marker, up to its end. Raises `IndexError` when it is cut short."""
    at = len(JPEG)
    while True:
        if data[at] != 0xFF:
            raise ValueError(at)
        marker = data[at + 1]
        if marker == END:
            yield b"\xff\xd9"
            return
        end = at + 2
        if marker not in ALONE and marker != 0xFF:
            end += int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data):
            raise IndexError(end)
        if marker == SCAN:
            end = _end_of_scan(data, end)
        yield _kept(marker, data[at:end])
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the marker after a scan stands: inside it, 0xFF is followed by zero or by a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] and data[at + 1] not in ALONE and data[at + 1] != 0xFF:
            return at
        at += 1


def _kept(marker: int, segment: bytes) -> bytes:
    if marker == EXIF:
        return _turned(_orientation(segment[10:])) if segment[4:10] == b"Exif\0\0" else b""
    shows = marker in {JFIF, ADOBE} or (marker == PROFILE and segment[4:].startswith(b"ICC_PROFILE"))
    return segment if shows or not (marker in APPLICATIONS or marker == COMMENT) else b""


def _orientation(tiff: bytes) -> int:
    """Which side is up, 1 to 8; 1 when it is not said."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == ORIENTATION:
                return int(value)
    except struct.error:
        pass
    return 1


def _turned(orientation: int) -> bytes:
    """An Exif segment that says but which side is up; none when it is the usual one."""
    if orientation not in range(2, 9):
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return struct.pack(">BBH", 0xFF, EXIF, len(body) + 2) + body


def _chunks(data: bytes) -> Iterator[bytes]:
    """What stays of a PNG behind its signature, up to its end. Raises `IndexError` when it is cut short."""
    at = len(PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise IndexError(end)
        if kind in CHUNKS:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end
