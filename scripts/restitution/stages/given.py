"""What several stages read: the files that stand, the glossary, which notes are published, what was assembled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly import made
from restitution.assembly.plates import Gallery
from restitution.assembly.versions import Replaced
from restitution.model import Block, Document, Intake, Note, Placement, Shaped
from restitution.pandoc.unread import unread
from restitution.plan import Plan
from restitution.stages import streams
from restitution.stages.streams import Stream
from restitution.store import Store

T = TypeVar("T")


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """`assembled.json`: what assembly knows beside its documents and the notes shown (`shown.jsonl`)."""

    corrected: dict[str, Note]
    """Path -> the note with what was corrected and all that is said in it, where what is shown lacks some."""
    decided: dict[str, list[tuple[str, str]]]
    """Id of each corrected leaf -> texts that were to become others."""
    intakes: list[Intake]
    """The files that are no notes."""
    replaced: list[Replaced]
    gallery: Gallery
    unplaced: int
    """Passages that the plan has no place for."""


def document_in(path: Path) -> Document:
    """A document, for those who go through it from its beginning to its end: of a long one, most is unread."""
    data = path.read_bytes()
    if len(data) <= streams.LIGHT:
        return msgspec.json.decode(data, type=Document)
    blocks, placements = unread(path, data, "blocks", Block), unread(path, data, "placements", Placement)
    if blocks is None or placements is None:
        return msgspec.json.decode(data, type=Document)
    parts = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    del parts["blocks"], parts["placements"]
    read = msgspec.json.decode(msgspec.json.encode(parts), type=Document)
    return structs.replace(read, blocks=blocks, placements=placements)


def present_in(plan: Plan) -> dict[str, str]:
    """Hash of every file of the photograph, by path."""
    return {s.path: s.sha256 for files in plan.sources.values() for s in files if s.sha256}


def glossary_of(plan: Plan, kept: Store) -> list[made.Term]:
    """The terms that the editor explains."""
    present = present_in(plan)
    return made.read_glossary(kept.get(present[made.GLOSSARY])) if made.GLOSSARY in present else []


def published(notes: Iterable[Note]) -> list[Note]:
    """Those that show something: a note that was excluded or replaced documents nothing."""
    return list(filter(is_published, notes))


def is_published(note: Note) -> bool:
    """Whether a note shows something."""
    return bool(note.passages)


def read_notes(plan: Plan, paths: Sequence[str], work: Path) -> Stream[Note]:
    """The notes of some lots, as they were read."""
    return stream_of(plan, paths, work, Shaped).each(lambda line: line.note)


def stream_of(plan: Plan, paths: Sequence[str], work: Path, kind: type[T]) -> Stream[T]:
    """The records of some contracts of the plan."""
    files = [work / path for path in paths]

    def read() -> Iterator[T]:
        for path, file in zip(paths, files, strict=True):
            yield from store.read_contract(file, plan.keys[path], kind)

    return Stream(read, sum(file.stat().st_size for file in files if file.is_file()))
