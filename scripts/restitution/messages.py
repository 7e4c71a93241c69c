"""French words for people: lists, counts, dates, and the nearest valid word to a wrong one."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

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
NARROW_SPACE: Final = "\u202f"
NEAR_ENOUGH: Final = 65.0

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """`text` as lower-case words without accents, ligatures and punctuation, one space between; idempotent."""
    # twice: a compatibility form may open into capitals (Unicode, clause 3.13, NFKC_Casefold)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", bare.translate(_LIGATURES)).strip()


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` most likely meant, accents and case indifferent; None when none resembles it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 40 ms, only when something is wrong

    known = list(choices)
    scores = [(folded(choice), choice) for choice in known]
    found = process.extractOne(
        folded(word), [name for name, _ in scores], scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH
    )
    return scores[found[2]][1] if found else None


def listed(words: Iterable[str], link: str = "et") -> str:
    """« a, b et c »; `link`: « et » or « ou »."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {link} {last}" if first else last


def expected(word: str, choices: Sequence[str]) -> str:
    """What to say was expected: the nearest choice, else all of them (« HG, VA ou MO »)."""
    return nearest(word, choices) or listed(choices, "ou")


def number(value: float, decimals: int = 0) -> str:
    """« 58 200 », « 3,5 »: narrow no-break spaces between thousands, a decimal comma."""
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")


def plural(count: int, one: str, many: str = "") -> str:
    """« 1 note », « 3 notes »; `many`: the plural, where an s to each word does not make it."""
    return f"{number(count)} {one if abs(count) < 2 else many or _with_s(one)}"


def _with_s(words: str) -> str:
    return " ".join(word if word[-1] in "sxz" else f"{word}s" for word in words.split(" "))


def letters(number: int) -> str:
    """A, B, … Z, AA, AB, …: an annex or a spreadsheet's column, from 1."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def french_date(iso: str) -> str:
    """« 20 mai 2025 », « 1er mai 2025 »."""
    day = date.fromisoformat(iso)
    return f"{_day(day)} {MONTHS[day.month - 1]} {day.year}"


def french_period(dates: Sequence[str]) -> str:
    """« 20 mai 2025 », « du 20 au 22 mai 2025 », « août 2019 » for a whole month; empty without a date."""
    if not dates:
        return ""
    first, last = date.fromisoformat(dates[0]), date.fromisoformat(dates[-1])
    if first == last:
        return french_date(dates[0])
    if (first.year, first.month) != (last.year, last.month):
        year = "" if first.year == last.year else f" {first.year}"
        return f"du {_day(first)} {MONTHS[first.month - 1]}{year} au {french_date(dates[-1])}"
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"du {_day(first)} au {french_date(dates[-1])}"


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


_MONTH_WORDS: Final = {
    name: number_ + 1
    for number_, month in enumerate(MONTHS)
    for name in (folded(month), folded(month)[:3], folded(month)[:4])
    if name != "jui"
} | {"sept": 9}
_MONTH: Final = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
_JOIN: Final = r"\s*(?:,|-|/|\bet\b|\bau?\b|\bjusqu'au\b)\s*(?:le\s+)?"
_WEEKDAY: Final = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b\s*")
_EXPRESSION: Final = re.compile(
    r"(?<!\d)(?:"
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<figures>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?!\d)"
    r"|(?P<iso_month>\d{4}-\d{2})(?![\d-])"
    rf"|(?P<days>\d{{1,2}}(?:{_JOIN}\d{{1,2}})*)\s+(?P<month>{_MONTH})\b\.?(?:\s+(?P<year>\d{{4}})(?!\d))?"
    rf"|(?:\b(?P<third>debut|mi|fin)[\s-]+)?\b(?P<whole>{_MONTH})\b\.?\s+(?P<whole_year>\d{{4}})(?!\d)"
    r")"
)
_Span = tuple[date, date]


def french_dates(text: str) -> list[str]:
    """ISO dates, first and last (one when it is a day), of the first date or period that `text` tells.

    « 20-22 mai 2025 », « mardi 20 mai 2025 », « du 30 septembre au 2 octobre 2025 », « fin août 2019 »,
    2025-05-20, 20/05/2025. Nothing for a date without a year or one that does not exist.
    """
    spans = next(_periods(_plain(text)), None)
    if not spans:
        return []
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return [first.isoformat()] if first == last else [first.isoformat(), last.isoformat()]


def _plain(text: str) -> str:
    """Lower case without accents, every dash a hyphen, neither weekdays nor « 1er », nor no-break spaces."""
    bare = unicodedata.normalize("NFKD", text[:2000].casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(r"[\u2010-\u2015\u2192]", "-", bare).replace("_", " ").replace("’", "'")
    bare = re.sub(r"(?<=\d)er?\b", "", bare)
    return _WEEKDAY.sub("", re.sub(r"\s+", " ", bare))


def _periods(text: str) -> Iterator[list[_Span]]:
    """Expressions that a joining word ties together, period after period; those that say no date are left out."""
    chain: list[re.Match[str]] = []
    for match in _EXPRESSION.finditer(text):
        if chain and not re.fullmatch(_JOIN, text[chain[-1].end() : match.start()]):
            yield from _told(chain)
            chain = []
        chain.append(match)
    yield from _told(chain)


def _told(chain: list[re.Match[str]]) -> Iterator[list[_Span]]:
    year, spans = "", []
    for match in reversed(chain):
        year = match["year"] or match["whole_year"] or (match["iso"] or "")[:4] or year
        spans += _spans(match, year)
    if spans:
        yield spans


def _spans(match: re.Match[str], year: str) -> list[_Span]:
    if match["iso"]:
        numbers = [match["iso"].split("-")]
    elif match["figures"]:
        day, month, short_year = match["figures"].split(match["mark"])
        numbers = [[short_year if len(short_year) == 4 else f"20{short_year}", month, day]]
    elif match["days"] and year:
        month = str(_MONTH_WORDS[match["month"]])
        numbers = [[year, month, day] for day in re.findall(r"\d+", match["days"])]
    elif match["iso_month"]:
        year, _, month = match["iso_month"].partition("-")
        return _month_span(int(year), int(month))
    elif match["whole"]:
        return _month_span(int(match["whole_year"]), _MONTH_WORDS[match["whole"]], match["third"] or "")
    else:
        numbers = []
    return [(day, day) for one in numbers if (day := _real(*map(int, one)))]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int, third: str = "") -> list[_Span]:
    """A month, or its beginning, middle or end."""
    if not (1 <= month <= 12 and year):
        return []
    end = calendar.monthrange(year, month)[1]
    first, last = {"debut": (1, 10), "mi": (11, 20), "fin": (21, end)}.get(third, (1, end))
    return [(date(year, month, first), date(year, month, last))]
