"""How wide words are, and where one that is too long for its line may be cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LETTERS = {
    0.3: "ijl.,:;'’!|· \u00a0\u202f",
    0.45: 'frtIJ-‑–()[]/_"“”°',
    0.53: "csz?«»",
    0.6: "aekvxygz0123456789€+=<>",
    0.7: "bdhnopquBCEFKLPRSTVXYZ#",
    0.82: "ADGHNOQU",
}
"""Ems: how wide letters of Noto Sans Bold are (its `hmtx` table), rounded up."""
ACCENTED, WIDE, WIDEST = 0.7, 1.0, 1.3
WIDTHS = {letter: width for width, letters in LETTERS.items() for letter in letters}
PIECE = 5.0
PARTS = re.compile(r"[^-–/_?&=@.]+[-–/_?&=@.]*|[-–/_?&=@.]+")
"""Where a long word or an address may be cut without a hyphen."""


def width_of(text: str) -> float:
    """How wide a text is in bold, in ems; rather too wide than too narrow."""
    return sum(WIDTHS.get(letter) or _other(letter) for letter in text)


def cut(word: str, longest: float) -> list[str]:
    """The word whole when it is at most `longest` ems wide, else in pieces between which a line may end."""
    if width_of(word) <= longest:
        return [word]
    return [piece for part in PARTS.findall(word) for piece in _pieces(part, longest)]


def _pieces(part: str, longest: float) -> Iterator[str]:
    if width_of(part) <= longest:
        yield part
        return
    piece, most = "", min(PIECE, longest)
    for letter in part:
        if piece and width_of(piece + letter) > most and not unicodedata.category(letter).startswith("M"):
            yield piece
            piece = ""
        piece += letter
    yield piece


def _other(letter: str) -> float:
    if letter.islower() and letter < "\u0180" and letter not in "mwœæ":
        return ACCENTED
    return WIDE if letter < "\u2e80" else WIDEST
