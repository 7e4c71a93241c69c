"""Paragraphs and ranges while a text is walked: they are numbered when all of it is known."""

from __future__ import annotations

import msgspec

from restitution.review.returned import Bookmark, Paragraph, Segment, Span, Status, Where


class Draft(msgspec.Struct, kw_only=True, eq=False):
    """A paragraph that is being read."""

    kind: Where
    place: str = ""
    segments: list[Segment] = []
    bookmarks: list[Bookmark] = []
    length: int = 0
    inserted: bool = False
    deleted: bool = False
    caller: Draft | None = None
    """Of a note: the paragraph that calls it."""
    ours: bool = False

    def say(self, text: str, status: Status) -> None:
        """Add text, to the last segment when it has the same fate."""
        if self.segments and self.segments[-1].status == status:
            text = self.segments.pop().text + text
        self.segments.append(Segment(text, status))
        self.length = sum(len(segment.text) for segment in self.segments)

    def done(self, numbers: dict[int, int]) -> Paragraph:
        """The paragraph; `numbers`: that of each draft, by identity."""
        return Paragraph(
            segments=self.segments,
            bookmarks=self.bookmarks,
            kind=self.kind,
            place=self.place,
            inserted=self.inserted,
            deleted=self.deleted,
            called_from=-1 if self.caller is None else numbers.get(id(self.caller), -1),
            ours=self.ours,
        )


class Piece(msgspec.Struct, eq=False):
    """What a range covers of one paragraph."""

    draft: Draft
    start: int
    end: int


class Range(msgspec.Struct, eq=False):
    """What a comment, a change or a bookmark covers, while it is open and after."""

    pieces: list[Piece] = []
    words: list[str] = []
    """What was said in it; a line end where a paragraph ended."""
    looks: dict[str, None] = {}
    crossed: int = 0
    """Ends of paragraphs in it."""

    def enter(self, draft: Draft) -> None:
        """It goes on (or begins) here."""
        self.pieces.append(Piece(draft, draft.length, draft.length))

    def leave(self, draft: Draft) -> None:
        """It ends here, or goes on in another paragraph."""
        if self.pieces and self.pieces[-1].draft is draft:
            self.pieces[-1].end = draft.length

    def spans(self, numbers: dict[int, int]) -> list[Span]:
        """What it covers, one span a paragraph."""
        return [Span(numbers[id(piece.draft)], piece.start, piece.end) for piece in self.pieces]

    @property
    def text(self) -> str:
        """What was said in it."""
        return "".join(self.words).strip("\n")
