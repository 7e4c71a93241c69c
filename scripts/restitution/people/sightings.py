"""Where the notes name people: lists of participants, speakers, authors, and the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from restitution.model import Note
from restitution.pandoc import ast
from restitution.people import forms
from restitution.people.circle import words_of
from restitution.people.cutting import Cut, letters, plain_cuts
from restitution.people.met import Met
from restitution.people.strangers import CIVIL, Strangers
from restitution.people.usual import only_words
from restitution.people.words import Text

How = Literal["participe", "parle", "écrit", "cité", "remarque", "réponse", "correction"]
HOW: Final[tuple[How, ...]] = ("participe", "parle", "écrit", "cité", "remarque", "réponse", "correction")
"""From what says most of a person to what says least."""
OF_REVIEW: Final[frozenset[How]] = frozenset({"remarque", "réponse", "correction"})
"""Said of the text by reviewers and by the editor: in no note."""
_NO_NAME: Final = re.compile(r"[@/\d_]")


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a note, and what the note says of who bears it."""

    name: str
    path: str
    """Of the note; the number of a remark."""
    how: How
    where: str = ""
    role: str = ""
    structure: str = ""
    territory: str = ""
    """Code."""


def sightings_of(note: Note) -> list[Sighting]:
    """Everybody whom a note names, each once for each way of being there; labels that name nobody left out."""
    return _each_once((*_listed(note), *_told(note)))


def unseen_of(note: Note, met: Iterable[Met], seen: Iterable[Sighting]) -> list[Sighting]:
    """Names that are masked in a note as nobody's of the register, and that `seen` does not hold, each once.

    The editor is told of each that it is to be registered: whoever proposes entries knows them too.
    """
    known = {tuple(sorted(words_of(one.name))) for one in seen}
    found: dict[tuple[str, ...], Sighting] = {}
    for one in met:
        name = " ".join(one.name.split())
        words = tuple(sorted(words_of(name)))
        if not one.meant and words not in known:
            found.setdefault(words, Sighting(name=name, path=note.path, how="cité", where=one.where))
    return list(found.values())


def sightings_in(text: str, place: str, how: How) -> list[Sighting]:
    """Whoever a text that is no note names, each once. `place`: what people call it (« R-014 »)."""
    named = (text[cut.start : cut.end] for cut in plain_cuts(text, _each_announced))
    return _each_once(Sighting(name=name, path=place, how=how) for name in named)


def is_name(name: str) -> bool:
    """Whether words that stand where a name does may be a person's: no role alone, no address, no number."""
    return forms.person(name) is not None and not _NO_NAME.search(name)


def _each_once(seen: Iterable[Sighting]) -> list[Sighting]:
    found: dict[tuple[str, How], Sighting] = {}
    for one in seen:
        if is_name(one.name):
            name = _without_civility(one.name)
            found.setdefault((name, one.how), msgspec.structs.replace(one, name=name))
    return list(found.values())


def _without_civility(name: str) -> str:
    """« Nadia Ferhat » for « Mme Nadia Ferhat »; « M. Cazelmas » stays, as it tells a surname."""
    first, _, rest = name.partition(" ")
    is_civil = forms.plain(first).strip(".").casefold() in forms.CIVILITIES
    return rest if is_civil and len(rest.split()) > 1 else name


def _listed(note: Note) -> Iterator[Sighting]:
    for one in note.participants:
        yield Sighting(
            name=one.name,
            path=note.path,
            how="participe",
            where=one.where,
            role=one.role,
            structure=one.structure,
            territory=one.territory,
        )
    for name in (one for one in note.speakers if not only_words(one)):
        yield Sighting(name=name, path=note.path, how="parle")
    for name in note.writers:
        yield Sighting(name=name, path=note.path, how="écrit", structure=note.structure, territory=note.author)


def _told(note: Note) -> Iterator[Sighting]:
    """Names of the note that no list holds: what shaping found, and whoever the text announces."""
    listed = {*(one.name for one in note.participants), *note.speakers, *note.writers}
    announced = dict(_announced(note))
    for name in note.people:
        if name not in listed and not only_words(name):
            yield Sighting(name=name, path=note.path, how="cité", where=announced.get(name, ""))
    for name, where in announced.items():
        if name not in note.people:
            yield Sighting(name=name, path=note.path, how="cité", where=where)


def _announced(note: Note) -> Iterator[tuple[str, str]]:
    for passage in note.passages:
        for leaf in ast.each_leaf([passage.block]):
            text = letters(leaf["c"][1])
            for cut in plain_cuts(text, _each_announced):
                yield text[cut.start : cut.end], ast.leaf_where(leaf)


def _each_announced(plain: str) -> list[Cut]:
    """Whoever a civility or a usual first name announces, with the civility: it says that a name follows."""
    text, found = Text(plain), []
    for first, last in Strangers().found(text):
        begin = first - 1 if first and text.words[first - 1].folded in CIVIL else first
        found.append(Cut(text.words[begin].start, text.words[last].end, ""))
    return found
