"""What the contents and the lists of a document in portions name, in whichever portion it stands."""

from __future__ import annotations

import msgspec

from restitution.writers.pdf.literals import string


class Listed(msgspec.Struct, frozen=True):
    """A heading or a caption. `key`: its label, given to no other; `id`: of its leaf, empty for none."""

    key: str
    id: str
    markup: str
    """What stands for it in the portions that list it without holding it."""
    level: int = 0
    """Of a heading."""
    title: str = ""
    """Words of its bookmark."""
    running: str = ""
    """Words of a chapter that run below its pages."""


class Listing:
    """What one portion holds, as it is written. `number`: the portion's."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.entries: list[Listed] = []
        self.referred: set[str] = set()
        """Ids that its links lead to."""
        self.lists = False
        """Whether contents or a list stand in it."""

    def heading(self, id_: str, level: int, number: str, words: str, *, title: str, running: str) -> str:
        """The label of one more heading. `words`: as markup; `title`: as text."""
        key = self._key()
        markup = f"#r.titre-ailleurs({level}, {string(number)}, {string(key)})[{words}]"
        self.entries.append(Listed(key, id_, markup, level, f"{number} {title}".strip(), running))
        return key

    def caption(self, id_: str, kind: str, number: str, words: str) -> str:
        """The label of one more caption. `kind`: what the template lists it among; `words`: as markup."""
        key = self._key()
        markup = f"#r.legende-ailleurs({kind}, {string(number)}, {string(key)})[{words}]"
        self.entries.append(Listed(key, id_, markup))
        return key

    def _key(self) -> str:
        return f"repere-{self._number}-{len(self.entries)}"
