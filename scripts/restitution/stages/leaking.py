"""What leaks, told to the editor by the note and the passage that it comes from: what she can mend.

Files are made from public notes: what stands in a file and in a note came from there. What no note says came from
the settings, a template or a picture, and is told by its place in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from restitution.checks.survey.records import Leaking
from restitution.leaks import Leak
from restitution.messages import plural
from restitution.model import Note
from restitution.pandoc import ast
from restitution.plan import Plan
from restitution.stages.given import read_notes
from restitution.stages.protected import leak_told, searcher_of

ELSEWHERE: Final = ("propriétés", "image", "vignette", "nom du fichier", "enveloppe", "auteurs")
"""Words of a place where no passage of a note stands."""
UNKNOWN_TO_REGISTER: Final = ", que le registre ne connaît pas"
TITLE: Final = "titre ou nom du fichier"


class Said(NamedTuple):
    """Where a public note says a name, and the words around."""

    path: str
    where: str
    around: str


Sayings = Mapping[str, list[Said]]
"""Who -> each place of the notes that says her."""


def leaking(plan: Plan, work: Path, leaks: Mapping[str, Iterable[Leak]]) -> dict[str, list[Leaking]]:
    """The leaks of each file as the editor reads them: once a person where a note says her."""
    each = {file: list(found) for file, found in leaks.items()}
    said = _said(plan, work) if any(each.values()) else {}
    return {file: list(dict.fromkeys(_told(leak, said) for leak in found)) for file, found in each.items()}


def _told(leak: Leak, said: Sayings) -> Leaking:
    places = said.get(leak.who, []) if leak.who and not any(word in leak.place for word in ELSEWHERE) else []
    if not places:
        return Leaking(told=leak_told(leak, names=True), listed=leak.listed)
    first, others = places[0], len(places) - 1
    more = f", et {plural(others, 'autre passage', 'autres passages')}" if others else ""
    whom = f"« {leak.who} »{'' if leak.listed else UNKNOWN_TO_REGISTER}"
    where = ", ".join(part for part in (first.path, first.where) if part)
    return Leaking(told=f"{whom} : {where} (« {first.around} »){more}", in_note=True, listed=leak.listed)


def _said(plan: Plan, work: Path) -> Sayings:
    """Everybody whom a public note says, though she may not be."""
    searcher, found = searcher_of(work), defaultdict[str, list[Said]](list)
    for note in read_notes(plan, plan.each_lot("public/{lot}.jsonl"), work):
        for text, where in _texts(note):
            around = {hit.who: hit.around for hit in reversed(searcher.hits(text))}
            for who, words in around.items():
                found[who].append(Said(note.path, where, words))
    return found


def _texts(note: Note) -> Iterator[tuple[str, str]]:
    """What a note shows, and where."""
    yield f"{note.title}\n{note.file}", TITLE
    for passage in note.passages:
        for leaf in ast.each_leaf([passage.block]):
            yield ast.text(leaf["c"][1]), ast.leaf_where(leaf)
