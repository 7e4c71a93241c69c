"""The bookmarks of a text in pieces: their words, what they stand in, and where each begins."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.ooxml.word import Element, W
from restitution.writers.docx.manifest import bookmark_texts
from restitution.writers.docx.texts import Text


class Marks:
    """What was read of the bookmarks of some texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._text_of: dict[str, int] = {}
        self._starts: dict[int, dict[str, Element]] = {}
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

    def start(self, name: str) -> Element:
        """Where a bookmark begins; its text is opened, and stays so."""
        number = self._text_of[name]
        if number not in self._starts:
            self._starts[number] = _starts(self._texts[number].opened())
        return self._starts[number][name]


def _starts(root: Element) -> dict[str, Element]:
    return {mark.get(W + "name", ""): mark for mark in root.iter(W + "bookmarkStart")}
