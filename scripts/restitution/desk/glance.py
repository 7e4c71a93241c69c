"""What was read of each note, in short: its title and its first words, as the working files have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from restitution.desk.reading import Mark, mark_of
from restitution.pandoc import ast

if TYPE_CHECKING:
    from restitution.desk.project import Desk

LETTERS: Final = 420
"""Of a note, that a glance shows."""


class _Passage(msgspec.Struct):
    block: msgspec.Raw = msgspec.Raw()


class _Note(msgspec.Struct):
    path: str
    title: str = ""
    passages: list[_Passage] = []


class _Line(msgspec.Struct):
    note: _Note | None = None


class Glance(msgspec.Struct, frozen=True):
    """A note at a glance."""

    title: str = ""
    words: str = ""


class Glances:
    """Of every note, each lot read again only when it has changed."""

    def __init__(self) -> None:
        self._lots: dict[str, tuple[Mark, dict[str, Glance]]] = {}

    def of(self, desk: Desk) -> dict[str, Glance]:
        """Path of each note that was read -> the glance."""
        found: dict[str, Glance] = {}
        for file in sorted((desk.work / "notes").glob("*.jsonl")):
            with desk.lock:
                mark = mark_of(file)
                if self._lots.get(file.name, (None,))[0] != mark:
                    self._lots[file.name] = (mark, _read(file.read_bytes()))
                found |= self._lots[file.name][1]
        return found


def _read(data: bytes) -> dict[str, Glance]:
    notes = (msgspec.json.decode(line, type=_Line).note for line in data.splitlines()[1:] if line)
    return {note.path: Glance(note.title, _first_words(note)) for note in notes if note}


def _first_words(note: _Note) -> str:
    words = ""
    for passage in note.passages:
        block = msgspec.json.decode(passage.block)
        leaves = (" ".join(ast.text(leaf["c"][1]).split()) for leaf in ast.each_leaf([block]))
        words = " · ".join(filter(None, [words, *leaves]))
        if len(words) > LETTERS:
            return f"{words[:LETTERS].rsplit(' ', 1)[0]}…"
    return words
