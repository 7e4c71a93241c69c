"""Dates as people write them in French, what they tell of the calendar, and whether the calendar agrees.

« du 20 au 22 mai 2025 », « mardi 20 mai », « 20-22/05/2025 », « fin août 2019 », « 2e trimestre 2026 ».
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final, Literal

import msgspec

MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONGEST: Final = 20_000
"""Letters of a text in which dates are looked for."""
_DIGIT: Final = re.compile(r"\d")

Precision = Literal["", "jour", "mois", "trimestre"]
_FINEST: Final = ("", "jour", "mois", "trimestre")


@cache
def _bare_letter(letter: str) -> str:
    return "".join(" " if bare.isspace() else _ALIKE.get(bare, bare) for bare in _bare(letter))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_MONTH_WORDS: Final = {
    name: number + 1
    for number, month in enumerate(MONTHS)
    for name in (_bare(month), _bare(month)[:3], _bare(month)[:4])
    if name != "jui"
} | {"sept": 9}
_MONTH: Final = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
_SEASONS: Final = {"printemps": (3, 5), "ete": (6, 8), "automne": (9, 11)}
"""First and last month, as meteorologists count them; a winter has two years."""
_QUARTERS: Final = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "dernier": 4}
_WEEKDAY: Final = rf"(?:{'|'.join(WEEKDAYS)})s?|(?:lun|mar|mer|jeu|ven|sam|dim)\."
_NAMED: Final = rf"(?:\b(?:{_WEEKDAY}),?\s*(?:le\s+)?)?"
_DAY: Final = r"\d{1,2}(?:ere?|er?)?(?!\d)"
_JOIN: Final = r"\s*(?:,|-|/|\bet\b|\b(?:au?|jusqu'au)\b)\s*(?:le\s+)?"
_DAYS: Final = rf"{_NAMED}{_DAY}(?:{_JOIN}{_NAMED}{_DAY}){{0,9}}"
_EXPRESSION: Final = re.compile(
    rf"(?<!\d)(?:(?P<day_name>\b(?:{_WEEKDAY}),?\s*(?:le\s+)?)?(?:"
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<figures>(?:\d{1,2}(?:\s+et\s+|\s+au\s+|-))?\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?!\d))"
    r"|(?P<iso_month>\d{4}-\d{2})(?![\d-])"
    rf"|(?P<days>{_DAYS})\s+(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})(?!\d))?"
    rf"|\b(?P<quarter>(?:[1-4](?:er|eme|e)?|{'|'.join(_QUARTERS)})\s+trimestre|t[1-4])\s+(?P<quarter_year>\d{{4}})(?!\d)"
    rf"|(?<!\ba )(?<!\bont )\b(?P<season>{'|'.join(_SEASONS)})\s+(?P<season_year>\d{{4}})(?!\d)"
    rf"|(?:\b(?P<third>debut|mi|fin)[\s-]+)?\b(?P<whole>{_MONTH})\b\.?"
    rf"(?:\s+(?P<whole_year>\d{{4}})(?!\d)|(?={_JOIN}(?:(?:debut|mi|fin)[\s-]+)?(?:{_MONTH})\b\.?\s+\d{{4}}(?!\d)))"
    r")"
)
_ITEM: Final = re.compile(rf"(?:\b(?P<name>{_WEEKDAY}),?\s*(?:le\s+)?)?(?P<day>\d{{1,2}})(?!\d)")
_OPENING: Final = re.compile(r"(?:\b(?:du|les|le|de)\s+)$", re.IGNORECASE)
_TO: Final = re.compile(r"\bau\b|[-/\u2010-\u2015→]", re.IGNORECASE)
"""Between the two ends of a period, where « et » is between two days."""
_Range = tuple[date, date]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One date or period of a text. Dates are ISO: first and last, or one; none when it does not say a year.

    `wrong_days`: the weekdays that the calendar contradicts, as the sentence that says so.
    """

    words: str
    dates: list[str] = []
    precision: Precision = ""
    lacks_year: bool = False
    wrong_days: list[str] = []
    impossible: list[str] = []
    """Days that no calendar has (« 31 juin 2025 »)."""
    is_reversed: bool = False
    """Whether it ends before it begins."""


class _Found(msgspec.Struct):
    """What one expression of a chain says."""

    ranges: list[_Range] = []
    precision: Precision = ""
    lacks_year: bool = False
    wrong_days: list[str] = []
    impossible: list[str] = []


def french_dates(text: str) -> list[str]:
    """ISO dates, first and last (one when it is a day), of the first date or period that `text` tells.

    Nothing for a date without a year or one that does not exist.
    """
    return next((told.dates for told in told_dates(text[:2000]) if told.dates), [])


def told_dates(text: str, year: int = 0) -> Iterator[Told]:
    """Every date or period of a text, in order; `year`: that of the dates that say none, 0 when nobody knows."""
    text = text[:LONGEST]
    if not _DIGIT.search(text):
        return
    plain, places = _plain(text)
    for chain in _chains(plain):
        start, end = places[chain[0].start()], places[chain[-1].end() - 1] + 1
        opening = _OPENING.search(text[:start])
        yield _told(chain, text[opening.start() if opening else start : end], year)


