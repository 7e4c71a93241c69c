"""The names of many people, by their words: whose may a word be, and which part of whose name?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from restitution.people.forms import MIN_NAME, MIN_PIECE, PARTICLES, ROLES, person, plain
from restitution.people.words import everyday

LONG: Final = 6
"""Letters from which a name that is cut in two is known."""
_PIECE: Final = re.compile(r"[^\W\d_]+")


class Way(NamedTuple):
    """One way in which somebody is called, as pieces in lower case, particles too."""

    first: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def whole(self) -> tuple[str, ...]:
        """All of its pieces in order."""
        return (*self.first, *self.last)

    @property
    def own(self) -> frozenset[str]:
        """The pieces that are its own: no particle."""
        return frozenset(self.whole) - PARTICLES or frozenset(self.whole)


class Name(NamedTuple):
    """Somebody, by every way in which she is called."""

    ways: tuple[Way, ...]

    @property
    def first(self) -> frozenset[str]:
        """The pieces of her first names and nicknames."""
        return frozenset(piece for way in self.ways for piece in way.first)

    @property
    def last(self) -> frozenset[str]:
        """The pieces of her surnames, without particles."""
        return frozenset(piece for way in self.ways for piece in way.last) - PARTICLES

    def is_whole(self, said: set[str]) -> bool:
        """Whether these pieces are a first name with a surname, or all of one way to call her."""
        if not said.isdisjoint(self.first) and not said.isdisjoint(self.last):
            return True
        return any(way.own <= said for way in self.ways if not (way.first and way.last))


class Lexicon:
    """People to be looked for, each by her names."""

    def __init__(self, people: Iterable[Iterable[str]]) -> None:
        parsed = (tuple(way for name in names for way in _parsed(name)) for names in people)
        self.names = [Name(ways) for ways in parsed]
        self.of: dict[str, set[int]] = defaultdict(set)
        """A piece -> the numbers of the people who have it."""
        self.joined: dict[str, int] = {}
        """« nadegevauquelin »: a name without spaces -> whose."""
        for number, name in enumerate(self.names):
            for way in name.ways:
                for piece in way.own:
                    self.of[piece].add(number)
                if way.first and way.last:
                    self.joined["".join(way.whole)] = self.joined["".join((*way.last, *way.first))] = number

    @cached_property
    def alone(self) -> frozenset[str]:
        """The pieces that name somebody where they stand alone."""
        found = set()
        for way in self._ways():
            halves = frozenset(way.last) if len(way.last) > 1 else frozenset[str]()
            found |= {piece for piece in way.own - halves if len(piece) >= MIN_NAME}
            found |= {piece for piece in way.own & halves if len(piece) >= MIN_PIECE and piece not in everyday()}
        return frozenset(found - ROLES)

    @cached_property
    def short(self) -> frozenset[str]:
        """Whole names of two letters (« Jo »)."""
        one_word = {way.first[0] for way in self._ways() if len(way.first) == 1 and not way.last}
        return frozenset(word for word in one_word if len(word) == MIN_NAME - 1)

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The pieces of first names."""
        return frozenset(piece for name in self.names for piece in name.first)

    @cached_property
    def lasts(self) -> frozenset[str]:
        """The pieces of surnames."""
        return frozenset(piece for name in self.names for piece in name.last)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """What may stand before the place where a long surname or first name is cut in two."""
        longest = (piece for piece in self.alone if len(piece) >= LONG)
        return frozenset(piece[:cut] for piece in longest for cut in range(2, len(piece) - 1))

    @cached_property
    def initials(self) -> dict[tuple[str, str], frozenset[int]]:
        """First letters of a first name and of a surname -> the numbers of those who have them."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, name in enumerate(self.names):
            for way in name.ways:
                if way.first and way.last:
                    for piece in {way.last[0], way.last[-1]}:
                        found[way.first[0][0], piece[0]].add(number)
                elif len(way.whole) > 1 and all(len(piece) == 1 for piece in way.whole):  # « F.D. »
                    found[way.whole[0], way.whole[1]].add(number)
        return {letters: frozenset(numbers) for letters, numbers in found.items()}

    @cached_property
    def labels(self) -> frozenset[str]:
        """What may name somebody before a colon, as who speaks: « AQ : », « Rose : »."""
        return frozenset(
            piece for way in self._ways() for piece in way.first if not way.last or len(piece) >= MIN_NAME
        )

    def _ways(self) -> Iterator[Way]:
        return (way for name in self.names for way in name.ways)


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a text, plain and in lower case."""
    return tuple(piece.lower() for piece in _PIECE.findall(plain(text)))


def _parsed(said: str) -> list[Way]:
    one = person(said)
    if one is None:
        return []
    first = tuple(piece for word in one.first for piece in pieces_of(word))
    last = tuple(piece for word in one.last for piece in pieces_of(word))
    return [Way(first, last)] if first or last else []
