"""Which paragraph of a file a paragraph of its note is: by its words, and by what stands before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz import fuzz, process

from restitution.messages import folded
from restitution.returns.copies.marks import Leaf

ALIKE: Final = 60.0
"""Likeness of two texts (0 to 100) from which one is the other, between neighbours that are known."""
SURE: Final = 85.0
"""The same, anywhere in the file."""
LONG: Final = 20
"""Letters from which a part of a text is told apart from others."""


def leaf_of(leaves: Sequence[Leaf], where: str, text: str) -> int | None:
    """The leaf of a note that a published text was: of those at its place, else of all, the most like it."""
    there = [n for n, leaf in enumerate(leaves) if where and leaf.where == where]
    said = folded(text)
    for candidates, least in ((there, ALIKE), (range(len(leaves)), SURE)):
        known = {n: folded(leaves[n].text) for n in candidates}
        found = process.extractOne(said, known, scorer=fuzz.ratio, score_cutoff=least) if said else None
        if found is not None:
            return int(found[2])
    return there[0] if there else None


class Finder:
    """The paragraphs of a file that the leaves of its note are; each found once, and only when it is asked for."""

    def __init__(self, leaves: Sequence[Leaf], texts: Sequence[str]) -> None:
        self._leaves = [folded(leaf.text) for leaf in leaves]
        self._texts = [folded(text) for text in texts]
        matcher = SequenceMatcher(None, self._leaves, self._texts, autojunk=False)
        self._same = {
            block.a + n: block.b + n
            for block in matcher.get_matching_blocks()
            for n in range(block.size)
            if self._leaves[block.a + n]
        }

    def paragraph(self, leaf: int) -> tuple[int, bool] | None:
        """The paragraph of a leaf, and whether it is that one or only the nearest; None in a file without text."""
        if leaf in self._same:
            return self._same[leaf], True
        said = self._leaves[leaf]
        before, after = self._around(leaf)
        free = {n: self._texts[n] for n in range(before + 1, after) if self._texts[n]}
        every = {n: text for n, text in enumerate(self._texts) if text}
        if said:
            for scorer, known, least in (
                (fuzz.ratio, free, ALIKE),
                (fuzz.ratio, every, SURE),
                (fuzz.partial_ratio, free, SURE),
            ):
                long = {
                    n: text for n, text in known.items() if scorer is fuzz.ratio or len(text) > LONG < len(said)
                }
                found = process.extractOne(said, long, scorer=scorer, score_cutoff=least)
                if found is not None:
                    return int(found[2]), True
        return self._nearest(before, after, every)

    def _around(self, leaf: int) -> tuple[int, int]:
        before = max((to for of, to in self._same.items() if of < leaf), default=-1)
        after = min((to for of, to in self._same.items() if of > leaf), default=len(self._texts))
        return before, max(after, before + 1)

    @staticmethod
    def _nearest(before: int, after: int, texts: dict[int, str]) -> tuple[int, bool] | None:
        near = [n for n in (before, after) if n in texts] or sorted(texts, key=lambda n: abs(n - before))
        return (near[0], False) if near else None
