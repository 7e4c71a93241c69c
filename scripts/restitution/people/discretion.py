"""What people said of the text, as it may go out: remarks, replies, tracked words, the editor's answers.

Nobody proof-reads them before they are handed on, and nobody whom they name was asked. Ways to reach somebody go,
as in published text; whoever the register does not know is « une personne », as whoever never agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from restitution.people.circle import Circle
from restitution.people.cutting import Cut, plain_cuts
from restitution.people.finder import Finder, Manner
from restitution.people.forms import plain
from restitution.people.masking import says_enough
from restitution.people.offices import SOMEBODY
from restitution.people.personal import ADDRESS, BIRTH, EMAIL, PHONE, PLATE

DETAILS: Final = {
    EMAIL: "un courriel",
    PHONE: "un téléphone",
    ADDRESS: "une adresse",
    PLATE: "une plaque",
    BIRTH: "une date de naissance",
}
"""What stands for a detail -> what it is, for a person."""


class Kept(NamedTuple):
    """What of a text does not go out: names that the register does not hold, and kinds of details."""

    names: list[str]
    details: list[str]


class Discretion:
    """Reads some texts once for whom they name, then tells each as it may go out.

    `named`: names that the notes give; `kept`: what stays (names of who signed, the contact of the settings);
    `shows_unknown`: whether the project publishes the names that its register does not hold.
    """

    def __init__(
        self,
        circle: Circle,
        texts: Iterable[str] = (),
        *,
        named: Iterable[str] = (),
        kept: Iterable[str] = (),
        shows_unknown: bool = False,
    ) -> None:
        kept = [name for name in kept if name]
        self._stays = "\n".join((*kept, *circle.pseudonyms))
        manner = Manner(shows_unknown=shows_unknown, unknown=SOMEBODY)
        first = Finder(circle, (), (), kept, manner)
        said = [name for text in dict.fromkeys(texts) for name in first.unlisted(plain(text))]
        strangers = [name for name in dict.fromkeys([*named, *said]) if says_enough(name)]
        self._circle = circle
        self._find = Finder(circle, [name for name in strangers if not circle.of_name(name)], (), kept, manner)

    def cuts(self, text: str, published: str = "") -> list[Cut]:
        """What is to be replaced in a text, in order. `published`: words that are published: theirs stay."""
        found = plain_cuts(text, self._find) if text else []
        stays = f"{self._stays}\n{published}"
        return [cut for cut in found if not _stands_in(stays, text[cut.start : cut.end])]

    def withheld(self, text: str, published: str = "") -> Kept:
        """What of a text does not go out though nobody said so in the register, once each."""
        cuts = [(cut.label, text[cut.start : cut.end]) for cut in self.cuts(text, published)]
        names = (_bare(said) for label, said in cuts if label not in DETAILS)
        return Kept(
            names=list(dict.fromkeys(name for name in names if self.is_unknown(name))),
            details=list(dict.fromkeys(DETAILS[label] for label, _ in cuts if label in DETAILS)),
        )

    def is_unknown(self, name: str) -> bool:
        """Whether nobody of the register is called so, and such a name is masked."""
        return not self._find.manner.shows_unknown and not self._circle.owners(plain(name))

    def text(self, text: str, published: str = "") -> str:
        """A text as it may go out."""
        at, out = 0, []
        for cut in self.cuts(text, published):
            out += [text[at : cut.start], cut.label]
            at = cut.end
        return "".join([*out, text[at:]])


def _bare(said: str) -> str:
    """A name without the « de » or the « que » that a label takes with it."""
    return re.sub(r"^(?:[Dd]|[Qq]u)(?:e\s|['’])", "", said)


def _stands_in(words: str, said: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(said)}(?![\w-])", words) is not None
