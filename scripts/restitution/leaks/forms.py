"""The ways in which a person may be written, as patterns for folded texts.

Whoever only a note names is looked for by her whole name: half of it may be an author's whom another note cites.

A surname that is a word too is nobody alone; with a civility, a first name or its initial it is somebody. A name
that somebody who may be named bears as well is judged whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import msgspec

from restitution.leaks.folding import folded
from restitution.leaks.names import CIVILITY, COMMON, PARTICLES, WORD, Parts, parts_of, words_of
from restitution.leaks.offices import Offices
from restitution.leaks.records import Someone, Wanted

EDGE: Final = (r"(?<![^\W\d_])", r"(?![^\W\d_])")
GAP: Final = r"[\s._+,;'/|\\-]{1,4}"
BARE_GAP: Final = r"[\s._+;|-]{1,3}"
"""Before a surname that is a word too: a comma may part « Évariste » from « maire »."""
LINK: Final = (
    r"[\s,;:()\[\]–-]{1,4}(?:(?i:de|du|des|d|a|au|en|la|le|les|l|maire|habitante?|commune)[\s']{1,2}){0,3}"
)
FEWEST: Final = 4
"""Letters below which a name alone wants its capital, or is none."""
FEWEST_GLUED: Final = 6
NAME, SURNAME, NICKNAME, VOICE, ACCOUNT = "nom", "nom de famille", "variante", "qui parle", "nom dans une adresse"
BY_OFFICE = "fonction et lieu"
BY_ROLE, BY_PLACE, BY_LETTERS = "prénom et fonction", "prénom et commune", "initiales et commune"


class Form(msgspec.Struct, frozen=True, dict=True):
    """A way to write somebody, and the word without which it cannot be there."""

    anchor: str
    what: str
    pattern: str
    alone: bool = False
    """Whether it is a name by itself: nobody's behind a determiner, or in the name of a street."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, for whole words."""
        return re.compile(f"{EDGE[0]}(?:{self.pattern}){EDGE[1]}")


class Others:
    """Whoever and whatever else bears a name: those who may be named, pseudonyms of ours, places and bodies."""

    def __init__(self, wanted: Wanted) -> None:
        names = [name for one in wanted.people if one.may_be_named for name in (one.nom, *one.variantes)]
        self.named = list(map(parts_of, names))
        self.phrases = [*names, *wanted.places, *wanted.pseudonyms]
        capitals = (word for text in self.phrases for word in WORD.findall(folded(text)) if word[0].isupper())
        self.words = frozenset(word.casefold() for word in capitals)
        self.codes = frozenset(code.casefold() for code in wanted.codes)
        self.offices = Offices(wanted.people) if wanted.offices else None

    def share(self, parts: Parts, *, surname: bool) -> bool:
        """Whether a surname with the initial of a first name, or the reverse, may be somebody's who is named."""
        first, last = parts.initials
        return any(
            (one.last == parts.last and one.initials[0] == first)
            if surname
            else (one.first == parts.first and one.initials[1] == last)
            for one in self.named
        )

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """What may stand, whatever is found inside of it; phrases of several words only."""
        each = (words_of(text) for text in self.phrases)
        long = sorted({_spaced(words, r"[^\w]{1,4}") for words in each if len(words) > 1}, key=len, reverse=True)
        return re.compile(f"{EDGE[0]}(?i:{'|'.join(long)}){EDGE[1]}" if long else r"(?!)")


def forms_of(one: Someone, others: Others) -> list[Form]:
    """Every way to write a person, the surest first."""
    found: list[Form] = []
    for name in (one.nom, *one.variantes):
        parts = parts_of(name)
        if _is_phrase(name):
            found.append(
                Form(max(words_of(name), key=len, default=""), NICKNAME, f"(?i:{_spaced(words_of(name))})")
            )
        elif not parts.last:
            found += _single(one, parts, others)
        elif not one.listed:
            found += _in_full(parts)
        else:
            found += [*_in_full(parts), *_shortened(parts, others), *_by_half(parts, others), *_glued(parts)]
            found += _with_more(one, parts, others)
    if others.offices and one.listed:
        found += [Form(anchor, BY_OFFICE, pattern) for anchor, pattern in others.offices.of(one)]
    return [form for form in found if form.anchor]


def _is_phrase(name: str) -> bool:
    """« la boulangère »: it points at somebody without naming her."""
    return name[:1].islower() and len(words_of(name)) > 1


def _spaced(words: Iterable[str], gap: str = GAP) -> str:
    return gap.join(map(re.escape, words))


def _capital(words: Iterable[str], gap: str = GAP) -> str:
    """Words with their capitals, or all in capitals."""
    return gap.join(f"(?:{re.escape(word.capitalize())}|{re.escape(word.upper())})" for word in words)


def _surname(parts: Parts, write: str) -> str:
    """The surname, its particles or not, or its last word; `write`: as it may be cased."""
    each = {parts.last, parts.last[-1:]}
    told = [
        _capital(last) if write == "capital" else f"(?i:{_spaced(last)})" for last in sorted(each, reverse=True)
    ]
    opening = f"(?:(?i:{_spaced(parts.particles)}){GAP})?" if parts.particles else ""
    return f"{opening}(?:{'|'.join(told)})"


