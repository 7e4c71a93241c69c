"""Fonts of signs: their characters have no code points of their own, only places that the font draws."""

from __future__ import annotations

import re
from typing import Final

_GREEK: Final = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_CIRCLED: Final = [chr(0x24EA), *map(chr, range(0x2460, 0x246A)), chr(0x24FF), *map(chr, range(0x2776, 0x2780))]
LETTERS: Final[dict[str, dict[int, str]]] = {
    "Symbol": {
        **{0x30 + n: str(n) for n in range(10)},
        **{0x61 + n: letter for n, letter in enumerate(_GREEK)},
        **{0x41 + n: letter.upper() for n, letter in enumerate(_GREEK)},
        0x44: "∆",
        0x4A: "ϑ",
        0x56: "ς",
        0xA1: "ϒ",
        0xA6: "ƒ",
        0xC0: "ℵ",
        0xC1: "ℑ",
        0xC2: "ℜ",
    },
    "Wingdings": {0x5C: "ॐ", **{0x80 + n: digit for n, digit in enumerate(_CIRCLED)}},
    "Wingdings 2": {0x69 + n: digit for n, digit in enumerate(_CIRCLED)},
    "Webdings": {0xE8: "Ⓟ"},
}
"""Letters and digits of these fonts, by the last byte of their place."""
PLACES: Final = re.compile("[\uf020-\uf0ff]")


def letter(font: str, place: str) -> str:
    """The letter or digit at a place given in hexadecimal; a space for a sign that is none."""
    try:
        return LETTERS.get(font, {}).get(int(place, 16) & 0xFF, " ")
    except ValueError:
        return " "
