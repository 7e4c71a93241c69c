"""How many people a text says: « 14 participants », « neuf visiteurs, cinq hôtes », « une douzaine »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from restitution.messages import folded

_SMALL: Final = (
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS: Final = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80}
_ROUND: Final = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
_NUMBERS: Final = (
    {word: number for number, word in enumerate(_SMALL) if number}
    | {"une": 1}
    | _TENS
    | {
        f"{ten}-{unit}": value + number
        for ten, value in _TENS.items()
        for number, unit in enumerate(_SMALL)
        if number
    }
    | {f"{ten}-et-un": value + 1 for ten, value in _TENS.items()}
    | {"soixante-et-onze": 71, "quatre-vingts": 80}
)
_NUMBER: Final = rf"\d{{1,4}}|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))}"
_WHO: Final = r"participants?|personnes|presents?|inscrits?|delegues?|voyageurs"
_ALL: Final = re.compile(
    rf"(?:\b(?P<about>environ|pres de|plus de|moins de|au moins|une?)\s+)?"
    rf"\b(?P<number>{_NUMBER}|{'|'.join(_ROUND)})\s+(?:de\s+|d')?(?:{_WHO})\b"
)
_TWO: Final = re.compile(
    rf"\b({_NUMBER})\s+(?:visiteur|visiteuse)s?\b(?P<between>[^.;:]{{0,20}}?)\b({_NUMBER})\s+hotes?\b"
)
_HEADED: Final = re.compile(r"\((\d{1,3})\)\s*:?\s*$")
ABOUT: Final = 0.15
"""How far a round number may be from the true one: « une douzaine » is 11 to 13."""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A number of people: from `least` to `most`, and the words that say it."""

    least: int
    most: int
    words: str

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.least == self.most

    def agrees(self, other: Count) -> bool:
        """Whether both may be true."""
        return self.least <= other.most and other.least <= self.most


def count_said(text: str) -> Count | None:
    """The number of those present that a text gives, hosts and visitors together."""
    plain = _plain(text)
    if two := _TWO.search(plain):
        total = number_of(two[1]) + number_of(two[3])
        return Count(least=total, most=total, words=text)
    found = _ALL.search(plain)
    if found is None:
        return None
    return _count(found["number"], found["about"] or "", text)


def counts_at_heads(texts: Iterable[str]) -> Count | None:
    """« Visiteurs (9) : », « Pour nous recevoir (5) : »: the sum of what the heads of lists say."""
    said = [(text, int(match[1])) for text in texts if (match := _HEADED.search(text))]
    total = sum(number for _, number in said)
    return Count(least=total, most=total, words=" ; ".join(text for text, _ in said)) if said else None


def exact(text: str) -> Count | None:
    """What a field « Nombre de participants » says."""
    plain = _plain(text).strip(" .")
    found = re.match(
        rf"(?:(?P<about>environ|pres de|plus de|une?)\s+)?(?P<number>{_NUMBER}|{'|'.join(_ROUND)})\b", plain
    )
    return _count(found["number"], found["about"] or "", text) if found else None


def alone(text: str) -> Count | None:
    """What « Participants : 18 » says: a number, with its unit or a remark in brackets, and no name."""
    plain = re.sub(rf"\s*(?:{_WHO})?\s*(?:\([^()]*\))?$", "", _plain(text).strip(" ."))
    number = rf"(?:(?:environ|pres de|plus de|une?)\s+)?(?:{_NUMBER}|{'|'.join(_ROUND)})"
    return exact(text) if re.fullmatch(number, plain) else None


def _count(number: str, about: str, words: str) -> Count:
    value = _ROUND.get(number) or number_of(number)
    if number not in _ROUND and about in {"", "un", "une"}:
        return Count(least=value, most=value, words=words)
    if about in {"plus de", "au moins"}:
        return Count(least=value, most=10 * value, words=words)
    if about == "moins de":
        return Count(least=0, most=value, words=words)
    margin = int(value * ABOUT)
    return Count(least=value - margin, most=value + margin, words=words)


def number_of(word: str) -> int:
    """The value of a number in figures or, up to 99, in letters."""
    return int(word) if word.isdecimal() else _NUMBERS.get(word, 0)


def _plain(text: str) -> str:
    """Lower case without accents, hyphens, brackets and colons kept."""
    return re.sub(r"[^\s'’()\-.,;:]+", lambda word: folded(word[0]), text.replace("’", "'"))
