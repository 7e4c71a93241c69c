"""What walking through the parts of a file gathers, in reading order, before anything of it is understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, NamedTuple

from restitution.remarks import Kind
from restitution.review.returned import SENT, Bookmark, Paragraph, Segment, Span, Status, Where

Side = Literal["from", "to"]
Hand = tuple[str, str]
"""Who made a change, and on which day."""
DAY = len("2026-11-02")
MINUTE = len("2026-11-02T09:30")


class Place(NamedTuple):
    """Between two characters of a paragraph."""

    paragraph: int
    offset: int


@dataclass(kw_only=True)
class Change:
    """One element of tracked changes."""

    kind: Kind
    author: str
    date: str
    start: Place
    end: Place
    side: Side | None = None
    """Of a move: whether words left here or came here."""
    name: str = ""
    """Of a move that has one."""
    is_mark: bool = False
    """Whether it is about the end of a paragraph, not about words."""
    look: str = ""
    """What changed, of a format; what it holds, of a change without words (« image »)."""

    @property
    def hand(self) -> Hand:
        """Who, on which day: Word begins an element a minute while somebody types on."""
        return self.author, self.date[:DAY]


@dataclass(kw_only=True)
class Text:
    """A paragraph under construction."""

    number: int
    kind: Where
    place: str
    holder: int
    """Number of what holds it (a body, a cell, a box): it can be joined to a paragraph of the same one only."""
    style: str = ""
    inserted: bool = False
    deleted: bool = False
    called_from: int = -1
    ours: bool = False
    has_kept: dict[Kind, bool] = field(default_factory=dict)
    """`insertion`, `deletion` -> whether it holds something that is not part of such a change."""
    moves: dict[Side, str] = field(default_factory=dict)
    """Name of the last move that touches it."""
    segments: list[tuple[str, Status]] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, status: Status) -> None:
        """Appends words."""
        if text:
            self.segments.append((text, status))
            self.length += len(text)

    @property
    def text(self) -> str:
        """All that stands in it."""
        return "".join(text for text, _ in self.segments)

    @property
    def sent(self) -> str:
        """As the file was sent, its tracked changes refused."""
        return "".join(text for text, status in self.segments if status in SENT)

    def finished(self) -> Paragraph:
        """The record, neighbouring words of one fate joined."""
        joined: list[Segment] = []
        for text, status in self.segments:
            if joined and joined[-1].status == status:
                joined[-1] = Segment(joined[-1].text + text, status)
            else:
                joined.append(Segment(text, status))
        return Paragraph(
            segments=joined,
            bookmarks=self.bookmarks,
            kind=self.kind,
            place=self.place,
            inserted=self.inserted,
            deleted=self.deleted,
            called_from=self.called_from,
            ours=self.ours,
        )


@dataclass
class Range:
    """A bookmark, or what a comment covers: where it starts, ends and is called; None for what the file lacks."""

    name: str = ""
    start: Place | None = None
    end: Place | None = None
    reference: Place | None = None
    rank: int = -1
    """Of a comment: how many were called before it in the file."""


@dataclass(kw_only=True)
class Story:
    """All that was found."""

    texts: list[Text] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    bookmarks: list[Range] = field(default_factory=list)
    comments: dict[str, Range] = field(default_factory=dict)
    """By their id."""
    moves: dict[str, Change] = field(default_factory=dict)
    """By their name: who moved, when, from where the file says so first."""
    calls: dict[tuple[Where, str], int] = field(default_factory=dict)
    """Kind and id of a note -> the paragraph that calls it."""
    holders: Iterator[int] = field(default_factory=count)
    ranks: Iterator[int] = field(default_factory=count)
    """Numbers not used yet."""

    def spans(self, start: Place, end: Place) -> list[Span]:
        """What lies between two places, a span a paragraph; the first place alone when nothing does.

        Codes of the margin lie in between, and are no part of it.
        """
        last = len(self.texts) - 1
        if last < 0:
            return []
        first = min(start.paragraph, last)
        inner = []
        for number in range(first, min(end.paragraph, last) + 1):
            low = start.offset if number == start.paragraph else 0
            length = self.texts[number].length
            high = min(end.offset, length) if number == end.paragraph else length
            if high > low:
                inner.append(Span(number, low, high))
        at = min(start.offset, self.texts[first].length)
        passages = [span for span in inner if not self.texts[span.paragraph].ours]
        return passages or inner or [Span(first, at, at)]

    def text_at(self, place: Place) -> Text:
        """The paragraph of a place; the last one for what stands behind it."""
        return self.texts[min(place.paragraph, len(self.texts) - 1)]

    def words(self, spans: list[Span]) -> str:
        """The words of spans, a line a paragraph."""
        return "\n".join(self.texts[span.paragraph].text[span.start : span.end] for span in spans)

    def next_of(self, number: int) -> int | None:
        """The paragraph that follows in the same body, cell or box."""
        holder = self.texts[number].holder
        return next((text.number for text in self.texts[number + 1 :] if text.holder == holder), None)
