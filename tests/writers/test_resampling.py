"""Pictures weigh what paper shows of them, and look the same."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from restitution.pandoc import ast
from restitution.pandoc.printed import LANDSCAPE, LOGOS, PAGE, Room, printed_rooms, sharpness
from restitution.writers.media import public_picture
from restitution.writers.resampling import ORIENTATION, SIDEWAYS, UPRIGHT, resampled

SMALL_ROOM = Room(1.27, 1.27)
"""A hundred pixels at 200 an inch."""


def picture(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A gradient with a dark corner at the top left: which side is up is seen."""
    ramp = Image.linear_gradient("L").resize(size).convert(mode)
    ramp = Image.blend(ramp, Image.effect_noise(size, 90).convert(mode), 0.1)
    ramp.paste(Image.new(mode, (size[0] // 3, size[1] // 3)), (0, 0))
    return ramp


def encoded(image: Image.Image, kind: str, **looks: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **looks)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, of 255."""
    both = [image.convert("RGB").resize((40, 40)) for image in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*both)).mean)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "wanted"),
    [
        ("JPEG", "RGB", (400, 200), (100, 50)),
        ("JPEG", "L", (200, 400), (50, 100)),
        ("JPEG", "CMYK", (400, 400), (100, 100)),
        ("PNG", "RGB", (300, 300), (100, 100)),
        ("PNG", "RGBA", (300, 150), (100, 50)),
        ("PNG", "LA", (300, 150), (100, 50)),
        ("PNG", "P", (900, 450), (100, 50)),
        ("JPEG", "RGB", (105, 50), (105, 50)),  # not worth a loss
        ("PNG", "RGB", (60, 60), (60, 60)),  # never enlarged
        ("PNG", "I;16", (400, 400), (400, 400)),  # sixteen bits would be lost
        ("GIF", "P", (400, 400), (400, 400)),
    ],
)
def test_a_picture_for_its_room(kind: str, mode: str, size: tuple[int, int], wanted: tuple[int, int]) -> None:
    made = Image.new(mode, size) if mode == "I;16" else picture(size, "RGB" if mode in {"P", "CMYK"} else mode)
    before = encoded(made.convert(mode), kind)
    shown = resampled(before, SMALL_ROOM)
    assert decoded(shown).format == kind
    assert decoded(shown).size == wanted
    assert difference(decoded(before), decoded(shown)) < 3
    assert shown == resampled(before, SMALL_ROOM)
    assert (shown is before) == (size == wanted)


@pytest.mark.parametrize("orientation", [1, *UPRIGHT])
@pytest.mark.parametrize("size", [(400, 200), (50, 25)])
def test_a_photograph_is_made_upright(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    upright = picture(size)
    undo = {6: 8, 8: 6}.get(orientation, orientation)
    stored = upright.transpose(UPRIGHT[undo]) if orientation in UPRIGHT else upright
    before = encoded(stored, "JPEG", quality=95, exif=exif)
    shown = decoded(resampled(public_picture(before), SMALL_ROOM))
    assert shown.getexif().get(ORIENTATION, 1) == 1
    assert (shown.width > shown.height) == (upright.width > upright.height)
    assert difference(upright, shown) < 6
    assert orientation not in SIDEWAYS or stored.size == upright.size[::-1]


def test_what_is_transparent_stays_so() -> None:
    image = picture((300, 300), "RGBA")
    image.putalpha(Image.linear_gradient("L").resize((300, 300)))
    shown = decoded(resampled(encoded(image, "PNG"), SMALL_ROOM))
    assert shown.getpixel((50, 2))[3] < 10  # type: ignore[index]
    assert shown.getpixel((50, 97))[3] > 245  # type: ignore[index]
    palette = picture((900, 900)).quantize(64)
    clear = decoded(resampled(encoded(palette, "PNG", transparency=0), SMALL_ROOM))
    assert clear.mode == "RGBA"
    assert clear.getextrema()[3][0] < 255  # type: ignore[index]


def test_a_profile_of_colours_goes_along() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG"):
        shown = resampled(encoded(picture((300, 300)), kind, icc_profile=profile, dpi=(300, 300)), SMALL_ROOM)
        assert decoded(shown).info["icc_profile"] == profile
        assert decoded(shown).info["dpi"] == pytest.approx((100, 100), abs=1)


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_a_webp_becomes_what_word_shows(mode: str, kind: str) -> None:
    image = picture((400, 400), mode)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize((400, 400)))
    assert decoded(resampled(encoded(image, "WEBP", quality=100), SMALL_ROOM)).format == kind


def test_what_moves_stays_as_it_is() -> None:
    frames = [picture((300, 300)), Image.new("RGB", (300, 300), "red")]
    for kind in ("PNG", "WEBP", "GIF"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert resampled(data, SMALL_ROOM) is data


def test_a_picture_that_is_cut_short_stays_as_it_is() -> None:
    for kind in ("JPEG", "PNG"):
        data = encoded(picture((400, 400)), kind)[:-200]
        assert resampled(data, SMALL_ROOM) is data


def test_a_bomb_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )
    monkeypatch.setattr(Image.Image, "resize", lambda *_: pytest.fail("decoded"))
    assert resampled(bomb, SMALL_ROOM) is bomb


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"RIFF"])
)
def test_whatever_else_stays_as_it_is(data: bytes, start: bytes) -> None:
    assert resampled(start + data, SMALL_ROOM) == start + data


@given(st.integers(0, 40), st.integers(0, 2000))
def test_a_damaged_photograph_never_raises(cut: int, seed: int) -> None:
    data = bytearray(PHOTOGRAPH)
    dice = random.Random(seed)  # noqa: S311 the same damage each time
    for _ in range(cut):
        data[dice.randrange(len(data))] = dice.randrange(256)
    resampled(bytes(data), SMALL_ROOM)


PHOTOGRAPH = encoded(picture((300, 200)), "JPEG")


@pytest.mark.parametrize(
    ("pixels", "room", "inch"),
    [((4000, 3000), PAGE, 635), ((1260, 500), PAGE, 200), ((320, 160), PAGE, 96), ((1000, 4000), PAGE, 581)],
)
def test_how_sharp_a_picture_is_printed(pixels: tuple[int, int], room: Room, inch: int) -> None:
    assert round(sharpness(pixels, room)) == inch


def shown(target: str, **keys: str) -> dict[str, Any]:
    return ast.para([{"t": "Image", "c": [ast.attributes(**keys), [], [target, ""]]}])


def test_the_room_of_each_picture() -> None:
    blocks = [
        shown("page"),
        shown("narrow", width="5cm"),
        shown("share", width="50%"),
        shown("wide", width="40cm"),
        ast.div([ast.div([shown("logo")], "logos")], "couverture"),
        ast.div([shown("landscape"), shown("twice")], "paysage"),
        shown("twice", width="5cm"),
        {"t": "Figure", "c": [ast.attributes(), [None, []], [shown("figure", width="20mm")]]},
    ]
    assert printed_rooms(blocks) == {
        "page": PAGE,
        "narrow": Room(5.0, PAGE.height),
        "share": PAGE,
        "wide": PAGE,
        "logo": LOGOS,
        "landscape": LANDSCAPE,
        "twice": LANDSCAPE,
        "figure": Room(2.0, PAGE.height),
    }
