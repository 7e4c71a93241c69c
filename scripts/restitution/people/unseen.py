"""Takes some of the people of the register out of texts and records that hold more than they may show.

Whoever withdrew is *gone*: to be found nowhere. She and minors are *unseen*: not even the team's own pages show
them. Whoever is not named is *protected*: what goes out tells her as the register says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from restitution.model import Block, Note
from restitution.pandoc import ast
from restitution.people.circle import Circle, words_of
from restitution.people.cutting import Cut, plain_cuts
from restitution.people.finder import Finder, Manner
from restitution.people.forms import plain
from restitution.people.masking import Masker
from restitution.people.register import Agreement, Person, Register, is_gone

T = TypeVar("T")
Which = Callable[[Person], bool]
EVER: Final = "0001-01-01"


def is_unseen(person: Person) -> bool:
    """Whether not even the team's own pages may name her."""
    return is_gone(person) or person.mineur


def is_protected(person: Person) -> bool:
    """Whether she may not be named where the publication is read."""
    return person.standing != "nominatif"


class Sieve:
    """Tells some people of the register as it says, and leaves everybody else, and every other detail, as written.

    `kept`: names that are nobody's (files, places): a text that is one stays. `common`: words that are no name.
    """

    def __init__(
        self, register: Register, which: Which, kept: Iterable[str] = (), common: Collection[str] = ()
    ) -> None:
        self.people = [person for person in register.personnes if which(person)]
        self.circle = Circle(_others_open(register, which))
        self._kept, self._common = frozenset(kept), set(common)

    @cached_property
    def _masker(self) -> Masker:
        manner = Manner(shows_unknown=True, details=False)
        return Masker(Finder(self.circle, (), self._common, self._kept, manner))

    def text(self, text: str) -> str:
        """A text without their names."""
        return self._masker.text(text) if self.people and text and text not in self._kept else text

    def cuts(self, text: str) -> list[Cut]:
        """What is to be replaced in a text, in order."""
        return plain_cuts(text, self._masker.find) if self.people and text else []

    def finds(self, text: str) -> bool:
        """Whether a text names one of them."""
        return self.text(text) != text

    def file(self, name: str) -> str:
        """The name or the path of a file without theirs."""
        return self._masker.file_name(name) if self.people and name else name

    def blocks(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Blocks without them, whatever the looks of the words."""
        return (
            ast.map_leaves(blocks, lambda inlines: self._masker.mask(inlines, "", "", []))
            if self.people
            else blocks
        )

    def note(self, note: Note) -> Note:
        """A note as it was read, that no list of it names them: nobody is asked about them."""
        if not self.people:
            return note
        return structs.replace(
            note,
            writers=self._others(note.writers),
            speakers=self._others(note.speakers),
            people=self._others(note.people),
            participants=[one for one in note.participants if not self.finds(one.name)],
            internal=self.records(note.internal),
            title=self.text(note.title),
        )

    def _others(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if not self.finds(name)]

    def author(self, name: str) -> str:
        """How whoever wrote something is told; who only shares a first name with one of them is somebody else."""
        if not self.people or not name:
            return name
        known = self.circle.of_name(name)
        if known and not known.is_named:
            return known.speaker
        words = words_of(plain(name))
        hers = (set(words_of(plain(form))) for one in self.circle.protected for form in one.person.names)
        return self.text(name) if len(words) < 2 or any(own <= set(words) for own in hers) else name

    def record(self, record: T, files: Collection[str] = ()) -> T:
        """A typed record with every text sifted, keys of mappings left. `files`: texts that are paths."""
        if not self.people:
            return record
        inner = self._sifted(msgspec.to_builtins(record), files)
        return msgspec.convert(inner, type(record))

    def records(self, records: Iterable[T]) -> list[T]:
        """Each of several records."""
        return [self.record(record) for record in records]

    def _sifted(self, node: Any, files: Collection[str]) -> Any:
        if isinstance(node, str):
            return self.file(node) if node in files else self.text(node)
        if isinstance(node, dict):
            return {key: self._sifted(value, files) for key, value in node.items()}
        if isinstance(node, list | tuple):
            return [self._sifted(value, files) for value in node]
        return node


def _others_open(register: Register, which: Which) -> Register:
    """The register as if everybody else might be named: a name that two bear is then told as nobody's."""
    people = (
        one if which(one) else structs.replace(one, niveau="nominatif", mineur=False, accord=Agreement(le=EVER))
        for one in register.personnes
    )
    return structs.replace(register, personnes=tuple(people))
