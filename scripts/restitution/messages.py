"""French words for people: lists, counts, dates, and the nearest valid word to a wrong one."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from restitution.dates import MONTHS
from restitution.dates import french_dates as french_dates  # noqa: PLC0414 read here by all who write dates

NARROW_SPACE: Final = "\u202f"
NEAR_ENOUGH: Final = 65.0
TOLD_IN_MEGABYTES: Final = 100_000
"""Bytes from which a weight is told in megabytes, with one decimal."""
SOURCE_STATES: Final = {
    "taken": "repris",
    "superseded": "remplacé",
    "returned_copy": "copie relue",
    "waiting": "en attente",
    "set_aside": "mis de côté",
    "ignored": "ignoré",
}
"""What a file of `sources/` may be, in words."""

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_EXPORTED: Final = re.compile(
    r"^GMT20\d{6}-\d{6}.*$|[ _-]*(?<!\d)20\d{6}[ _T-]\d{4,6}(?:UTC)?(?!\d)[^\d]*$", re.IGNORECASE
)
"""What Teams and Zoom write into the name of a recording or a transcript."""
_ISO_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_](\d\d)[-_](\d\d)(?!\d)")
_SAYS_NOTHING: Final = frozenset(
    {"", "transcript", "transcription", "recording", "recording transcript", "audio only", "meeting", "captions"}
)
_NOT_A_WORD: Final = re.compile(r"[\W_]+")
_ACCENTS: Final = re.compile("[\u0300-\u034e\u0350-\u036f]")
"""The marks of Latin letters; the others are looked for one by one where something is left."""


def folded(text: str) -> str:
    """`text` as lower-case words without accents, ligatures and punctuation, one space between; idempotent."""
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    # twice: a compatibility form may open into capitals (Unicode, clause 3.13, NFKC_Casefold)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = _ACCENTS.sub("", plain)
    if not bare.isascii():
        bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
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


def ending_with(said: str, paths: Iterable[str]) -> list[str]:
    """The paths of which a person gives the end: a name alone, with or without its ending, or some folders too."""
    end = f"/{said.strip().removeprefix('sources/').strip('/').casefold()}"
    if end == "/":
        return []
    known = [(path, f"/{path.casefold()}") for path in paths]
    whole = [path for path, folded_path in known if folded_path.endswith(end)]
    return whole or [path for path, folded_path in known if folded_path.rpartition(".")[0].endswith(end)]


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


def weight(size: int) -> str:
    """« 340 ko », « 2,4 Mo », « 2,0 Go »: what so many bytes weigh."""
    if size >= 10**9:
        return f"{number(size / 1e9, 1)} Go"
    return f"{number(size / 1e6, 1)} Mo" if size >= TOLD_IN_MEGABYTES else f"{number(size / 1e3)} ko"


def of_somebody(name: str) -> str:
    """« de Paul Vernay », « d’Odette Marsan », « d’une personne » of what stands for a masked name."""
    shown = f"u{name[1:]}" if name.startswith("Une personne") else name
    return f"d’{shown}" if folded(shown)[:1] in set("aeiou") else f"de {shown}"


def plural(count: int, one: str, many: str = "") -> str:
    """« 1 note », « 3 notes »; `many`: the plural, where an s to each word does not make it."""
    return f"{number(count)} {one if abs(count) < 2 else many or _with_s(one)}"


def _with_s(words: str) -> str:
    return " ".join(word if word[-1] in "sxz" else f"{word}s" for word in words.split(" "))


def title_of_file(stem: str) -> str:
    """A file's name, without its ending, as a person would say it; empty when only a program speaks in it.

    « Atelier eau-20260205_140312-Transcription » is « Atelier eau », « 2026-02-05_réunion » « Réunion du 5 février
    2026 », « GMT20260205-130312_Recording » nothing.
    """
    text = _EXPORTED.sub("", stem)
    day = _ISO_DAY.search(text)
    said = french_dates("-".join(day.groups())) if day else []
    if day and said:
        text = f"{text[: day.start()]} {text[day.end() :]}"
    text = text.replace("_", " ")
    text = text.replace("-", " ") if " " not in text.strip() and text.count("-") > 1 else text
    words = " ".join(text.split()).strip(" -–.,")
    if folded(words) in _SAYS_NOTHING:
        return ""
    if said:
        words = re.sub(r"\b[Dd][ue]$", "", words).rstrip()
        words += f" du {french_date(said[0])}"
    return words[:1].upper() + words[1:]


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
