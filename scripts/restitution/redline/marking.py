"""The marks of tracked changes: insertions, deletions, moves, former looks. One author, one date, own numbers."""

from __future__ import annotations

import copy
from itertools import count
from typing import Final, Literal, get_args

from restitution.ooxml.word import Element, W, make, value

Tracked = Literal["ins", "del", "moveFrom", "moveTo"]
TRACKED: Final = frozenset(get_args(Tracked))
GONE: Final = frozenset({"del", "moveFrom"})
"""What is no more in the new document."""
FIRST_ID: Final = 2_000_000
"""Above the ids of bookmarks."""
_AFTER_MARKS: Final = frozenset(W + tag for tag in ("sectPr", "pPrChange"))


class Marker:
    """Makes marks. `date`: ISO 8601, of the newer document."""

    def __init__(self, author: str, date: str) -> None:
        self._said = {"author": author, "date": date}
        self._ids = count(FIRST_ID)

    def mark(self, tag: str) -> Element:
        """An empty element that says who and when."""
        return make(tag, id=str(next(self._ids)), **self._said)

    def range(self, tag: str, name: str) -> tuple[Element, Element]:
        """Start and end of a move (`moveFrom`, `moveTo`): both sides have the same name."""
        start = self.mark(f"{tag}RangeStart")
        start.set(W + "name", name)
        return start, make(f"{tag}RangeEnd", id=start.get(W + "id", ""))

    def paragraph_mark(self, paragraph: Element, kind: Tracked) -> None:
        """Say that the end of a paragraph was inserted or deleted."""
        properties = _child(paragraph, "pPr", 0)
        run = properties.find(W + "rPr")
        if run is None:
            run = make("rPr")
            place = sum(1 for node in properties if node.tag not in _AFTER_MARKS)
            properties.insert(place, run)
        run.insert(0, self.mark(kind))

    def row(self, row: Element, kind: Literal["ins", "del"]) -> None:
        """Say that a row was inserted or deleted."""
        exceptions = sum(1 for node in row.iterchildren(W + "tblPrEx"))
        _child(row, "trPr", exceptions).append(self.mark(kind))

    def former_style(self, paragraph: Element, before: Element) -> None:
        """Say which style a paragraph had, when it has another."""
        if value(paragraph, "pPr/pStyle") == value(before, "pPr/pStyle"):
            return
        change, kept = self.mark("pPrChange"), make("pPr")
        style = before.find(f"{W}pPr/{W}pStyle")
        if style is not None:
            kept.append(copy.deepcopy(style))
        change.append(kept)
        _child(paragraph, "pPr", 0).append(change)

    def former_look(self, run: Element, before: Element | None) -> None:
        """Say which look the letters of a run had."""
        change, kept = self.mark("rPrChange"), make("rPr")
        if before is not None:
            kept.extend(copy.deepcopy(node) for node in before)
        change.append(kept)
        _child(run, "rPr", 0).append(change)


def mark_of(paragraph: Element) -> str:
    """What was done to the end of a paragraph: `ins`, `del`, `moveFrom`, `moveTo`, or nothing."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    tags = [str(node.tag).removeprefix(W) for node in ([] if marks is None else marks)]
    return next((tag for tag in tags if tag in TRACKED), "")


def drop_paragraph_mark(paragraph: Element) -> None:
    """Take back what `paragraph_mark` said."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    for node in [] if marks is None else list(marks):
        if node.tag.removeprefix(W) in TRACKED:
            marks.remove(node)


def give_style(paragraph: Element, other: Element) -> None:
    """Give a paragraph the style of another, which has one."""
    properties = _child(paragraph, "pPr", 0)
    for style in properties.findall(W + "pStyle"):
        properties.remove(style)
    properties.insert(0, copy.deepcopy(other.find(f"{W}pPr/{W}pStyle")))


def _child(node: Element, tag: str, place: int) -> Element:
    found = node.find(W + tag)
    if found is None:
        found = make(tag)
        node.insert(place, found)
    return found
