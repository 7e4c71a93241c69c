"""A copy cut into stretches, by the bookmarks that it still has: parts of paragraphs that stand under one name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from restitution.review.placing.letters import Trail
from restitution.review.returned import WANTED, Bookmark, Paragraph

OURS: Final = re.compile(r"(?:src|gen)_[0-9a-f]{10}")
"""How the names of our bookmarks begin; a program that meets a name twice adds to it (`_Copy_1`)."""
LABEL: Final = re.compile(r"\s*(?:[^\W\d_]+\s)?\s*[\dA-Z]+(?:\.\d+)*\.?\s*[:.–—-]?\s*")
"""« Figure 2 : », « 3.1.2 »: counted by the program, before the words of a caption or a heading."""
FLOW: Final = frozenset({"body", "table", "box"})
"""Parts of a file that hold passages."""


class Stretch(msgspec.Struct, eq=False):
    """A part of a paragraph, and what it shows of what was sent."""

    paragraph: int
    start: int
    end: int
    words: int = 0
    """Where its own words begin, behind a label that the program counts (« Figure 2 : »)."""
    bookmark: str = ""
    """What the file says that it is."""
    text: str = ""
    """Its own words as they were sent, spaces folded."""
    new: str = ""
    """Its words when all of them came with the review: inserted, or moved there."""
    entry: int = -1
    """Number of the passage of the manifest that it shows."""
    confidence: float = 0.0
    is_copy: bool = False
    """Another stretch shows the passage in its place."""
    is_made: bool = False
    """A line of the contents, or their title: programs write it anew."""
    after: int = -1
    """Of one that shows nothing of what was sent: number of the passage before it."""


def stretches_of(paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """The stretches of the body, in reading order; those of a paragraph cover it whole."""
    found: list[Stretch] = []
    is_open, flow = "", ""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind not in FLOW or paragraph.ours:
            continue
        marks = [mark for mark in paragraph.bookmarks if OURS.match(mark.name)]
        if marks or paragraph.kind != flow or paragraph.kind == "table":
            is_open = ""
        flow = paragraph.kind
        cut = _cut(paragraph, marks) if marks else [(0, len(paragraph.text), is_open)]
        is_open = next((mark.name for mark in reversed(marks) if not mark.closed), is_open)
        label = _label(paragraph.text, marks)
        found += [stretch(number, paragraph, one, label if one[0] == 0 else one[0]) for one in cut]
    return found


def stretch(number: int, paragraph: Paragraph, part: tuple[int, int, str], words: int) -> Stretch:
    """A part of a paragraph (its beginning, its end, its bookmark); `words`: where its own words begin."""
    start, end, name = part
    piece = (number, paragraph, words, end)
    text = Trail([piece]).text
    new = "" if text else Trail([piece], kept=WANTED).text
    return Stretch(number, start, end, words, bookmark=name, text=text, new=new)


def _label(text: str, marks: list[Bookmark]) -> int:
    """Length of the label before the first bookmark of a paragraph."""
    first = min((mark.start for mark in marks), default=0)
    return first if LABEL.fullmatch(text[:first]) else 0


def _cut(paragraph: Paragraph, marks: list[Bookmark]) -> list[tuple[int, int, str]]:
    """Parts of a paragraph by the innermost bookmark; what none covers goes with the part before it."""
    length = len(paragraph.text)
    bounds = sorted({0, length, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    parts: list[tuple[int, int, str]] = []
    for start, end in pairwise(bounds):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        name = max(over, key=lambda mark: (mark.start, -mark.end)).name if over else ""
        name = name or (parts[-1][2] if parts else "")
        joins = bool(parts) and parts[-1][2] in {"", name}
        parts.append((parts.pop()[0] if joins else start, end, name))
    return parts or [(0, length, marks[0].name)]
