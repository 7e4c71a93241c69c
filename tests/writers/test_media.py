"""Pictures are published without what a camera wrote in them, and look the same."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

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
def test_what_follows_no_rule_is_empty_and_what_is_no_picture_stays(data: bytes, start: bytes) -> None:
    shown = public_picture(start + data)
    assert shown in {b"", start + data} or shown.endswith((END, LOOK[-1]))


SIZE = (64, 48)


def photograph(kind: str, **said: Any) -> bytes:
    """A picture of Pillow's, with what a camera or a program writes in it."""
    out = io.BytesIO()
    picture = Image.effect_noise(SIZE, 80).convert("P" if kind == "GIF" else "RGB")
    picture.save(out, kind, **said)
    return out.getvalue()


def camera() -> Image.Exif:
    """Exif with its artist and where it was."""
    exif_ = Image.Exif()
    exif_[0x013B] = SECRET.decode()
    exif_.get_ifd(0x8825)[2] = (45.0, 45.0, 50.0)
    exif_[0x8825] = exif_.get_ifd(0x8825)
    return exif_


PHOTOGRAPHS = {
    "webp": photograph("WEBP", exif=camera(), xmp=b"<x:xmpmeta>" + SECRET, lossless=True),
    "webp that moves": photograph("WEBP", exif=camera(), save_all=True, append_images=[Image.new("RGB", SIZE)]),
    "gif": photograph("GIF", comment=SECRET),
    "gif that moves": photograph("GIF", comment=SECRET, save_all=True, append_images=[Image.new("P", SIZE, 3)]),
    "jpeg cut short": photograph("JPEG", exif=camera(), quality=95)[:-900],
    "png cut short": photograph("PNG", exif=camera())[:-200],
}  # fmt: skip


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_picture_of_any_kind_says_nothing_of_people_and_looks_the_same(name: str) -> None:
    before = PHOTOGRAPHS[name]
    assert SECRET in before
    shown = public_picture(before)
    assert SECRET not in shown
    assert public_picture(shown) == shown
    with Image.open(io.BytesIO(shown)) as picture:
        assert not picture.getexif()
        assert picture.size == SIZE
        if "cut" not in name:
            with Image.open(io.BytesIO(before)) as whole:
                assert getattr(picture, "n_frames", 1) == getattr(whole, "n_frames", 1)
                assert picture.convert("RGB").tobytes() == whole.convert("RGB").tobytes()
