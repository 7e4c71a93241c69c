"""Pictures are published without what a camera wrote in them, and look the same."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.writers.media import public_picture

SECRET = b"Nadege Vauquelin 45.7640 4.8357"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int, order: str = ">") -> bytes:
    head = b"MM" if order == ">" else b"II"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(f"{order}HHII", 0x013B, 2, len(SECRET), 38)
    tiff = head + struct.pack(f"{order}HIH", 42, 8, 2) + entries + struct.pack(f"{order}I", 0) + SECRET
    return segment(0xE1, b"Exif\0\0" + tiff)


JFIF = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
ICC = segment(0xE2, b"ICC_PROFILE\0\x01\x01profil")
TABLES = segment(0xDB, bytes(65))
SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd3\x56"
END = b"\xff\xd9"


def jpeg(*parts: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


LOOK = chunk(b"IHDR", bytes(13)), chunk(b"gAMA", bytes(4)), chunk(b"IDAT", b"\x01\x02"), chunk(b"IEND", b"")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photograph_keeps_its_look_and_which_side_is_up(order: str) -> None:
    said = (
        exif(6, order),
        segment(0xED, SECRET),
        segment(0xFE, SECRET),
        segment(0xE1, b"http://ns.adobe\0" + SECRET),
    )
    shown = public_picture(jpeg(JFIF, *said, ICC, TABLES, SCAN, TABLES, SCAN, END, SECRET))
    assert SECRET not in shown
    turned = segment(0xE1, b"Exif\0\0MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0))
    assert shown == jpeg(JFIF, turned, ICC, TABLES, SCAN, TABLES, SCAN, END)
    assert public_picture(shown) == shown


def test_an_upright_photograph_says_nothing() -> None:
    assert public_picture(jpeg(exif(1), TABLES, SCAN, END)) == jpeg(TABLES, SCAN, END)


def test_a_drawing_keeps_its_look() -> None:
    head, *rest = LOOK
    texts = [chunk(kind, SECRET) for kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME")]
    assert public_picture(PNG + head + b"".join([*texts, *rest]) + SECRET) == PNG + b"".join(LOOK)


@given(st.binary(max_size=80), st.sampled_from([b"", PNG, b"\xff\xd8", b"\xff\xd8\xff\xe1", PNG + LOOK[0]]))
def test_whatever_else_stays_as_it_is(data: bytes, start: bytes) -> None:
    shown = public_picture(start + data)
    assert shown == start + data or shown.endswith((END, LOOK[-1]))