def _plain(text: str) -> tuple[str, list[int]]:
    """Lower case without accents, every dash a hyphen; and where in `text` each of its letters stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for bare in _bare_letter(letter):
            letters.append(bare)
            places.append(place)
    return "".join(letters), places


_ALIKE: Final = {"’": "'", "_": " ", "→": "-"} | {chr(dash): "-" for dash in range(0x2010, 0x2016)}


def _chains(plain: str) -> Iterator[list[re.Match[str]]]:
    """Expressions that a joining word ties together."""
    chain: list[re.Match[str]] = []
    for match in _EXPRESSION.finditer(plain):
        if chain and not re.fullmatch(_JOIN, plain[chain[-1].end() : match.start()]):
            yield chain
            chain = []
        chain.append(match)
    if chain:
        yield chain


def _told(chain: list[re.Match[str]], words: str, year: int) -> Told:
    """What a chain says: a year holds for what stands before it without one (« du 30 mai au 2 juin 2025 »)."""
    known, found = 0, list[_Found]()
    for match in reversed(chain):
        own = _year_of(match)
        one = _found(match, own or known or year)
        if not own and found and found[-1].ranges and one.ranges and one.ranges[0] > found[-1].ranges[-1]:
            one = _found(match, known - 1)  # « du 30 décembre au 2 janvier 2026 »
        known = own or known
        found.append(one)
    ranges = [one for part in reversed(found) for one in part.ranges]
    precisions = [part.precision for part in found if part.ranges]
    return Told(
        words=words,
        dates=_iso(ranges),
        precision=max(precisions, key=_FINEST.index, default=""),
        lacks_year=any(part.lacks_year for part in found),
        wrong_days=[said for part in reversed(found) for said in part.wrong_days],
        impossible=[said for part in reversed(found) for said in part.impossible],
        is_reversed=len(ranges) == 2 and ranges[1] < ranges[0] and bool(_TO.search(words)),
    )


def _iso(ranges: list[_Range]) -> list[str]:
    if not ranges:
        return []
    first, last = min(one[0] for one in ranges), max(one[1] for one in ranges)
    return [first.isoformat()] if first == last else [first.isoformat(), last.isoformat()]


def _year_of(match: re.Match[str]) -> int:
    said = match["year"] or match["whole_year"] or match["quarter_year"] or match["season_year"]
    return int(said or (match["iso"] or match["iso_month"] or "")[:4] or 0) or _figures_year(
        match["figures"] or ""
    )


def _figures_year(figures: str) -> int:
    last = re.split(r"\D", figures)[-1]
    return int(last if len(last) == 4 else f"20{last}") if last else 0


def _found(match: re.Match[str], year: int) -> _Found:
    if match["days"]:
        items = [(one["name"] or "", int(one["day"])) for one in _ITEM.finditer(match["days"])]
        return _of_days(items, _MONTH_WORDS[match["month"]], year)
    if match["iso"]:
        _, month, day = map(int, match["iso"].split("-"))
        return _of_days([(match["day_name"] or "", day)], month, year)
    if match["figures"]:
        *days, month, _ = map(int, re.findall(r"\d+", match["figures"]))
        names = [match["day_name"] or "", *([""] * len(days))]
        return _of_days(list(zip(names, days, strict=False)), month, year)
    return _of_months(match, year)


def _of_months(match: re.Match[str], year: int) -> _Found:
    """A month or a part of one, a quarter, a season."""
    if match["quarter"]:
        word = match["quarter"].split()[0].lstrip("t")
        last = 3 * (_QUARTERS.get(word) or int(word[0]))
        return _Found(ranges=_months(year, last - 2, last), precision="trimestre")
    if match["season"]:
        return _Found(ranges=_months(year, *_SEASONS[match["season"]]), precision="trimestre")
    month = int(match["iso_month"][-2:]) if match["iso_month"] else _MONTH_WORDS[match["whole"]]
    return _Found(ranges=_months(year, month, month, match["third"] or ""), precision="mois")


def _of_days(items: list[tuple[str, int]], month: int, year: int) -> _Found:
    """Days of one month, each with the weekday that is said of it or none."""
    if not year:
        return _Found(lacks_year=True, precision="jour")
    found = _Found(precision="jour")
    for name, number in items:
        day = _real(year, month, number)
        if day:
            found.ranges.append((day, day))
            found.wrong_days += _contradicted(name, day)
        elif 1 <= month <= 12 and number <= 31 and number:
            found.impossible.append(f"le {number} {MONTHS[month - 1]} {year} n'existe pas")
    return found


def _contradicted(name: str, day: date) -> list[str]:
    """What the calendar says against a weekday."""
    real = WEEKDAYS[day.weekday()]
    if not name.strip() or real.startswith(re.split(r"[\s.,]", name.strip())[0].rstrip("s")[:3]):
        return []
    number = "1er" if day.day == 1 else day.day
    return [f"le {number} {MONTHS[day.month - 1]} {day.year} est un {real}"]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(year: int, first: int, last: int, third: str = "") -> list[_Range]:
    """From a month to another, or the beginning, middle or end of one."""
    if not (1 <= first <= last <= 12 and year):
        return []
    end = calendar.monthrange(year, last)[1]
    from_day, to_day = {"debut": (1, 10), "mi": (11, 20), "fin": (21, end)}.get(third, (1, end))
    return [(date(year, first, from_day), date(year, last, to_day))]
