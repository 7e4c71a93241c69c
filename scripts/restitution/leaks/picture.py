"""What stands in a picture beside its pixels: Exif, coordinates, XMP, remarks (JPEG, PNG, WebP, GIF, TIFF).

The words of an SVG are read as any XML. What pixels show is not read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from restitution.leaks.binary import letters_in
from restitution.leaks.records import Piece

_JPEG, _PNG, _GIF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a")
_TIFF: Final = (b"II*\0", b"MM\0*")
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9
_GPS: Final = 0x8825
_PIXELS: Final = frozenset({b"IDAT", b"fdAT", b"PLTE", b"VP8 ", b"VP8L", b"ALPH", b"ANMF"})
_XMP_PLACE: Final = (b"GPSLatitude", b"GPSLongitude", b"GPSPosition")
POSITION: Final = "position géographique"
_MOST: Final = 4 * 1024 * 1024
_TAIL: Final = 4096
"""Bytes at the end of a GIF, where something may follow it."""


def is_picture(data: bytes) -> bool:
    """Whether bytes begin as a picture of dots does."""
    return data.startswith((_JPEG, _PNG, *_GIF, *_TIFF)) or _is_webp(data)


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def pieces_of_picture(data: bytes, place: str) -> Iterator[Piece]:
    """What each part of a picture says in letters; one whose place on Earth is told gives it away."""
    where = f"{place} (données de l'image)".strip() if place else "données de l'image"
    for part in _parts(data):
        if _tells_place(part):
            yield Piece(where, "", what=POSITION)
        yield Piece(where, letters_in(part))


def _parts(data: bytes) -> Iterator[bytes]:
    """Everything but pixels; of a picture that ends too early, what there is."""
    if data.startswith(_JPEG):
        return _segments(data)
    if data.startswith(_PNG):
        return _png_chunks(data)
    if _is_webp(data):
        return _webp_chunks(data)
    if data.startswith(_GIF):
        return _gif_remarks(data)
    return iter((data[:_MOST],))


def _segments(data: bytes) -> Iterator[bytes]:
    """Of a JPEG: each segment, also of the pictures that follow it, and what stands behind its end."""
    at = len(_JPEG)
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at = _next_marker(data, at)
            continue
        marker = data[at + 1]
        if marker in _ALONE or marker in {0x00, 0xD8, 0xFF}:
            at += 1 if marker == 0xFF else 2
        elif marker == _END:
            yield data[at + 2 : at + 2 + _MOST] if not data[at + 2 :].startswith(_JPEG) else b""
            at += 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            yield b"" if marker == _SCAN else data[at + 4 : end]
            at = end


def _next_marker(data: bytes, at: int) -> int:
    found = data.find(b"\xff", at + 1)
    return found if found >= 0 else len(data)


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if at + 12 + length > len(data):  # cut short, or no chunk at all
            yield data[at : at + _MOST]
        at += 12 + length
        if kind not in _PIXELS:
            yield kind + b" " + _unpacked(kind, body)
        if kind == b"IEND":
            yield data[at : at + _MOST]
            return


def _unpacked(kind: bytes, body: bytes) -> bytes:
    """The text of a chunk, whether it is packed or not."""
    _, _, rest = body.partition(b"\0")
    packed = rest[1:] if kind in {b"zTXt", b"iCCP"} else b""
    if kind == b"iTXt" and rest[:1] == b"\1":
        packed = rest[2:].split(b"\0", 2)[-1]
    if not packed:
        return body
    try:
        return body[: -len(packed)] + b" " + zlib.decompressobj().decompress(packed, _MOST)
    except zlib.error:
        return body


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind not in _PIXELS:
            yield data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _gif_remarks(data: bytes) -> Iterator[bytes]:
    """Comments and notes of programs of a GIF: extensions 0xFE and 0xFF, block after block."""
    at = data.find(b"\x21")
    while 0 <= at < len(data) - 2:
        if data[at + 1] in {0xFE, 0xFF}:
            said, here = b"", at + 2
            while here < len(data) and data[here]:
                said += data[here + 1 : here + 1 + data[here]]
                here += 1 + data[here]
            yield said
        at = data.find(b"\x21", at + 1)
    yield data[-_TAIL:]


def _tells_place(part: bytes) -> bool:
    """Whether Exif or XMP says where on Earth a picture was taken."""
    if any(word in part for word in _XMP_PLACE):
        return True
    tiff = part.removeprefix(b"eXIf ").removeprefix(b"Exif\0\0")
    if not tiff.startswith(_TIFF):
        return False
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        return any(
            struct.unpack_from(f"{order}H", tiff, first + 2 + 12 * entry)[0] == _GPS for entry in range(count)
        )
    except struct.error:
        return False
