"""« La boulangère de Valsinières » names somebody where there is but one: she is told as one of her territory.

Only of those whom the register tells below their function, and only where it knows nobody else who does the same
in the same place. Plain text, see `forms`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from restitution.people.forms import plain
from restitution.people.register import Person

SOMEBODY: Final = "une personne"
BELOW: Final = frozenset({"pseudonyme", "agrege", "retire"})
"""Levels at which a function is not told."""
_ENDINGS: Final = (
    ("trice", "teur"), ("euse", "eur"), ("ere", "er"), ("ienne", "ien"), ("onne", "on"), ("ive", "if"), ("e", ""),
)  # fmt: skip
"""How a word that says what a woman does ends, and the same of a man."""
_GENERIC: Final = frozenset(
    ("charge", "chargee", "chef", "cheffe", "responsable", "membre", "personne", "agent", "agente", "vice")
)
"""Words that say nothing of what somebody does without those behind them."""
_ARTICLE: Final = (
    r"(?:(?P<of>du |de la |de l'|d'une? )|(?P<to>au |a la |a l')|"
    r"(?:(?:m\.|mme|monsieur|madame) )?(?:le |la |l'|un |une |notre |votre |son |sa |ce |cette ))?"
)
_BETWEEN: Final = (
    r"(?: adjointe?)?(?:,? (?:de|du|d'|des|a|au|aux|en|sur|pour|chez)(?: (?:la|le|les|l'))? ?|, | \()"
    r"(?:(?:la |le )?(?:commune|ville|mairie|village|bourg|hameau|communaute) (?:de|du|d'|des|de la) ?)?"
)
_LEADING: Final = re.compile(r"^(?:la |le |les |l'|commune (?:de |d'|du )|ville de )+")


class Office(NamedTuple):
    """What somebody does, and where: both plain and in lower case."""

    does: str
    place: str


class Offices:
    """The functions that name somebody. `places`: code of a territory -> « de Haute-Galdonne »."""

    def __init__(self, people: Iterable[Person], places: Mapping[str, str]) -> None:
        people = list(people)
        held = Counter(office for person in people for office in set(_offices(person)))
        told = {
            office: f"{SOMEBODY} {places[person.territoire]}" if person.territoire in places else SOMEBODY
            for person in people
            if person.standing in BELOW
            for office in _offices(person)
            if held[office] == 1
        }
        self._labels = [(_pattern(office), label) for office, label in sorted(told.items())]
        self._heads = {office.does.split()[0][:4] for office in told}
        self._places = re.compile("|".join(sorted({re.escape(office.place) for office in told}))) if told else None

    def found(self, letters: str) -> Iterator[tuple[int, int, str]]:
        """First and last letter of each, and what stands there instead."""
        lower = letters.lower()
        if self._places is None or not self._places.search(lower):
            return
        for form, label in self._labels:
            for match in form.finditer(lower):
                link = "d'" if match["of"] else "à " if match["to"] else ""
                yield match.start(), match.end(), f"{link}{label}"


def _offices(person: Person) -> Iterator[Office]:
    """Every way to say what somebody does and where, in neither gender."""
    does = plain(person.fonction).lower().strip()
    if not does:
        return
    head, _, rest = does.partition(" ")
    ways = {_of_a_man(head) + (f" {rest}" if rest else "")}
    ways |= {_of_a_man(head)} if head not in _GENERIC else set()
    for where in (person.commune, person.structure):
        place = _LEADING.sub("", plain(where).lower().strip())
        yield from (Office(way, place) for way in sorted(ways) if place)


def _pattern(office: Office) -> re.Pattern[str]:
    head, _, rest = office.does.partition(" ")
    said = rf"(?:{'|'.join(map(re.escape, _in_both(head)))})" + (re.escape(f" {rest}") if rest else "")
    whole = rf"(?<![\w-]){_ARTICLE}(?<![\w-]){said}{_BETWEEN}{re.escape(office.place)}\)?(?![\w-])"
    return re.compile(whole)


def _of_a_man(word: str) -> str:
    return next((word.removesuffix(hers) + his for hers, his in _ENDINGS if word.endswith(hers)), word)


def _in_both(his: str) -> list[str]:
    """A word as it is said of a man and of a woman."""
    hers = [his.removesuffix(ending) + her for her, ending in _ENDINGS if ending and his.endswith(ending)]
    return sorted({his, f"{his}e", *hers}, key=len, reverse=True)
