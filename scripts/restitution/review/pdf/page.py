"""Where an annotation stands among the letters: the words under it, else the point that is nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from restitution.review.pdf.letters import Letter
from restitution.review.pdf.raw import Annotation, Box

POINTED = frozenset({"Text", "FreeText", "Caret", "Stamp", "FileAttachment", "Sound"})
"""Annotations that stand beside or between words, not over them."""


class Spot(msgspec.Struct, frozen=True):
    """A place in the text: words, or a point before or behind a letter."""

    letters: tuple[Letter, ...] = ()
    beside: Letter | None = None
    is_behind: bool = False


def spot_of(annotation: Annotation, letters: Sequence[Letter]) -> Spot:
    """What an annotation is about, among the letters of its page."""
    boxes = annotation.quads or ([] if annotation.subtype in POINTED else [annotation.box])
    words = _with_blanks_between([letter.box is not None and _is_in(letter, boxes) for letter in letters], letters)
    return Spot(words) if words else _nearest(_tip(annotation), letters)


def _is_in(letter: Letter, boxes: Iterable[Box]) -> bool:
    across, up = letter.center
    return any(box[0] <= across <= box[2] and box[1] <= up <= box[3] for box in boxes)


def _with_blanks_between(under: Sequence[bool], letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The letters under an annotation, without blanks at the ends, with those between: a box may hold one word."""
    shown = [place for place, letter in enumerate(letters) if letter.text.strip()]
    kept = {place for place in shown if under[place]}
    for here, there in pairwise(shown):
        if here in kept and there in kept:
            kept.update(range(here, there))
    return tuple(letters[place] for place in sorted(kept))


def _tip(annotation: Annotation) -> tuple[float, float]:
    """The point that it shows: its middle; an icon's or a text's is left of what is written in it."""
    left, bottom, right, top = annotation.box
    across = left if annotation.subtype in {"Text", "FreeText", "FileAttachment", "Sound"} else (left + right) / 2
    return across, (bottom + top) / 2


def _nearest(point: tuple[float, float], letters: Sequence[Letter]) -> Spot:
    """The point in the line that is nearest."""
    shown = [letter for letter in letters if letter.box is not None and letter.block.kind != "footer"]
    shown = shown or [letter for letter in letters if letter.box is not None]
    if not shown:
        return Spot()
    height = min(_away(letter, point[1]) for letter in shown)
    line = [letter for letter in shown if _away(letter, point[1]) <= height + 1]
    nearest = min(line, key=lambda letter: abs(letter.center[0] - point[0]))
    return Spot(beside=nearest, is_behind=point[0] > nearest.center[0])


def _away(letter: Letter, up: float) -> float:
    """How far a letter is above or below."""
    _, bottom, _, top = letter.box or (0.0, 0.0, 0.0, 0.0)
    return max(bottom - up, up - top, 0.0)
