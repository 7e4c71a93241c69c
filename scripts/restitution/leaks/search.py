"""Looks for everybody at once: a text is read once, and a pattern is tried only beside a word that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.leaks.contacts import emails_in, phones_in
from restitution.leaks.folding import readings
from restitution.leaks.forms import EDGE, Form, Others, forms_of
from restitution.leaks.names import WORD
from restitution.leaks.records import Someone, Wanted

NEAR: Final = 90
"""Letters on each side of a word in which a pattern must hold."""
SHOWN: Final = 30
"""Letters shown on each side of what was found."""
EMAIL, PHONE = "courriel", "téléphone"
_DETERMINER: Final = re.compile(
    r"(?<![^\W\d_])(?:les?|la|l|une?|des?|du|d|aux?|ces?|cet|cette|mon|ma|mes|son|sa|ses|notre|nos|votre|vos|leurs?|"
    r"chaque|quelques|plusieurs|tout|toute|tous|toutes)[\s']{1,2}$",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"(?<![^\W\d_])(?:saint|sainte|st|ste|rue|place|avenue|boulevard|impasse|lycee|college|ecole|stade|gymnase)"
    r"[\s.-]{1,2}$",
    re.IGNORECASE,
)

_FIRST: Final = re.compile(r"^\S*\s")
_LAST: Final = re.compile(r"\s\S*$")


class Hit(msgspec.Struct, frozen=True):
    """What of whom stands in a text, with the words around."""

    who: str
    what: str
    around: str
    listed: bool = True
    """False for somebody whom a note names and no register holds."""


class Searcher:
    """Looks into texts for all that is wanted."""

    def __init__(self, wanted: Wanted) -> None:
        self._others = Others(wanted)
        self._contacts = wanted.contacts
        self._forms: dict[str, list[tuple[Someone, Form]]] = {}
        for one in wanted.people:
            for form in [] if one.may_be_named else forms_of(one, self._others):
                self._forms.setdefault(form.anchor, []).append((one, form))

    def hits(self, text: str, *, coded: bool = False) -> list[Hit]:
        """Everything that a text gives away, once each; `coded`: an address or the name of a file."""
        found: dict[tuple[str, str], Hit] = {}
        for reading in readings(text, coded=coded):
            for hit in (*self._people(reading), *self._ways_to_reach(reading)):
                found.setdefault((hit.who, hit.what), hit)
        return list(found.values())

    def _people(self, text: str) -> Iterator[Hit]:
        there = {word.casefold() for word in set(WORD.findall(text))} & self._forms.keys()
        if not there:
            return
        each = re.compile(rf"{EDGE[0]}(?i:{'|'.join(map(re.escape, sorted(there)))}){EDGE[1]}")
        seen: set[tuple[str, int]] = set()
        for word in each.finditer(text):
            for one, form in self._forms[word[0].casefold()]:
                span = self._span(text, word.span(), form)
                if span and (one.nom, span[1]) not in seen:
                    seen.add((one.nom, span[1]))
                    yield Hit(one.nom, form.what, _around(text, *span), one.listed)

    def _span(self, text: str, word: tuple[int, int], form: Form) -> tuple[int, int] | None:
        """Where a form stands around a word, unless it may stand there."""
        near = max(0, word[0] - NEAR)
        for match in form.compiled.finditer(text, near, word[1] + NEAR):
            if match.start() <= word[0] and word[1] <= match.end():
                return None if self._may_stand(text, match.span(), form) else match.span()
        return None

    def _may_stand(self, text: str, span: tuple[int, int], form: Form) -> bool:
        start, end = span
        if form.alone and _is_a_word_there(text, start, end):
            return True
        whole = self._others.compiled.finditer(text, max(0, start - NEAR), end + NEAR)
        return any(other.start() <= start and end <= other.end() for other in whole)

    def _ways_to_reach(self, text: str) -> Iterator[Hit]:
        if self._contacts.emails:
            for email, span in emails_in(text):
                if email in self._contacts.emails:
                    yield Hit(email, EMAIL, _around(text, *span))
        if self._contacts.phones:
            for phone, span in phones_in(text):
                if phone in self._contacts.phones:
                    yield Hit(phone, PHONE, _around(text, *span))


def _is_a_word_there(text: str, start: int, end: int) -> bool:
    """« la forêt », « rue Vauquelin », « Saint-Vauquelin »."""
    before = text[max(0, start - SHOWN) : start]
    if _PLACE.search(before):
        return True
    return (text[start:end].islower() or len(text[start:end].split()) > 1) and bool(_DETERMINER.search(before))


def _around(text: str, start: int, end: int) -> str:
    """What was found, between brackets, with the whole words around."""
    before, after = text[max(0, start - SHOWN) : start], text[end : end + SHOWN]
    if start > SHOWN:
        before = _FIRST.sub("… ", before, count=1)
    if end + SHOWN < len(text):
        after = _LAST.sub(" …", after, count=1)
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
