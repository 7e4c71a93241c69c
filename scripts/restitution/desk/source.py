"""What a note says around a passage, as its author wrote it: one line of one working file is read, no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from restitution.domain import domain
from restitution.messages import folded, french_date
from restitution.model import Note, Shaped
from restitution.pandoc import ast

if TYPE_CHECKING:
    from restitution.desk.project import Desk
    from restitution.review.passages import Shown

REACH: Final = 3
"""Leaves of the note shown before and behind the passage."""


class Words(msgspec.Struct, frozen=True):
    """A leaf of a note."""

    text: str
    is_here: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A passage in its note."""

    path: str
    title: str
    kind: str
    dates: str
    where: str
    words: list[Words]
    """Empty where the passage is not in the note as it is now."""


def said_in_note(desk: Desk, passage: Shown) -> Said | None:
    """What stands around a passage in its note; None where the note was not read yet."""
    note = _note(desk, passage.path)
    if note is None:
        return None
    return Said(
        path=note.path,
        title=note.title,
        kind=domain().kinds[note.kind].label if note.kind else "à classer",
        dates=", ".join(map(french_date, note.dates)),
        where=passage.where,
        words=_around(note, passage),
    )


def _note(desk: Desk, path: str) -> Note | None:
    """The note of a file, among those of its lot; `path` is one that the plan knows."""
    plan = desk.plan()
    lots = [lot for lot, files in plan.sources.items() if any(one.path == path for one in files)] if plan else []
    wanted = b'"path":' + msgspec.json.encode(path)
    for lot in lots:
        file = desk.work / f"notes/{lot}.jsonl"
        lines = file.read_bytes().splitlines()[1:] if file.is_file() else []
        for line in lines:
            if wanted in line:
                note = msgspec.json.decode(line, type=Shaped).note
                if note is not None and note.path == path:
                    return note
    return None


def _around(note: Note, passage: Shown) -> list[Words]:
    leaves = [leaf for one in note.passages for leaf in ast.each_leaf([one.block])]
    texts = [" ".join(ast.text(leaf["c"][1]).split()) for leaf in leaves]
    places = [rank for rank, leaf in enumerate(leaves) if ast.leaf_where(leaf) == passage.where]
    same = [rank for rank, text in enumerate(texts) if folded(text) == folded(passage.note_text)]
    here = next((rank for rank in same if rank in places), next(iter([*same, *places]), None))
    if here is None:
        return []
    first = max(here - REACH, 0)
    return [
        Words(texts[rank], rank == here) for rank in range(first, min(here + REACH + 1, len(texts))) if texts[rank]
    ]
