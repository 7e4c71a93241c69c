"""Photographs that no output shows: what is made of them can be shown, stands upright, and tells nothing else."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from restitution.errors import UnreadableSource
from restitution.intake.formats import format_of
from restitution.pictures.developing import WIDEST, developed
from restitution.pictures.formats import is_tall, pixels, suffix
from restitution.pictures.showable import showable
from restitution.readers import photograph

TELEPHONE = (Path(__file__).parent / "telephone.heic").read_bytes()
"""64 by 48 pixels, on its side; its maker is « Marque-Secrete »."""


def saved(mode: str, size: tuple[int, int] = (60, 40), format_: str = "TIFF", turned: int = 0) -> bytes:
    out = io.BytesIO()
    picture = Image.new(mode, size, 40000 if mode == "I;16" else None)
    exif = Image.Exif()
    exif[0x010F] = "Marque-Secrete"
    if turned:
        exif[0x0112] = turned
    picture.save(out, format_, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_sort_of_tiff_is_shown(mode: str) -> None:
    made = developed(saved(mode))
    assert showable(made) == ("png" if mode in {"LA", "RGBA"} else "jpg")
    assert pixels(made) == (60, 40)
    assert b"Secrete" not in made


def test_sixteen_bits_of_grey_stay_as_bright() -> None:
    with Image.open(io.BytesIO(developed(saved("I;16")))) as picture:
        assert abs(int(picture.getpixel((5, 5))) - 40000 // 256) <= 2  # type: ignore[arg-type]


def test_a_telephone_s_photograph_stands_upright_and_tells_nothing() -> None:
    assert b"Secrete" in TELEPHONE
    made = developed(TELEPHONE)
    assert (suffix(made), pixels(made)) == ("jpg", (48, 64))
    assert is_tall(made)
    assert b"Secrete" not in made
    assert b"Exif" not in made


def test_an_avif_is_shown() -> None:
    data = saved("RGB", format_="AVIF")
    assert format_of("vue.avif", data) == "avif"
    assert suffix(developed(data)) == "jpg"


def test_a_picture_on_its_side_is_turned() -> None:
    assert pixels(developed(saved("RGB", turned=6))) == (40, 60)


def test_a_large_scan_becomes_what_a_page_can_show() -> None:
    assert pixels(developed(saved("L", (5000, 2500)))) == (WIDEST, WIDEST // 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"II*\0",
        TELEPHONE[: len(TELEPHONE) // 2],
        TELEPHONE[:40],
        saved("1", (9000, 9000)),
        b"\0\0\0\x18ftypheic",
    ],
    ids=["empty", "head", "half", "cut short", "too large", "brand"],
)
def test_what_cannot_be_shown_is_refused_in_words(data: bytes) -> None:
    assert developed(data) == b""
    with pytest.raises(UnreadableSource, match="enregistrez-la au format JPEG"):
        photograph.prepare(data, "vue.heic")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_raise_nothing(seed: int) -> None:
    for whole in (TELEPHONE, saved("RGB"), saved("RGB", format_="AVIF")):
        data = bytearray(whole)
        for step in range(8):
            data[zlib.crc32(bytes([seed, step])) % len(data)] = zlib.crc32(bytes([step, seed])) % 256
        developed(bytes(data))


@pytest.mark.parametrize(
    ("size", "turned", "tall"), [((3, 4), 1, True), ((4, 3), 1, False), ((4, 3), 6, True), ((3, 4), 8, False)]
)
def test_which_pictures_are_tall(size: tuple[int, int], turned: int, tall: bool) -> None:
    assert is_tall(saved("RGB", size, "JPEG", turned)) is tall


def test_a_drawing_is_not_tall() -> None:
    assert not is_tall(b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='9'/>")
