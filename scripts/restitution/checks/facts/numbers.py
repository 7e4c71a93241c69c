"""Numbers as texts write them, with their unit and how finely they are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.dates import told_dates
from restitution.messages import folded

_SPACE: Final = "[ \u00a0\u202f\u2009]"
_UNITS: Final = {
    "hab/km2": r"(?:hab(?:\.|itants?)?\s?(?:/|par|au)\s?(?:km[²2]|kilomètre carré))",
    "EUR/m2": r"(?:€|euros?)\s?(?:/|par|le|au)\s?m[²2]",
    "km2": r"km[²2]|kilomètres? carrés?",
    "m2": r"m[²2]",
    "%": r"%|pour cent|p\.\s?100",
    "MEUR": r"(?:M€|millions? d['’]euros)",
    "kEUR": r"k€",
    "EUR": r"€|euros?\b",
    "MWh": r"MWh\b",
    "GWh": r"GWh\b",
    "kWh": r"kWh\b",
    "kW": r"kW\b",
    "km": r"km\b|kilomètres?\b",
    "ha": r"ha\b|hectares?\b",
    "min": r"min(?:utes?)?\b",
    "habitants": r"hab(?:\.|itants?\b)",
}
"""Units, the longest first: km² before km."""
_UNIT: Final = "|".join(f"(?P<u{number}>{form})" for number, form in enumerate(_UNITS.values()))
_NUMBER: Final = re.compile(
    rf"(?<![\w.,/°-])(?P<number>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/])"
    rf"(?:{_SPACE}?(?:{_UNIT}))?"
)
_TELEPHONE: Final = re.compile(r"\b0\d(?:[ .\u00a0\u202f-]?\d\d){4}\b")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ABOUT: Final = re.compile(
    r"\b(environ|près de|presque|autour de|plus de|moins de|au moins|à peu près|quelque)\s+$", re.IGNORECASE
)
LONGEST: Final = 2000
"""Letters of a text in which numbers are looked for: no sentence is longer."""
MOST_DIGITS: Final = 20
"""Signs of a number beyond which it counts nothing that notes speak of, nor fits in a computer's."""
ROUGH: Final = 0.1
"""How far « environ » may be from the true figure."""


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a text. `step`: half of the last digit that it gives."""

    value: float
    unit: str
    step: float
    start: int
    end: int
    about: bool = False

    def agrees(self, other: Number) -> bool:
        """Whether both tell one figure, as finely as each does."""
        margin = max(self.step, other.step)
        if self.about or other.about:
            margin = max(margin, ROUGH * max(abs(self.value), abs(other.value)))
        return abs(self.value - other.value) <= margin * 1.0001


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of a text that count something: neither years nor dates."""
    text = text[:LONGEST]
    told = (one.words for one in told_dates(text) if one.dates or one.lacks_year)
    left_out = [(text.find(words), len(words)) for words in (*told, *_TELEPHONE.findall(text))]
    for match in _NUMBER.finditer(text):
        unit = _unit(match)
        if any(start <= match.start() < start + length for start, length in left_out):
            continue
        if not unit and _YEAR.fullmatch(match["number"]):
            continue
        said = re.sub(_SPACE, "", match["number"]).replace(",", ".")
        if len(said) > MOST_DIGITS:
            continue
        yield Number(
            value=float(said),
            unit=unit,
            step=_step(said),
            start=match.start(),
            end=match.end(),
            about=bool(_ABOUT.search(text[max(0, match.start() - 20) : match.start()])),
        )


def years_in(text: str) -> frozenset[str]:
    """The years that a text names: « 2022 », « 2016-2022 »."""
    return frozenset(_YEAR.findall(text))


def unit_in(text: str) -> str:
    """The unit that a label tells: « Densité (hab./km²) »."""
    found = re.search(rf"(?<![\w])(?:{_UNIT})", text)
    return _unit(found) if found else ""


def _unit(match: re.Match[str]) -> str:
    return next((name for number, name in enumerate(_UNITS) if match[f"u{number}"]), "")


def _step(said: str) -> float:
    """Half of the last digit: zeros at the end of a large round number are not told."""
    if "." in said:
        return 0.5 * float(10 ** -len(said.split(".")[1]))
    zeros = len(said) - len(said.rstrip("0"))
    return 0.5 * float(10 ** (zeros if len(said) > 3 else 0))


def is_title_of_years(text: str) -> bool:
    """Whether a head of column is a year, or words around one: « 2022 », « Recensement 2022 »."""
    return len(years_in(text)) == 1 and len(folded(text).split()) <= 3
