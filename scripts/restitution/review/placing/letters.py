"""Letters: what two programs write for the same words, and where a letter of a copy stands in a passage."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz.distance import Indel, Opcodes

from restitution.remarks import folded
from restitution.review.returned import SENT, Paragraph, Status

NO_LETTERS: Final = frozenset("\u00ad\u200b\u2060\ufeff\ufffc")
"""Soft hyphens, signs without width, the place of an object: no program keeps them faithfully."""
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(NO_LETTERS, ""),
    }
)
_AROUND_SIGNS: Final = re.compile(r"\s*([^\w\s])\s*")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """What a text says whatever program wrote it: quotes, dashes, spaces around signs make no difference."""
    return _AROUND_SIGNS.sub(r"\1", folded(text.translate(_SAME)))


def digest(text: str) -> str:
    """sha256 of a passage's text, as a manifest has it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Trail:
    """Parts of paragraphs read as one text: as it was sent, spaces folded, and where each of its letters stands.

    A space stands where the first of those that it folds does; between two paragraphs, before the second one.

    `pieces`: the number of each paragraph, itself, and the part of its text that is taken; `kept`: which words
    are, those that were sent or, of a paragraph that came with the review, those that are wanted.
    """

    def __init__(self, pieces: Iterable[tuple[int, Paragraph, int, int]], kept: frozenset[Status] = SENT) -> None:
        letters: list[str] = []
        self._places: list[tuple[int, int]] = []
        is_apart, is_joined = False, True
        for number, paragraph, start, end in pieces:
            at, is_apart = 0, is_apart or not is_joined
            is_joined = paragraph.inserted and end == len(paragraph.text)
            space = (number, -1)
            for segment in paragraph.segments:
                for place, letter in enumerate(segment.text, at):
                    if segment.status not in kept or not start <= place < end or letter in NO_LETTERS:
                        continue
                    if letter.isspace():
                        space = space if is_apart else (number, place)
                        is_apart = True
                        continue
                    if is_apart and letters:
                        letters.append(" ")
                        self._places.append(space)
                    is_apart, space = False, (number, -1)
                    letters.append(letter)
                    self._places.append((number, place))
                at += len(segment.text)
        self.text = "".join(letters)

    def offset(self, paragraph: int, place: int) -> int:
        """How many letters of the text stand before a place of the copy."""
        return bisect_left(self._places, (paragraph, place))


class Shift:
    """From the places of one text to those of another that says nearly the same."""

    def __init__(self, one: str, other: str) -> None:
        self._one, self._other = one, other

    def place(self, at: int) -> int:
        """Where the letter before which a place stands went; for one that is not there, where it would stand."""
        if self._one == self._other:
            return min(at, len(self._other))
        for step in self._steps:
            if step.src_start <= at < step.src_end:
                return step.dest_start + at - step.src_start if step.tag == "equal" else step.dest_start
        return len(self._other)

    def end(self, at: int) -> int:
        """The same for the end of a part: behind its last letter."""
        return self.place(at - 1) + 1 if at > 0 and self._is_kept(at - 1) else self.place(at)

    def _is_kept(self, at: int) -> bool:
        if self._one == self._other:
            return at < len(self._one)
        return any(step.tag == "equal" and step.src_start <= at < step.src_end for step in self._steps)

    @cached_property
    def _steps(self) -> Opcodes:
        return Indel.opcodes(self._one, self._other)
