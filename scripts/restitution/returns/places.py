"""Where a file stands in the publication, as a reader finds it: « chapitre 4.2 – En visite : Haute-Galdonne »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from restitution.model import Block, Document
from restitution.pandoc import ast

Number = Callable[[int, list[str]], tuple[int, str]]
"""Level and classes of the next heading -> level and number as printed."""
Numbering = Callable[[], Number]
"""Begins the numbers of a document: the writers' own."""
DEEPEST = 2
ANNEX = "Annexe "


class Place(msgspec.Struct, frozen=True):
    """A chapter of the publication: its number as printed (« 4.2 », « Annexe B : » or none) and its title."""

    number: str
    title: str
    apart: bool = False
    """Whether it is of the second document, of transcripts."""

    @property
    def is_annex(self) -> bool:
        """Whether it stands behind the body."""
        return not self.apart and self.number[:1].isalpha()

    def __str__(self) -> str:
        number = self.number.removeprefix(ANNEX).rstrip(" \u00a0:")
        if self.apart:
            return f"document d’annexes, {number or 'partie'} – {self.title}"
        if not number:
            return f"partie « {self.title} »"
        return f"{'annexe' if self.is_annex else 'chapitre'} {number} – {self.title}"


def places(document: Document, annexes: Document, numbering: Numbering) -> dict[str, list[Place]]:
    """Path of each note -> the chapters that hold something of it, that which holds most first."""
    held: dict[str, Counter[Place]] = {}
    for whole, apart in ((document, False), (annexes, True)):
        paths = {placement.bookmark: placement.path for placement in whole.placements}
        for place, block in _each_block(whole, numbering(), apart=apart):
            for leaf in ast.each_leaf([block]):
                path = paths.get(ast.leaf_id(leaf))
                if path:
                    held.setdefault(path, Counter())[place] += 1
    return {path: [place for place, _ in count.most_common()] for path, count in held.items()}


def _each_block(document: Document, number: Number, *, apart: bool) -> Iterator[tuple[Place, Block]]:
    """Each block and the chapter that it stands in: the deepest numbered one of the first levels."""
    stack: list[Place] = []
    for block in document.blocks:
        if block["t"] == "Header":
            said, (_, classes, _), inlines = block["c"]
            level, printed = number(said, classes)
            if level <= DEEPEST:
                del stack[level - 1 :]
                stack.append(Place(printed, " ".join(ast.text(inlines).split()), apart))
        numbered = [place for place in stack if place.number]
        if stack:
            yield (numbered or stack[:1])[-1], block
