"""A returned copy as its reader gives it, whatever its format: paragraphs, bookmarks, marks. Nothing placed yet.

Each paragraph is one text in which nothing was accepted or refused: what was inserted and what was deleted both
stand in it, in reading order. Places are offsets in that text, in characters. What the file held when it was sent
is the text without what was inserted; what its reader wants is the text without what was deleted.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from restitution.remarks import Kind, Sent

Status = Literal["kept", "inserted", "deleted", "undone"]
"""undone: inserted, then deleted by someone else; it was not sent, and nobody wants it."""
SENT: Final[frozenset[Status]] = frozenset({"kept", "deleted"})
WANTED: Final[frozenset[Status]] = frozenset({"kept", "inserted"})
Where = Literal["body", "table", "box", "footnote", "endnote", "header", "footer"]


class Segment(msgspec.Struct, frozen=True):
    """A run of a paragraph's text that shares one fate."""

    text: str
    status: Status = "kept"


class Bookmark(msgspec.Struct, frozen=True):
    """What a bookmark covers of a paragraph. A bookmark over two paragraphs stands in both."""

    name: str
    start: int
    end: int
    closed: bool = True
    """False when the file lacks its end: it then reaches to the end of its paragraph, the next ones stay open."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph of the file (a heading, a cell's, a caption, a box's), with or without text."""

    segments: list[Segment] = []
    bookmarks: list[Bookmark] = []
    kind: Where = "body"
    place: str = ""
    """For a person, when it is not the body: « note de bas de page 3 », « en-tête »."""
    inserted: bool = False
    """Its mark was inserted: whoever refuses it joins the paragraph to the next one."""
    deleted: bool = False
    """Its mark was deleted: whoever accepts it joins the paragraph to the next one."""
    called_from: int = -1
    """Of a note: number of the paragraph that calls it."""
    ours: bool = False
    """A code of the margin, or the page on how to review: words that are no passage."""

    @property
    def text(self) -> str:
        """All that stands in it: what places count in."""
        return "".join(segment.text for segment in self.segments)

    @property
    def sent(self) -> str:
        """As the file was sent, its tracked changes refused."""
        return "".join(segment.text for segment in self.segments if segment.status in SENT)

    @property
    def wanted(self) -> str:
        """As its reader wants it, its tracked changes accepted."""
        return "".join(segment.text for segment in self.segments if segment.status in WANTED)


class Span(msgspec.Struct, frozen=True):
    """A part of a paragraph; a point when it is empty."""

    paragraph: int
    start: int
    end: int


class RawMark(msgspec.Struct, frozen=True, kw_only=True):
    """A comment or a tracked change as the file has it."""

    kind: Kind
    author: str = ""
    date: str = ""
    text: str = ""
    """Of a comment, its words, paragraphs parted by line ends; of a change, the words that it changes."""
    spans: list[Span] = []
    """What it covers, one span a paragraph, in order. Of a move: where the words came from."""
    moved_to: list[Span] = []
    """Of a move: where they went."""
    parent: int = -1
    """Of a reply: number of the mark that it answers."""
    resolved: bool = False
    elements: dict[Kind, int]
    """Elements of the raw XML that it gathers."""
    look: str = ""
    """Of a change of format: what changed, in French (« gras », « style de paragraphe »)."""


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A returned copy, read."""

    sent: Sent | None = None
    """The manifest that the file carries; None when it was lost on the way (Google Docs, a PDF)."""
    paragraphs: list[Paragraph] = []
    """In reading order; footnotes behind the body, then headers and footers."""
    marks: list[RawMark] = []
    """In reading order, replies behind what they answer; our own replies (`remarks.OURS`) are not among them."""
    ours: int = 0
    """How many of our own replies the file holds."""
    problems: list[str] = []
    """French sentences: what was damaged, and that the rest was read all the same."""
