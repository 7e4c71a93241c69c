"""Where one person stands in texts: what an access request asks for (RGPD, art. 15).

In doubt a passage is given, and said to be in doubt: a first name that two people bear, a nickname.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from restitution.model import SPEAKER, Note
from restitution.pandoc import ast
from restitution.pandoc.speech import SUITE
from restitution.people.circle import Circle
from restitution.people.cutting import BORDER, MASKED, PICTURE, letters, plain_cuts
from restitution.people.finder import Finder
from restitution.people.forms import plain
from restitution.people.register import Person, Register

HERSELF: Final = "\ue010"
"""Stands for her name while texts are read against her alone."""
SEEN: Final = str.maketrans({PICTURE: " [image] ", BORDER: "", MASKED: ""})
"""What stands for things that are no letters -> what a person reads there."""
AROUND: Final = 90
"""Letters shown on each side of a name."""
Way = Literal["parle", "participe", "écrit", "cité", "fichier", "remarque interne"]


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that names her, or in which she speaks."""

    path: str
    where: str = ""
    way: Way
    words: str
    sure: bool = True


class Seeker:
    """Looks for one person. `circle`: everybody, to tell what is hers alone."""

    def __init__(self, person: Person, circle: Circle) -> None:
        told = msgspec.structs.replace(
            person, niveau="pseudonyme", accord=msgspec.structs.replace(person.accord, retire_le="")
        )
        alone = Register(personnes=(told,), pseudonymes={told.nom: HERSELF})
        self.person = person
        self.circle = circle
        self.own = Circle(alone)
        self._find = Finder(self.own)

    def is_her(self, name: str) -> bool:
        """Whether a name of a list may be hers."""
        return bool(name) and bool(self.own.owners(plain(name)))

    def is_sure(self, said: str) -> bool:
        """Whether nobody else of the register is called so."""
        owners = self.circle.owners(plain(said))
        return all(known.person.nom == self.person.nom for known in owners)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text names her."""
        return [(cut.start, cut.end) for cut in plain_cuts(text, self._find) if HERSELF in cut.label]

    def extract(self, text: str) -> tuple[str, bool] | None:
        """The words around her first name in a text, and whether it is surely hers; None where she is not."""
        spans = self.spans(text)
        if not spans:
            return None
        start, end = max(0, spans[0][0] - AROUND), spans[-1][1] + AROUND
        words = readable(text[start:end])
        cut = f"{'… ' if start else ''}{words}{' …' if end < len(text) else ''}"
        return cut, any(self.is_sure(text[first:last]) for first, last in spans)

    def in_note(self, note: Note) -> Iterator[Mention]:
        """Everything of a note that is about her, in its order."""
        if found := self.extract(note.path):
            yield Mention(path=note.path, way="fichier", words=note.path, sure=found[1])
        for one in note.participants:
            if self.is_her(one.name):
                told = ", ".join(part for part in (one.name, one.role, one.structure) if part)
                yield Mention(
                    path=note.path, where=one.where, way="participe", words=told, sure=self.is_sure(one.name)
                )
        for name in note.writers:
            if self.is_her(name):
                yield Mention(path=note.path, way="écrit", words=name, sure=self.is_sure(name))
        listed = {one.where for one in note.participants if one.where and self.is_her(one.name)}
        yield from (one for one in self._in_passages(note) if one.where not in listed)
        for remark in note.internal:
            if self.is_her(remark.author) or self.spans(remark.text):
                words = readable(f"{remark.author} : {remark.text}" if remark.author else remark.text)
                yield Mention(path=note.path, where=remark.where, way="remarque interne", words=words)

    def _in_passages(self, note: Note) -> Iterator[Mention]:
        voice = ""
        for passage in note.passages:
            for leaf in ast.each_leaf([passage.block]):
                voice = _voice(leaf["c"][1], voice)
                where, text = ast.leaf_where(leaf), letters(leaf["c"][1])
                if voice and self.is_her(voice):
                    words = readable(text)
                    yield Mention(path=note.path, where=where, way="parle", words=words, sure=self.is_sure(voice))
                elif found := self.extract(text):
                    yield Mention(path=note.path, where=where, way="cité", words=found[0], sure=found[1])


def readable(text: str) -> str:
    """Letters as a person reads them: one space between words, pictures told, no sign of ours."""
    return " ".join(text.translate(SEEN).split())


def _voice(inlines: list[dict[str, object]], before: str) -> str:
    """Who speaks in a leaf: as its first Span says, else nobody."""
    for inline in inlines[:1]:
        content = inline.get("c")
        if inline["t"] == "Span" and isinstance(content, list) and SPEAKER in content[0][1]:
            told = dict(content[0][2])
            return before if SUITE in told else str(told.get("name", ""))
    return ""
