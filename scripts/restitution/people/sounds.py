"""How a French word sounds, roughly: names that a machine heard are spelt by ear (« vauclin », « vaukelin »)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

_STEPS: Final = [
    (re.compile(form), sound)
    for form, sound in (
        (r"(.)\1+", r"\1"),
        (r"^h|(?<![cps])h", ""),
        (r"ph", "f"),
        (r"sch|sh|ch", "C"),
        (r"eaux?|aux?|o[st]?$|os$", "o"),
        (r"oeu|eu", "E"),
        (r"ou|oo", "U"),
        (r"oi|oy", "wa"),
        (r"qu|q|ck|k|c(?=[^eiyC]|$)", "K"),
        (r"c(?=[eiy])|sc(?=[eiy])|x(?=.)|z", "s"),
        (r"gu(?=[aeiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"g(?=n)", ""),
        (r"y", "i"),
        (r"(?:ill|il)(?=[aeoUE])", "i"),
        (r"(?:ain|ein|aim|im|in|un|um)(?![aeioUEhnm])", "1"),
        (r"(?:an|am|en|em)(?![aeioUEhnm])", "2"),
        (r"(?:on|om)(?![aeioUEhnm])", "3"),
        (r"(?:ai|ei|er$|ez$|et$|ee$|es$|e$)", "e"),
        (r"(?<=.)[stdxpz]+$", ""),
        (r"th", "t"),
        (r"(?<=[^aeiou])e(?=[^aeiou1-3\W]{1}[aeioUE1-3])", ""),
        (r"e$", ""),
        (r"(.)\1+", r"\1"),
    )
]
SHORTEST: Final = 4
"""Sounds from which two words that differ by one may be the same name."""


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The sounds of a plain word in lower case; words that are said alike have the same."""
    for form, said in _STEPS:
        word = form.sub(said, word)
    return word.lower()


def alike(one: str, other: str) -> bool:
    """Whether two sounds may be one name misheard: the same, or long and one sound apart."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    return shorter > SHORTEST and one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=1) <= 1
