"""Names that notes give of themselves and the register does not hold: nobody agreed to their being published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from restitution.leaks.folding import folded
from restitution.leaks.names import COMMON, PARTICLES, parts_of, words_of
from restitution.leaks.records import Someone

LONGEST: Final = 5
"""Words of a name."""
_CAPITALS: Final = re.compile(r"(?:[A-Z][^\s,]*|(?:d|l)'[A-Z][^\s,]*)")


def given_names(names: Iterable[str], register: Iterable[Someone]) -> Iterator[Someone]:
    """Those that are surely a person's, first name and surname, and nobody's of the register."""
    known = [frozenset(word for name in (one.nom, *one.variantes) for word in words_of(name)) for one in register]
    for name in sorted(set(names)):
        words = frozenset(words_of(name))
        if _is_a_person(name) and not any(words <= other for other in known):
            yield Someone(nom=name, listed=False)


def _is_a_person(name: str) -> bool:
    parts = parts_of(name)
    if not parts.last or len((*parts.first, *parts.particles, *parts.last)) > LONGEST or re.search(r"\d", name):
        return False
    said = [word for word in folded(name).split() if word.casefold().strip(".,") not in PARTICLES]
    if not all(map(_CAPITALS.match, said)):
        return False
    first = parts.first[0]
    return first in COMMON.first_names or not (first in COMMON.nouns or _are_words(parts.last))


def _are_words(last: tuple[str, ...]) -> bool:
    return all(word in COMMON.nouns for word in last)
