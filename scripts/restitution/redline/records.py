"""What changed between two documents, for a person: one record a paragraph, row or note."""

from __future__ import annotations

from typing import Literal

import msgspec

ChangeKind = Literal["edited", "inserted", "deleted", "moved", "row_inserted", "row_deleted", "note", "restyled"]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One place that changed."""

    kind: ChangeKind
    names: list[str]
    """Bookmarks of its passages: of the new document, else of the old one."""
    before: str = ""
    """Words that went; of a whole paragraph, its text."""
    after: str = ""
    heading: str = ""
    """Text of the heading above, in the document that holds the place."""