def _single(one: Someone, parts: Parts, others: Others) -> Iterator[Form]:
    """A name of one word is somebody's when the register writes it."""
    if one.listed and parts.first and not others.words.intersection(parts.first):
        word = parts.first[-1]
        doubtful = len(word) < FEWEST or word in COMMON.nouns
        written = _capital(parts.first) if doubtful else f"(?i:{_spaced(parts.first)})"
        yield Form(word, NICKNAME, rf"{CIVILITY}\s{written}" if word in COMMON.nouns else written, alone=True)


def _in_full(parts: Parts) -> Iterator[Form]:
    """« Nadège Vauquelin », « Nadège Marie Vauquelin », « VAUQUELIN, Nadège »."""
    anchor, is_word = parts.last[-1], all(word in COMMON.nouns for word in parts.last)
    first, surname, proper = f"(?i:{_spaced(parts.first)})", _surname(parts, "any"), _surname(parts, "capital")
    middle = rf"(?:(?!(?i:les?|la|et|ou|une?|[aà])\b)[A-Z][\w.]*{BARE_GAP})"
    if is_word:
        yield Form(anchor, NAME, f"{first}{BARE_GAP}{surname}")
        yield Form(anchor, NAME, f"{_capital(parts.first)}{BARE_GAP}{middle}{proper}")
    else:
        yield Form(anchor, NAME, f"{first}{GAP}{middle}?{surname}")
    yield Form(anchor, NAME, f"{proper if is_word else surname}{GAP}{first}", alone=is_word)


def _shortened(parts: Parts, others: Others) -> Iterator[Form]:
    """« N. Vauquelin », « Mme Vauquelin »."""
    anchor, proper = parts.last[-1], _surname(parts, "capital")
    if not others.share(parts, surname=True):
        initials = r"\.?[ -]?".join(word[0].upper() for word in parts.first)
        shown = proper if any(word in COMMON for word in parts.last) else _surname(parts, "any")
        yield Form(anchor, NAME, rf"{initials}[.\s_-]{{1,2}}{shown}")
    if not any(one.last == parts.last for one in others.named):
        yield Form(anchor, NAME, rf"{CIVILITY}[\s_]{{1,2}}{proper}")


def _by_half(parts: Parts, others: Others) -> Iterator[Form]:
    """The surname alone, each half of it; « Kévin L. »; a civility and a first name."""
    for word in parts.last:
        if word not in PARTICLES and word not in COMMON and word not in others.words:
            written = _capital([word]) if len(word) < FEWEST else f"(?i:{re.escape(word)})"
            yield Form(word, SURNAME, written, alone=True)
    first, letter = _capital(parts.first), parts.initials[1].upper()
    if not others.share(parts, surname=False):
        yield Form(parts.first[-1], NAME, rf"{first}[\s_]{letter}(?:\.|(?!['’\w]))")
    if not others.words.intersection(parts.first):
        yield Form(parts.first[-1], NAME, rf"{CIVILITY}\s{first}")


def _glued(parts: Parts) -> Iterator[Form]:
    """What addresses and file names make of a name: « nvauquelin », « nadegevauquelin », « vauquelinn »."""
    first, last = "".join(parts.first), "".join((*parts.particles, *parts.last))
    letters = "".join(word[0] for word in parts.first)
    for glued in dict.fromkeys((first + last, last + first, letters + last, last + letters, first + last[:1])):
        if len(glued) >= FEWEST_GLUED and glued not in COMMON and glued not in {first, last}:
            yield Form(glued, ACCOUNT, f"(?i:{re.escape(glued)})")


def _with_more(one: Someone, parts: Parts, others: Others) -> Iterator[Form]:
    """A first name as who speaks, with a function or a town; initials with a town."""
    yield from _voice(parts, others)
    anchor, town = parts.first[-1], words_of(one.commune)
    first = _capital(parts.first) if anchor in COMMON.nouns else f"(?i:{_spaced(parts.first)})"
    role = words_of(one.fonction)[:1]
    if not others.words.intersection(parts.first):
        for words, what in ((role, BY_ROLE), (town, BY_PLACE)):
            if words:
                said = f"(?i:{_spaced(words)})"
                yield Form(anchor, what, f"{first}{LINK}{said}")
                yield Form(anchor, what, rf"{said}[\s,;:(–-]{{1,3}}{first}")
    if town:
        letters, said = _letters(parts, others), f"(?i:{_spaced(town)})"
        yield Form(town[-1], BY_LETTERS, f"{letters}{LINK}{said}")
        yield Form(town[-1], BY_LETTERS, rf"{said}[\s,;:(–-]{{1,3}}{letters}")


def _voice(parts: Parts, others: Others) -> Iterator[Form]:
    """« Kévin : » at the head of a line."""
    word = parts.first[-1]
    if word not in COMMON.nouns and not others.words.intersection(parts.first):
        yield Form(word, VOICE, rf"(?m:^)\s*{_capital(parts.first)}(?=\s?:)")


def _letters(parts: Parts, others: Others) -> str:
    """« D. F. », « D.F. », « Mme F. »; « DF » unless it is the code of a territory."""
    first, last = (letter.upper() for letter in parts.initials)
    told = [rf"{first}\.[\s-]?{last}\.?", rf"{CIVILITY}\s{last}\."]
    if (first + last).casefold() not in others.codes:
        told.append(f"{first}{last}")
    return f"(?:{'|'.join(told)})"
