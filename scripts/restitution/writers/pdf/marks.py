"""What leads into a document that is joined of portions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Spot(NamedTuple):
    """A place: the page, numbered from 0, and points from its left and its top. `title`: of the heading there."""

    page: int
    across: float
    down: float
    title: str = ""

    @property
    def told(self) -> str:
        """Where a link says that it leads."""
        page = f"page {self.page + 1}"
        return f"{self.title}, {page}" if self.title else page


class Bookmark(NamedTuple):
    """A heading among the bookmarks of the file."""

    level: int
    title: str
    spot: Spot


class Marks(NamedTuple):
    """What leads into the document."""

    spots: Mapping[str, Spot]
    """By the name that links say."""
    named: Mapping[str, Spot]
    """By the name that others may lead to."""
    bookmarks: Sequence[Bookmark]
