"""The passages of all notes, and which of them the plan has placed: each once, in the order of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence

import msgspec

from restitution.model import Note, Passage


class Item(msgspec.Struct, eq=False):
    """A passage with its note, and whether it has a place."""

    note: Note
    passage: Passage
    placed: bool = False
    apart: bool = False
    """Whether it is speech that stands in the annexes."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a part of the plan asks for; an empty condition holds for all."""

    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    territory: str | None = None
    """A code asks for what speaks of that territory alone; the empty string for what speaks of none or several."""
    theme: str = ""
    host: str = ""
    author: str | None = None
    """Code of the territory that wrote the note; the empty string asks for notes whose author is not known."""
    path: str = ""
    roles: tuple[str, ...] = ("section", "heading", "text")
    apart: bool = False
    """Asks for what stands in the annexes, and for nothing else."""


def no_speech(_: Note) -> Container[int]:
    """Nothing stands apart."""
    return ()


class Pool:
    """All passages of all notes, in the order in which notes are published."""

    def __init__(
        self,
        notes: Iterable[Note],
        territories: Sequence[str],
        apart: Callable[[Note], Container[int]] = no_speech,
    ) -> None:
        rank = {code: number for number, code in enumerate(territories)}

        def order(note: Note) -> tuple[int, int, list[str], str]:
            return min((rank.get(c, 99) for c in note.territories), default=99), note.order, note.dates, note.path

        self.notes = sorted(notes, key=order)
        self.items = [
            Item(note, passage, apart=id(passage) in speech)
            for note in self.notes
            for speech in (apart(note),)
            for passage in note.passages
        ]
        self._of = defaultdict[str, list[Item]](list)
        for item in self.items:
            self._of[item.note.path].append(item)

    def of(self, path: str) -> Sequence[Item]:
        """The items of the note of this path."""
        return self._of.get(path, ())

    def _among(self, wanted: Wanted) -> Sequence[Item]:
        """Where to look for what is asked for: each note asks for its own."""
        return self.of(wanted.path) if wanted.path else self.items

    def take(self, wanted: Wanted) -> list[Item]:
        """The items that fit and have no place yet; they have one from now on.

        Asked for one territory alone, a heading goes with the text below it.
        """
        kept = [item for item in self._among(wanted) if not item.placed and fits(item, wanted)]
        if wanted.territory:
            kept = self._with_their_headings({id(item) for item in kept if item.passage.role == "text"}, wanted)
        for item in kept:
            item.placed = True
        return kept

    def _with_their_headings(self, texts: set[int], wanted: Wanted) -> list[Item]:
        """The texts, each after the headings without a place that it is the first to stand below."""
        kept: list[Item] = []
        above: list[Item] = []
        for item in self._among(wanted):
            is_text = id(item) in texts
            if not is_text and item.passage.role not in {"section", "heading"}:
                continue
            above = [heading for heading in above if heading.note is item.note]
            if is_text:
                kept += [*above, item]
                above = []
            elif item.apart is wanted.apart:
                above = [heading for heading in above if _level(heading) < _level(item)]
                is_wanted = not wanted.sections or item.passage.section in wanted.sections
                above += [item] if is_wanted and not item.placed else []
        return kept


def _level(heading: Item) -> int:
    level: int = heading.passage.block["c"][0]
    return level


def fits(item: Item, wanted: Wanted) -> bool:
    """Whether an item is what a part asks for."""
    note, passage = item.note, item.passage
    return (
        item.apart is wanted.apart
        and (not wanted.kinds or note.kind in wanted.kinds)
        and (not wanted.sections or passage.section in wanted.sections)
        and passage.role in wanted.roles
        and (wanted.territory is None or _speaks_of(item, wanted.territory))
        and (not wanted.theme or wanted.theme in (passage.themes or note.themes))
        and (not wanted.host or note.host == wanted.host)
        and (wanted.author is None or note.author == wanted.author)
        and (not wanted.path or note.path == wanted.path)
    )


def _speaks_of(item: Item, territory: str) -> bool:
    spoken = item.passage.territories or item.note.territories
    return spoken == [territory] if territory else len(spoken) != 1
