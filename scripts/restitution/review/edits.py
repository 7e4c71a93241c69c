"""A change as letters of its passage: those that it takes out, and what it puts there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from restitution.remarks import Mark, Remark

SPACES: Final = re.compile(r"\s+")


class Edit(msgspec.Struct, frozen=True):
    """Letters `start` to `end` of a text become `text`."""

    start: int
    end: int
    text: str


def edit_of(change: Mark | Remark) -> Edit:
    """What a change of one text does: as it says itself, else the one place in which its two texts differ."""
    if change.kind in {"insertion", "deletion", "replacement"}:
        for told in _told(change):
            if with_edits(change.base, [told]).split() == change.proposed.split():
                return told
    return _difference(change.base, change.proposed)


def _told(change: Mark | Remark) -> list[Edit]:
    """What a change says of itself: of a deletion, with the space that goes with its words where it tells it."""
    at = change.offset
    if change.kind == "insertion":
        return [Edit(at, at, change.text)]
    end = at + len(change.quote)
    if change.kind == "replacement":  # a space may have gone with its words, or come with those in their place
        places = [(start, stop) for start, stop in ((at, end), (at, end + 1), (at - 1, end)) if start >= 0]
        texts = (change.text, f"{change.text} ", f" {change.text}")
        return [Edit(*place, text) for text in texts for place in places]
    quoted = Edit(at, end, "")
    words = SPACES.sub(" ", change.text)
    is_whole = bool(words) and change.base.startswith(words, at)
    return [Edit(at, at + len(words), ""), quoted] if is_whole else [quoted]


def _difference(base: str, text: str) -> Edit:
    start = _alike(base, text)
    end = min(_alike(base[::-1], text[::-1]), min(len(base), len(text)) - start)
    return Edit(start, len(base) - end, text[start : len(text) - end])


def _alike(one: str, other: str) -> int:
    """How many first letters two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def overlap(one: Edit, other: Edit) -> bool:
    """Whether both change a letter, or put something else between the same two."""
    if one == other:
        return False
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


def with_edits(base: str, edits: Iterable[Edit]) -> str:
    """The text with several edits, the same one made once; what is put in stands before what goes."""
    text = base
    for edit in sorted(set(edits), key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def tidied(text: str) -> str:
    """Each line with its spaces folded, none empty."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
