"""One text of a document (the body, a note, a box, a header): what is open in it while it is walked."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.review.odt.changes import Region, Sort
from restitution.review.odt.draft import Draft, Range
from restitution.review.returned import Bookmark, Status, Where

BLANKS: Final = re.compile("[ \t\r\n]+")
"""What is one space in the text of a paragraph (ODF 1.3 part 3, clause 6.1.2)."""


DUMMY: Final = "\u200d"
"""What LibreOffice writes in an empty row to hold the mark that it was inserted."""


class Open(msgspec.Struct, eq=False):
    """A change that has begun."""

    region: Region
    range: Range

    def is_a(self, sort: Sort) -> bool:
        """Whether it is one of that sort."""
        return self.region.of(sort) is not None


class Flow(msgspec.Struct, eq=False, kw_only=True):
    """A text, and where the walk stands in it."""

    kind: Where
    place: str = ""
    is_inserted: bool = False
    """Whether what it stands in was inserted."""
    is_deleted: bool = False
    caller: Draft | None = None
    draft: Draft | None = None
    """The paragraph that is being read."""
    tables: int = 0
    comments: dict[str, Range] = {}
    changes: dict[str, Open] = {}
    bookmarks: dict[str, Range] = {}
    joining: Range | None = None
    """Of a deletion whose content is being read: its first paragraph goes on in the one that is being read."""
    has_joined: bool = False
    after_space: bool = True

    def begin(self, draft: Draft) -> None:
        """Start a paragraph."""
        self.draft, self.after_space = draft, True
        for range_ in self._ranges():
            range_.enter(draft)

    def end(self) -> None:
        """End the paragraph that is being read."""
        draft = self.draft
        if draft is None:
            return
        draft.inserted, draft.deleted = self._is_inserted(), self._is_deleted()
        for range_ in self._ranges():
            range_.leave(draft)
            range_.words.append("\n")
            range_.crossed += self.joining in {None, range_}  # what was deleted is no paragraph of the text
        self.draft = None

    def fate(self) -> Status | None:
        """What becomes of text said now; None: it was inserted and deleted, so it was neither sent nor wanted."""
        if self._is_deleted():
            return None if self._is_inserted() else "deleted"
        return "inserted" if self._is_inserted() else "kept"

    def say(self, text: str, look: list[str] | None = None) -> None:
        """Add text to the paragraph that is being read."""
        if self.draft is None or not text:
            return
        status = self.fate()
        if status is not None:
            self.draft.say(text, status)
        for change in self.changes.values():
            change.range.words += [] if self.draft.ours else [text]
            change.range.looks.update(dict.fromkeys(look or []))

    def say_characters(self, text: str | None, look: list[str] | None = None) -> None:
        """Add text of the XML, in which any run of blanks is one space."""
        text = BLANKS.sub(" ", text or "")
        if text == DUMMY and self.fate() != "kept":
            return
        if self.after_space and text.startswith(" "):
            text = text[1:]
        if text:
            self.after_space = text.endswith(" ")
            self.say(text, look)

    def close_bookmark(self, name: str, shown: str, *, is_closed: bool = True) -> None:
        """A bookmark ends: it stands in each paragraph that it covers."""
        range_ = self.bookmarks.pop(name, None)
        if range_ is None:
            return
        self.close(range_)
        for piece in range_.pieces if is_closed else range_.pieces[:1]:
            piece.draft.bookmarks.append(Bookmark(shown, piece.start, piece.end, closed=is_closed))

    def opened(self) -> Range:
        """A range that begins here."""
        range_ = Range()
        if self.draft is not None:
            range_.enter(self.draft)
        return range_

    def close(self, range_: Range) -> None:
        """A range ends here."""
        if self.draft is not None:
            range_.leave(self.draft)

    def move_bookmarks(self, before: Draft, place: int) -> None:
        """What begins where several paragraphs were deleted begins behind them: the file says it before."""
        for range_ in self.bookmarks.values():
            first = next(iter(range_.pieces), None)
            if first is not None and first.draft is before and first.start == place and self.draft is not None:
                range_.pieces = []
                range_.enter(self.draft)

    def inside(self, kind: Where, place: str) -> Flow:
        """A text that stands in this one: it shares its fate, and nothing that is open."""
        inserted, deleted = self._is_inserted(), self._is_deleted()
        return Flow(kind=kind, place=place, is_inserted=inserted, is_deleted=deleted, caller=self.caller)

    def _is_inserted(self) -> bool:
        return self.is_inserted or any(change.is_a("insertion") for change in self.changes.values())

    def _is_deleted(self) -> bool:
        return self.is_deleted or any(change.is_a("deletion") for change in self.changes.values())

    def _ranges(self) -> list[Range]:
        changes = [change.range for change in self.changes.values()]
        return [*self.comments.values(), *changes, *self.bookmarks.values()]
