"""A returned copy with its passages: what a place of it is about, and what its passages say now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from restitution.remarks import Sent
from restitution.review.placing.finding import find
from restitution.review.placing.letters import Shift, Trail
from restitution.review.placing.sending import Sending
from restitution.review.placing.stretches import FLOW, Stretch, stretches_of
from restitution.review.returned import SENT, WANTED, Returned, Span

CODE: Final = re.compile(r"¶\s*(\S+)")
NOTES: Final = frozenset({"footnote", "endnote"})
BESIDE: Final = 0.9
"""Confidence in the passage before what was added, and in that of a picture by its caption."""
SAID: Final = 0.99
"""Confidence in a passage that the code in the margin names."""


class Spot(NamedTuple):
    """What a part of a copy is about."""

    entry: int
    """Number of the passage in the manifest; -1: none."""
    confidence: float
    start: int = 0
    end: int = 0
    """In the text of the passage as it was sent; both 0 where that text does not hold the words."""
    is_added: bool = False
    """It stands behind the passage, and is not of it."""
    is_inside: bool = True
    """Whether `start` and `end` mean something: not in a footnote, nor on a code or a picture."""
    is_copy: bool = False
    """It stands on a copy of the passage, which is in its place too."""


class Copy:
    """A returned copy with its passages."""

    def __init__(self, returned: Returned, sent: Sent) -> None:
        self.paragraphs = returned.paragraphs
        self.sending = Sending(sent)
        self.stretches = find(stretches_of(self.paragraphs), self.sending, self.paragraphs)
        self._here: dict[int, list[Stretch]] = defaultdict(list)
        self._shown: dict[int, list[Stretch]] = defaultdict(list)
        for one in self.stretches:
            self._here[one.paragraph].append(one)
            if one.entry >= 0 and not one.is_copy:
                self._shown[one.entry].append(one)
        self._trails: dict[tuple[int, ...], tuple[Trail, Shift]] = {}

    def spots(self, spans: Iterable[Span], *, adds: bool = False) -> list[Spot]:
        """What parts of the copy are about, in order; those of one passage are one.

        `adds`: asked of what was inserted there, which is of no passage where a whole paragraph came.
        """
        found: list[Spot] = []
        for spot in (spot for span in spans for spot in self._of(span, adds=adds)):
            last = found[-1] if found else None
            if last is not None and (last.entry, last.is_added) == (spot.entry, spot.is_added):
                found[-1] = last._replace(end=max(last.end, spot.end))
            else:
                found.append(spot)
        return found

    def base(self, entry: int) -> str:
        """Text of a passage as it was sent; as the copy has it when the manifest does not tell."""
        return self.sending.base(entry) or self._trail(self.shown(entry))[0].text

    def shown(self, entry: int) -> list[Stretch]:
        """The stretches that show a passage in its place."""
        return self._shown.get(entry, [])

    def says(self, entry: int) -> str:
        """What the copy shows of a passage, its tracked changes refused; a line a paragraph."""
        lines: list[list[Stretch]] = []
        for one in self.shown(entry):
            joined = bool(lines) and (
                lines[-1][-1].paragraph == one.paragraph or self.paragraphs[lines[-1][-1].paragraph].inserted
            )
            lines[-1:] = [[*lines[-1], one]] if joined else [*lines[-1:], [one]]
        texts = (self._trail(line)[0].text for line in lines)
        return "\n".join(text for text in texts if text)

    def sent_words(self, span: Span) -> str:
        """The words of a part of a paragraph as they were sent."""
        return Trail([(span.paragraph, self.paragraphs[span.paragraph], span.start, span.end)]).text

    def _of(self, span: Span, *, adds: bool) -> Iterator[Spot]:
        paragraph = self.paragraphs[span.paragraph]
        if paragraph.kind in NOTES and paragraph.called_from >= 0:
            called = self._here.get(paragraph.called_from, [])
            yield from (Spot(one.entry, one.confidence, is_inside=False) for one in called[:1])
        elif paragraph.ours:
            yield from self._of_code(paragraph.text)
        elif paragraph.kind in FLOW:
            here = self._here[span.paragraph]
            yield from (self._spot(one, span, adds=adds) for one in _touched(here, span))

    def _of_code(self, text: str) -> Iterator[Spot]:
        code = CODE.search(text)
        entry = self._codes.get(code.group(1), -1) if code else -1
        if entry >= 0:
            yield Spot(entry, SAID, is_inside=False)

    @cached_property
    def _codes(self) -> dict[str, int]:
        """Code -> passage; of a row, its first cell."""
        found: dict[str, int] = {}
        for number, passage in enumerate(self.sending.passages):
            code = passage.code
            row = code[:-1] if code[-1:].islower() and code[-2:-1].isdigit() else code
            found[code] = number
            if row != code and (row not in found or self.sending.code(found[row]) > code):
                found[row] = number
        found.pop("", None)
        return found

    def _spot(self, one: Stretch, span: Span, *, adds: bool) -> Spot:
        if not one.text and not self.paragraphs[one.paragraph].text.strip():
            return self._of_picture(one)
        if one.entry < 0 or (one.new and (adds or not one.is_copy)):
            return Spot(one.after, BESIDE if one.after >= 0 else 0.0, is_added=True)
        trail, shift = self._trail([one] if one.is_copy else self.shown(one.entry))
        low, high = max(span.start, one.start), min(span.end, one.end)
        start, end = trail.offset(one.paragraph, low), trail.offset(one.paragraph, high)
        start, end = shift.place(start), shift.end(end) if end > start else shift.place(start)
        return Spot(one.entry, one.confidence, start, max(start, end), is_copy=one.is_copy)

    def _of_picture(self, one: Stretch) -> Spot:
        """A paragraph without words: a picture when a caption follows, else the passage before it, or its own."""
        if one.entry >= 0:
            return Spot(one.entry, one.confidence, is_inside=False)
        following = self._here.get(self._next(one.paragraph), [])
        if following and following[0].words and following[0].entry >= 0:
            return Spot(following[0].entry, BESIDE, is_inside=False)
        return Spot(one.after, BESIDE if one.after >= 0 else 0.0, is_added=True)

    def _next(self, number: int) -> int:
        """The paragraph after another, the codes of the margin between them passed over."""
        number += 1
        while number < len(self.paragraphs) and self.paragraphs[number].ours:
            number += 1
        return number

    def _trail(self, stretches: list[Stretch]) -> tuple[Trail, Shift]:
        key = tuple(map(id, stretches))
        if key not in self._trails:
            pieces = [(one.paragraph, self.paragraphs[one.paragraph], one.words, one.end) for one in stretches]
            is_new = bool(stretches) and bool(stretches[0].new)
            trail = Trail(pieces, kept=WANTED if is_new else SENT)
            base = self.sending.base(stretches[0].entry) if stretches and stretches[0].entry >= 0 else ""
            self._trails[key] = trail, Shift(trail.text, base or trail.text)
        return self._trails[key]


def _touched(stretches: list[Stretch], span: Span) -> list[Stretch]:
    """The stretches of a paragraph that a part of it touches; of a point, the one that it stands in or ends."""
    over = [one for one in stretches if one.start < span.end and span.start < one.end]
    at = [one for one in stretches if one.start <= span.start <= one.end]
    return over or at[-1:] or stretches[-1:]
