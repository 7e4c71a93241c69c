"""How wide words are, and where one that is too long for its line may be cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

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
PIECE, HYPHEN = 5.0, 0.35
SOFT_HYPHEN, NO_WIDTH = "\u00ad", "\u200b"
VOWELS = frozenset("aàâeéèêëiîïoôuùûüyœæ")
PARTS = re.compile(r"[^-–/_?&=@.]+[-–/_?&=@.]*|[-–/_?&=@.]+")
"""Where a long word or an address may be cut without a hyphen."""


def width_of(text: str) -> float:
    """How wide a text is in bold, in ems; rather too wide than too narrow."""
    return sum(WIDTHS.get(letter) or _other(letter) for letter in text)


def cut(word: str, longest: float) -> str:
    """The word with places where a line may end, when it is more than `longest` ems wide.

    Letters are parted by soft hyphens, before a consonant and a vowel where there is one; the rest by spaces of no
    width.
    """
    if width_of(word) <= longest:
        return word
    if word.isalpha():
        return SOFT_HYPHEN.join(_pieces(word, max(min(PIECE, longest) - HYPHEN, 0.1)))
    most = min(PIECE, longest)
    parts = ([part] if width_of(part) <= longest else _pieces(part, most) for part in PARTS.findall(word))
    return NO_WIDTH.join(chain.from_iterable(parts))


def _pieces(word: str, most: float) -> Iterator[str]:
    start = 0
    while start < len(word):
        end = _reach(word, start, most)
        if end < len(word):
            end = next((at for at in range(end, start + 1, -1) if _opens(word, at)), end)
        yield word[start:end]
        start = end


def _reach(word: str, start: int, most: float) -> int:
    """Where a piece ends that begins at `start` and is at most `most` ems wide: at least one letter on."""
    end = start + 1
    while end < len(word) and (width_of(word[start : end + 1]) <= most or _is_mark(word[end])):
        end += 1
    return end


def _opens(word: str, at: int) -> bool:
    """Whether a syllable may begin at a letter: a consonant before a vowel."""
    after = word[at : at + 2].lower()
    return len(after) == 2 and after[0] not in VOWELS and after[1] in VOWELS


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _other(letter: str) -> float:
    if letter.islower() and letter < "\u0180" and letter not in "mwœæ":
        return ACCENTED
    return WIDE if letter < "\u2e80" else WIDEST
