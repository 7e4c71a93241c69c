"""What a group of RTF inherits and gives back at its end, and what is being read in it."""

from __future__ import annotations

from binascii import unhexlify
from typing import Final

import msgspec

from restitution.model import Inline, NotTakenReason
from restitution.pandoc import ast
from restitution.readers import rtf_words

KINDS: Final = {
    "pngblip": "png",
    "jpegblip": "jpg",
    "emfblip": "EMF",
    "wmetafile": "WMF",
    "dibitmap": "BMP",
    "wbitmap": "BMP",
    "macpict": "PICT",
}
TWIPS: Final = 1440


class Picture(msgspec.Struct):
    """A picture being read."""

    kind: str = ""
    pieces: list[bytes] = []
    sizes: dict[str, int] = {}


class Shape(msgspec.Struct):
    """A drawing being read: its properties by name, the pictures in it."""

    name: str = ""
    alternative: str = ""
    images: list[Inline] = []


class Field(msgspec.Struct):
    """A field being read: what it commands."""

    command: str = ""


class State(msgspec.Struct):
    """All that a group inherits and gives back at its end."""

    destination: str = "text"
    reason: NotTakenReason | None = None
    codec: str = "cp1252"
    fallback: int = 1
    size: int = 24
    """Of the letters, in half points."""
    look: frozenset[str] = frozenset()
    href: str = ""
    hidden: bool = False
    deleted: bool = False
    style: int = 0
    outline: int = 9
    in_table: bool = False
    depth: int = 0
    list: int = 0
    level: int = 0
    field: Field | None = None
    picture: Picture | None = None
    shape: Shape | None = None
    begins: str = ""
    """What this group began: its end ends it."""


class Style(msgspec.Struct):
    """A paragraph style: its name, its outline level."""

    name: str = ""
    outline: int = 9


def heading_level(style: Style, outline: int) -> int:
    """Level of a heading, 0 for a paragraph."""
    if found := rtf_words.HEADING.fullmatch(style.name):
        return min(int(found[1]), 6)
    if rtf_words.TITLE.fullmatch(style.name):
        return 1
    level = min(outline, style.outline)
    return min(level + 1, 6) if 0 <= level < 9 else 0


def describe(shape: Shape, text: str) -> None:
    """The alternative text of a drawing is that of its pictures, said before or after them."""
    shape.alternative = text
    for image in shape.images:
        image["c"][1] = ast.string(" ".join(text.split()))


def picture_word(picture: Picture, word: str, number: int | None) -> None:
    """A control word inside a picture."""
    if word in KINDS:
        picture.kind = KINDS[word]
    elif word in {"picwgoal", "pichgoal"}:
        picture.sizes["width" if word == "picwgoal" else "height"] = number or 0


def picture_data(pieces: list[bytes]) -> bytes | None:
    r"""Bytes of a picture, written as hexadecimal or after `\bin`."""
    data = b"".join(pieces)
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return data
    digits = b"".join(data.split())
    try:
        return unhexlify(digits[: len(digits) // 2 * 2]) or None
    except ValueError:
        return None


def image_of(picture: Picture, name: str) -> Inline:
    """A picture as pandoc has it, in its place."""
    sizes = [[side, f"{twips / TWIPS:.2f}in"] for side, twips in picture.sizes.items() if twips > 0]
    return {"t": "Image", "c": [["", [], sizes], [], [name, ""]]}
