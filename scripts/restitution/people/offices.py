"""« La boulangère de Valsinières » names somebody where there is but one: she is told as one of her territory.

Only of those whom the register tells below their function, and only where it knows nobody else who does the same
in the same place. Plain text, see `forms`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
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
ARTICLE: Final = (
    r"(?:(?P<of>du |de la |de l'|d'une? )|(?P<to>au |a la |a l')|"
    r"(?:(?:m\.|mme|monsieur|madame) )?(?:le |la |l'|un |une |notre |votre |son |sa |ce |cette ))?"
)
"""What stands before a function, in lower case: « de » and « à » are told again before what replaces it."""
BEFORE_FUNCTION: Final = r"(?:(?:ancien|ancienne|actuel|actuelle|nouveau|nouvelle|futur|future|jeune) |ex-)?"
_BETWEEN: Final = (
    r"(?: adjointe?)?(?:,? (?:de|du|d'|des|a|au|aux|en|sur|pour|chez)(?: (?:la|le|les|l'))? ?|, |(?P<open> \())"
    r"(?:(?:la |le )?(?:commune|ville|mairie|village|bourg|hameau|communaute) (?:de|du|d'|des|de la) ?)?"
)
_WITHIN: Final = re.compile(
    r"(?P<does>.+?) (?:de la |de l'|du |des |de |d'|a |au |en )(?P<where>(?:\S+ )*[A-Z][a-z].*)"
)
"""« maire de Villars »: a function that says where by itself."""
_LEADING: Final = re.compile(r"^(?:la |le |les |l'|commune (?:de |d'|du )|ville de )+")


class Office(NamedTuple):
    """What somebody does, and where: both plain and in lower case."""

    does: str
    place: str


class Offices:
    """The functions that name somebody. `places`: code of a territory -> « de Haute-Galdonne »."""

    def __init__(self, people: Iterable[Person], places: Mapping[str, str]) -> None:
        people = list(people)
        self._places = places
        self._holders: dict[Office, list[Person]] = defaultdict(list)
        for person in people:
            for office in set(_offices(person)):
                self._holders[office].append(person)
        told = {
            office: self.told(holders[0])
            for office, holders in self._holders.items()
            if len(holders) == 1 and holders[0].standing in BELOW
        }
        self._labels = [(_pattern(office), label) for office, label in sorted(told.items())]
        where = sorted({_written(office.place) for office in told})
        self._where = re.compile("|".join(where)) if told else None

    def told(self, person: Person) -> str:
        """How somebody is told by where she lives and no more."""
        return f"{SOMEBODY} {self._places[person.territoire]}" if person.territoire in self._places else SOMEBODY

    def is_others(self, said: str, people: Iterable[Person]) -> bool:
        """Whether a function with its place, plain, is not one that names these people alone."""
        mine, lower = {person.nom for person in people}, said.lower()
        holders = (held for office, held in self._holders.items() if _stands_in(office, lower))
        return any({person.nom for person in held} - mine for held in holders)

    def found(self, letters: str) -> Iterator[tuple[int, int, str]]:
        """First and last letter of each, and what stands there instead."""
        lower = letters.lower()
        if self._where is None or not self._where.search(lower):
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
    within = _WITHIN.fullmatch(plain(person.fonction).strip())
    if within and head not in _GENERIC:
        yield Office(_of_a_man(within["does"].lower()), _LEADING.sub("", within["where"].lower()))
    for where in (person.commune, person.structure):
        place = _LEADING.sub("", plain(where).lower().strip())
        yield from (Office(way, place) for way in sorted(ways) if place)


@cache
def _pattern(office: Office) -> re.Pattern[str]:
    head, _, rest = office.does.partition(" ")
    said = rf"(?:{'|'.join(map(re.escape, _in_both(head)))})" + (re.escape(f" {rest}") if rest else "")
    whole = rf"(?<![\w-]){ARTICLE}(?<![\w-]){BEFORE_FUNCTION}{said}{_BETWEEN}{_written(office.place)}(?(open)\)?)"
    return re.compile(rf"{whole}(?![\w-])")


def _written(place: str) -> str:
    """A place with its hyphens, or without."""
    return re.sub(r"(?:\\[ -]|-)+", "[ -]", re.escape(place))


def _stands_in(office: Office, lower: str) -> bool:
    return _pattern(office).search(lower) is not None


def _of_a_man(word: str) -> str:
    return next((word.removesuffix(hers) + his for hers, his in _ENDINGS if word.endswith(hers)), word)


def _in_both(his: str) -> list[str]:
    """A word as it is said of a man and of a woman."""
    hers = [his.removesuffix(ending) + her for her, ending in _ENDINGS if ending and his.endswith(ending)]
    return sorted({his, f"{his}e", *hers}, key=len, reverse=True)
