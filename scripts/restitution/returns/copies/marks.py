"""What is to be put into a writer's file, by paragraph and offset, and what every format can do."""

from __future__ import annotations

from typing import Protocol

import msgspec

from restitution.ooxml.own_source import print_of
from restitution.ooxml.word_comments import Message
from restitution.remarks import Remark


class Leaf(msgspec.Struct, frozen=True):
    """A paragraph of her note, unmasked, and its place in French."""

    where: str
    text: str


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A thread on the text from `start` to `end` of a paragraph; on all of it when there is none between."""

    paragraph: int
    start: int
    end: int
    messages: list[Message]
    resolved: bool = False
    keys: list[str]
    """Of the remarks that it tells, in the order of its messages; none for a correction of the editor's pen."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked change: what stands from `start` to `end` of a paragraph becomes `new`."""

    paragraph: int
    start: int
    end: int
    new: str
    author: str
    date: str
    key: str = ""
    """Of the remark that proposed it; empty for a correction of the editor's pen."""
    is_paragraph: bool = False
    """`new` is a paragraph of its own behind it."""


class Marks(msgspec.Struct, kw_only=True):
    """All that goes into one file, and the remarks that it has no place for: the slip tells them."""

    comments: list[Comment] = []
    changes: list[Change] = []
    told: list[Remark] = []

    def last_first(self) -> list[Change]:
        """The changes from the end of the file to its head: none moves the place of the next."""
        ordered = sorted(self.changes, key=lambda one: (one.paragraph, one.is_paragraph, one.start))
        return ordered[::-1]

    def prints(self) -> set[str]:
        """Prints of all that is put into the file (`ooxml.own_source`).

        Of a change, its author and time only, as programs cut changes into pieces.
        """
        said = [(one.author, one.date, one.text) for comment in self.comments for one in comment.messages]
        said += [(one.author, one.date, "") for one in self.changes]
        return {print_of(*one) for one in said}


class Copy(Protocol):
    """A file that can be written again with marks in it."""

    texts: list[str]
    """Text of each of its paragraphs, as it is when its tracked changes are accepted."""

    def paragraph(self, leaf: int) -> tuple[int, bool] | None:
        """The paragraph that a leaf of the note is, and whether it is that one or only the nearest.

        None without any text.
        """

    def may_change(self, change: Change) -> bool:
        """Whether a tracked change can stand there without touching what is not ours."""

    def written(self, marks: Marks, source: str) -> dict[str, bytes]:
        """Ending of a name -> file; `source` says of what it is a copy (`ooxml.own_source`)."""
