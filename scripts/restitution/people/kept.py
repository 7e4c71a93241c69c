"""Names that are no person's: territories, communes, bodies, and what the editor says is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from restitution.people.forms import plain
from restitution.people.words import everyday


class Kept:
    """Names to leave as they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(plain(name).strip() for name in names if name.strip())
        known = sorted(self.names, key=lambda name: (-len(name), name))
        self._form = re.compile(rf"(?<!\w)(?i:{'|'.join(map(re.escape, known))})(?!\w)") if known else None
        own = {word for name in self.names for word in re.findall(r"[^\W\d_]+", name.lower())}
        self.words = frozenset(own - everyday()) if own else frozenset[str]()

    def found(self, letters: str) -> list[tuple[int, int]]:
        """First and last letter of each."""
        return [match.span() for match in self._form.finditer(letters)] if self._form else []

    def knows(self, folded: str) -> bool:
        """Whether a word, plain and in lower case, is one of theirs and no ordinary one."""
        return folded in self.words


@lru_cache(maxsize=256)
def kept_of(names: frozenset[str]) -> Kept:
    """The same for the same names: a lot's notes mostly share theirs."""
    return Kept(names)
