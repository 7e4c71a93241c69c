"""WebP and GIF as they may be shown: no Exif, no XMP (RFC 9649), no remark of a program (GIF89a, 24 and 26)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

GIF, WEBP = (b"GIF87a", b"GIF89a"), b"WEBP"
SILENT = frozenset({b"EXIF", b"XMP "})
"""Chunks of a WebP that do not show."""
FLAGS, SAYS = b"VP8X", 0x08 | 0x04
"""The chunk of a WebP that says which others follow, and its marks for Exif and XMP."""


def webp_without_words(data: bytes) -> bytes:
    """A WebP without Exif and XMP. Raises `IndexError` when it is cut short."""
    at, kept = 12, []
    while at < len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length
        if end > len(data):
            raise IndexError(end)
        if kind == FLAGS:
            kept.append(data[at : at + 8] + bytes([data[at + 8] & ~SAYS]) + data[at + 9 : end])
        elif kind not in SILENT:
            kept.append(data[at:end])
        if length % 2 and kept and kind not in SILENT:
            kept.append(b"\0")
        at = end + length % 2
    body = WEBP + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
REMARK, APPLICATION = 0xFE, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Notes of programs of a GIF that say how often it plays."""


def blocks_that_show(data: bytes) -> Iterator[bytes]:
    """What stays of a GIF, up to its end. Raises `IndexError` when it is cut short."""
    at = 13 + _colours(data[10])
    yield data[:at]
    while data[at] != TRAILER:
        start, kind = at, data[at]
        if kind == EXTENSION:
            at = _end_of_blocks(data, at + 2)
            told = data[start + 1]
            if told == REMARK or (told == APPLICATION and data[start + 3 : start + 14] not in LOOPS):
                continue
        elif kind == IMAGE:
            at = _end_of_blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            raise ValueError(at)
        yield data[start:at]
    yield data[at : at + 1]


def _colours(flags: int) -> int:
    """Bytes of the table of colours that flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1
