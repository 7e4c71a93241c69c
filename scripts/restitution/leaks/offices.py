"""« La maire de Valsinières » names somebody where there is but one: not if she may not be told so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from restitution.leaks.names import words_of
from restitution.leaks.records import Someone

_PAIRS: Final = (
    ("trice", "teur"), ("euse", "eur"), ("ere", "er"), ("ienne", "ien"), ("onne", "on"), ("ive", "if"), ("e", ""),
)  # fmt: skip
"""How what a woman does ends, and a man."""
_BODIES: Final = frozenset("la le les l commune ville mairie de du des d".split())  # noqa: SIM905
_GAP: Final = r"[\s._'’-]{1,3}"
_LINK: Final = (
    r"(?:,?\s{1,2}(?:(?i:de|du|des|d|a|au|en|la|le|les|l|commune|ville|mairie|village)[\s']{1,2}){1,4}|,\s|\s?\()"
)


class Office(NamedTuple):
    """What somebody does, said of a man, and where: words in lower case."""

    does: tuple[str, ...]
    where: tuple[str, ...]


class Offices:
    """What names somebody by what she does and where, of those who may not be told so."""

    def __init__(self, people: Iterable[Someone]) -> None:
        self._held = Counter(office for one in people for office in set(_offices_of(one)))

    def of(self, one: Someone) -> Iterator[tuple[str, str]]:
        """A word without which it cannot be there, and a pattern, for each way to say it of her alone."""
        for office in () if one.may_be_placed else sorted(set(_offices_of(one))):
            if self._held[office] == 1:
                yield office.where[-1], _pattern(office)


def _offices_of(one: Someone) -> Iterator[Office]:
    does = tuple(words_of(one.fonction))
    for place in (one.commune, one.structure):
        where = words_of(place)
        while where and where[0] in _BODIES:
            where = where[1:]
        if does and where:
            yield Office((_of_a_man(does[0]), *does[1:]), tuple(where))


def _of_a_man(word: str) -> str:
    return next((word.removesuffix(hers) + his for hers, his in _PAIRS if word.endswith(hers)), word)


def _in_both(his: str) -> str:
    hers = [his.removesuffix(ending) + her for her, ending in _PAIRS if ending and his.endswith(ending)]
    return "|".join(map(re.escape, sorted({his, f"{his}e", *hers}, key=len, reverse=True)))


def _pattern(office: Office) -> str:
    """In a sentence, or in two cells of one row: a line each."""
    does = _GAP.join([f"(?:{_in_both(office.does[0])})", *map(re.escape, office.does[1:])])
    where = _GAP.join(map(re.escape, office.where))
    cells = rf"(?m:^)(?i:{does})\n(?i:{where})(?m:$)|(?m:^)(?i:{where})\n(?i:{does})(?m:$)"
    return rf"(?i:{does}){_LINK}(?i:{where})|{cells}"
