"""The bookmarks of a text in pieces: their words, what they stand in, and where each begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from restitution.ooxml.word import Element, W
from restitution.writers.docx.manifest import bookmark_texts
from restitution.writers.docx.texts import Text

AT_ONCE = 8
"""Texts that are looked at, of which the trees are kept."""


class Marks:
    """What was read of the bookmarks of some texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._text_of: dict[str, int] = {}
        self._seen = lru_cache(maxsize=AT_ONCE)(lambda number: _starts(texts[number].seen()))
        self._holders = 0
        self.said: dict[str, str] = {}
        """Of each that Word shows, in reading order, its text (`bookmark_texts`)."""
        self.beside: dict[str, int] = {}
        """Bookmark -> number of what its paragraph stands in: a cell, or the body of all texts."""

    @classmethod
    def of(cls, root: Element) -> Marks:
        """Those of a text in one piece."""
        marks = cls([Text(root)])
        marks.read(0, root)
        return marks

    def read(self, number: int, root: Element) -> None:
        """Reads those of a text, which comes after those that were read."""
        self.said |= bookmark_texts(root)
        numbers = {root[0]: 0}
        for name, start in _starts(root).items():
            self._text_of[name] = number
            holder = start.getparent().getparent()
            self.beside[name] = numbers.setdefault(holder, self._holders + len(numbers))
        self._holders += len(numbers)

    def seen(self, name: str) -> Element:
        """Where a bookmark begins, to be looked at only."""
        return self._seen(self._text_of[name])[name]

    def opened(self, names: Collection[str]) -> Iterator[dict[str, Element]]:
        """Where these begin, those of one text after the other, which may be changed until the next."""
        of_text: dict[int, list[str]] = {}
        for name in names:
            of_text.setdefault(self._text_of[name], []).append(name)
        for number, own in sorted(of_text.items()):
            starts = _starts(self._texts[number].opened())
            yield {name: starts[name] for name in own}
            if len(self._texts) > 1:
                self._texts[number].fold()


def _starts(root: Element) -> dict[str, Element]:
    return {mark.get(W + "name", ""): mark for mark in root.iter(W + "bookmarkStart")}
