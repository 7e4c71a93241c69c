"""The lines and rows of a note that state a field: « Participants : 18 », alone, among others or in a table."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from restitution.checks.facts.tables import grid
from restitution.domain import field_of
from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

PARTICIPANTS = "participants"


class Field(msgspec.Struct, frozen=True):
    """A field of the model, with what the note says of it, as written."""

    key: str
    value: str
    where: str
    words: str


def fields_of(note: Note) -> Iterator[Field]:
    """The fields that a note states above its first heading and among its participants, in its order."""
    at_head = True
    for passage in note.passages:
        at_head = at_head and passage.role not in {"section", "heading"}
        if passage.role in {"field", "text"} and (at_head or passage.section == PARTICIPANTS):
            for label, value, where, words in _pairs(passage):
                if (key := field_of(label.rstrip(" :"))) and value:
                    yield Field(key, value, where, words)


def _pairs(passage: Passage) -> Iterator[tuple[str, str, str, str]]:
    if passage.block["t"] == "Table":
        for row in grid(passage.block)[0]:
            for (label, _), (value, where) in zip(row[::2], row[1::2], strict=False):
                yield label, value, where, f"{label.rstrip(' :')} : {value}"
        return
    for span in ast.each_leaf([passage.block]):
        for line in _lines(span["c"][1]):
            label, _, value = line.partition(":")
            yield label, value.strip(), ast.leaf_where(span), line


def _lines(inlines: Inlines) -> list[str]:
    """The lines of a leaf, at its breaks."""
    lines: list[Inlines] = [[]]
    for inline in inlines:
        if inline["t"] in {"LineBreak", "SoftBreak"}:
            lines.append([])
        else:
            lines[-1].append(inline)
    return [" ".join(ast.text(line).split()) for line in lines]
