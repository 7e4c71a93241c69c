"""The pictures of a note that nobody may show: told as pictures, not as the words of their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.model import Note, Passage, SourceStatus
from restitution.pandoc import ast

CODE: Final = "photo"
"""Of the finding about a picture that somebody on it did not agree to."""
_NAME: Final = re.compile(r"« ([^»]+) »")


class Unseen(msgspec.Struct, frozen=True):
    """Pictures of a note that are not shown: how many, what they are called, the places of their captions."""

    count: int = 0
    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def unseen_in(status: SourceStatus, note: Note | None) -> Unseen:
    """What a file shows to nobody. `note`: unmasked, with its pictures."""
    found = [finding for finding in status.findings if finding.code == CODE]
    withheld = {str(entry["where"]) for entry in status.withheld}
    passages = note.passages if note else []
    places = (place for one in found for place in _captions(passages, one.where, withheld))
    names = (name for one in found for name in _NAME.findall(one.message)[:1])
    return Unseen(len(found), frozenset(names), frozenset(places))


def _captions(passages: list[Passage], where: str, withheld: set[str]) -> Iterator[str]:
    """The places of the words that go with a picture: its own, and the paragraph behind one that stands alone."""
    for number, passage in enumerate(passages):
        places = list(places_of(passage))
        if where not in places:
            continue
        yield from places
        behind = passages[number + 1 : number + 2]
        if not ast.text([passage.block]).strip():
            yield from (place for one in behind for place in places_of(one) if place in withheld)


def places_of(passage: Passage) -> Iterator[str]:
    """Where each text of a passage stands in its file."""
    return map(ast.leaf_where, ast.each_leaf([passage.block]))
