"""Acronyms in a text: which words are some, and whether the writer says what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from restitution.messages import folded
from restitution.typography.kept import NO_NAMES, Names, Span, kept_spans, touches

LONGEST: Final = 10
_WORD: Final = re.compile(r"(?<![\w@#-])(?:(?:[^\W\d_]\.){2,}|[^\W\d_]\w*(?!\w))")
_CAPITALS: Final = re.compile(r"[^\W\d_]{2,}")
_ROMAN: Final = re.compile(r"[IVX]+(?:ers?|es?|[èe]mes?)?")
_CODE: Final = re.compile(r"[A-Z]{1,3}\d{2,}|(.)\1+")
"""RN88, XXX."""
_LAST: Final = re.compile(r"([^\W\d_]{2,})[ \u00a0\u202f'’-](?:[DL]['’])?$")
_NEXT: Final = re.compile(r"[ \u00a0\u202f](?:[DL]['’])?([^\W\d_]{2,})|-([^\W\d_]{3,})")
"""The words beside one, over an elision in capitals."""
_CIVILITY: Final = re.compile(r"(?:\bM|\bMM|\bMmes?|\bMlles?|\bDr|\bPr)\.?\s(?:[A-ZÀ-Þ]\S*\s)?$")
_FIRST_NAME: Final = re.compile(r"(?<=[^\s.!?…:]\s)[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?\s$")
_SURNAME: Final = 5
"""Letters from which a word in capitals behind a first name is more likely a name than an acronym."""
_BEFORE: Final = re.compile(r"\(\s*$")
_BEHIND: Final = re.compile(r"\s?(?:[(,:–—-]|c’est-à-dire|soit\b)")
_REACH: Final = 4
"""Words to look at for each capital: « schéma de cohérence territoriale » has four for three."""
_MOST: Final = 0.6
"""Part of the capitals that must begin the words in their order."""
COMMON: Final = frozenset(
    {
        "ADN", "ADSL", "AM", "BD", "CD", "CO2", "CV", "DJ", "DVD", "EURL", "GO", "GPS", "GW", "GWH", "HA", "HLM",
        "HT", "KG", "KM", "KVA", "KW", "KWC", "KWH", "MO", "MW", "MWC", "MWH", "NB", "OK", "PDF", "PM", "PS", "QR",
        "RER", "SA", "SARL", "SAS", "SCI", "SMS", "SNCF", "SOS", "TGV", "TO", "TTC", "TV", "TWH", "UE", "URL",
        "USB", "VIP", "VTT", "WC",
    }
)  # fmt: skip
"""Known by everybody, units and companies' forms, in capitals."""


def acronyms(text: str, names: Names = NO_NAMES) -> Iterator[tuple[int, int, str]]:
    """Bounds and letters of each word that is most likely an acronym; in doubt it is none.

    None in a text that is mostly capitals, beside another word in capitals, in an address, a formula or the name
    of a file.
    """
    likely = [found for found in _WORD.finditer(text) if _is_acronym(found[0])]
    if not likely or is_shouted(text):
        return
    kept = kept_spans(text, names)
    for found in likely:
        start, end = found.span()
        is_function = text[end : end + 1] == "("
        if not is_function and not touches(kept, start, end) and not _is_name(text, start, end):
            yield start, end, plain(found[0])


def plain(sigle: str) -> str:
    """An acronym without its points: « S.C.I.C. » is « SCIC »."""
    return sigle.replace(".", "").strip()


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals."""
    words: list[str] = _CAPITALS.findall(text)
    return sum(word.isupper() for word in words) * 2 > len(words)


@lru_cache(maxsize=1 << 16)
def _is_acronym(word: str) -> bool:
    letters = plain(word)
    capitals = sum(letter.isupper() for letter in letters)
    small = sum(letter.islower() for letter in letters)
    return (
        capitals > 1
        and small <= min(capitals, 2)
        and letters[0].isupper()
        and len(letters) <= LONGEST
        and letters.upper() not in COMMON
        and not _ROMAN.fullmatch(letters)
        and not _CODE.fullmatch(letters)
    )


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a word in capitals belongs to a run of them, or follows a civility or a first name."""
    before, behind = text[:start][-60:], text[end : end + 60]
    beside = [found[found.lastindex or 0] for found in (_LAST.search(before), _NEXT.match(behind)) if found]
    if any(map(str.isupper, beside)):
        return True
    if _CIVILITY.search(before):
        return True
    return end - start >= _SURNAME and text[start:end].isalpha() and _FIRST_NAME.search(before) is not None


def is_explained(text: str, start: int, end: int) -> bool:
    """Whether the words around an acronym say what it stands for: « (…) » behind it, or itself in brackets."""
    capitals = [folded(letter) for letter in text[start:end] if letter.isupper()]
    reach = _REACH * len(capitals)
    if _BEFORE.search(text[:start]):
        return _stand_for(text[:start].split()[-reach:], capitals)
    if behind := _BEHIND.match(text, end):
        return _stand_for(re.split(r"[);.]", text[behind.end() :])[0].split()[:reach], capitals)
    return False


def _stand_for(words: Sequence[str], capitals: Sequence[str]) -> bool:
    """Whether enough of the capitals begin words in their order, from a word that begins with the first."""
    initials = [word[0] for group in words for word in folded(group).split()]
    for at, initial in enumerate(initials):
        if initial == capitals[0] and _in_order(initials[at:], capitals) >= max(2, _MOST * len(capitals)):
            return True
    return False


def _in_order(initials: Sequence[str], capitals: Sequence[str]) -> int:
    """How many of the capitals are found, one after the other; one that is not is passed over."""
    count = at = 0
    for capital in capitals:
        if capital in initials[at:]:
            at = initials.index(capital, at) + 1
            count += 1
    return count


def says(text: str, words: str) -> bool:
    """Whether a text says these words, whatever their case, accents and plurals."""
    return f" {_singular(words)} " in f" {_singular(text)} "


def _singular(text: str) -> str:
    return " ".join(word.rstrip("sx") or word for word in folded(text).split())


def enclosed(text: str) -> list[Span]:
    """The parts of a text between brackets or guillemets, each to its end, or to that of the text."""
    spans: list[Span] = []
    depth = start = 0
    for found in re.finditer(r"[(\[«“)\]»”]", text):
        if found[0] in "([«“":
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((start, found.end()))
    return [*spans, (start, len(text))] if depth else spans
