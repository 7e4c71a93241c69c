"""E-mail addresses and telephone numbers, however they are written, in folded texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from restitution.leaks.folding import folded
from restitution.leaks.records import Contacts

_AT: Final = r"(?:\s?@\s?|\s?[\[(](?:at|a|arobase)[\])]\s?)"
EMAIL: Final = re.compile(
    rf"(?<![\w.+-])([\w.+-]{{1,64}}){_AT}((?:[\w-]{{1,63}}\.){{1,6}}[a-z]{{2,20}})", re.IGNORECASE
)
_GAP: Final = r"[\s./-]{0,2}"
PHONE: Final = re.compile(
    rf"(?<![\w,])(?:(?:\+|00)\s?\d{{1,3}}{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{7,11}}"
    rf"|\(?0\)?[1-9]\)?(?:{_GAP}\d{{2}}){{4}}|0[1-9]\d{{2}}[\s.-]\d{{3}}[\s.-]\d{{3}}"
    r"|(?:\+?1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]{1,2}[2-9]\d{2}[.-]\d{4})(?!\w)"
)
_DIGIT: Final = re.compile(r"\d")
FEWEST_DIGITS: Final = 9
_FRENCH: Final = re.compile(r"(?:00)?33(?:0)?([1-9]\d{8})")


def emails_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each address of a folded text in lower case, and its place."""
    for match in EMAIL.finditer(text) if "@" in text or "(" in text or "[" in text else ():
        yield f"{match[1]}@{match[2]}".casefold(), match.span()


def phones_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The digits of each telephone number of a folded text, in one form, and its place."""
    for match in PHONE.finditer(text) if len(_DIGIT.findall(text)) >= FEWEST_DIGITS else ():
        yield canonical(match[0]), match.span()


def canonical(number: str) -> str:
    """« +33 (0)6 39 98 42 17 » as « 0639984217 »."""
    digits = re.sub(r"\D", "", number)
    french = _FRENCH.fullmatch(digits)
    if french:
        return f"0{french[1]}"
    return digits.removeprefix("00").removeprefix("1") if len(digits) > 10 else digits


def contacts_in(texts: Iterable[str]) -> Contacts:
    """All that texts say of how to reach people."""
    emails: set[str] = set()
    phones: set[str] = set()
    for text in map(folded, texts):
        emails.update(email for email, _ in emails_in(text))
        phones.update(phone for phone, _ in phones_in(text))
    return Contacts(emails=frozenset(emails), phones=frozenset(phones))
