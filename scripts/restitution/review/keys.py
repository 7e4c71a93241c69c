"""By what the same remark is known again in another copy: who, when, what, and about which passage (review §4a).

Neither the file's own ids nor its seconds, no-break spaces or threads are trusted: each of them changed on the way
through some program.
"""

from __future__ import annotations

import hashlib
from typing import Final

from restitution.remarks import Kind, folded, to_the_minute

HEX: Final = 16


def key_of(kind: Kind, author: str, date: str, text: str, anchor: str) -> str:
    """16 hex of who said what, when (to the minute), and of `anchor`: a passage, or words.

    A reply that a program tied to no thread any more is the same remark: replies count as comments here.
    """
    family = "comment" if kind == "reply" else kind
    parts = (family, public_author(author), to_the_minute(date), folded(text), folded(anchor))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:HEX]


def public_author(author: str) -> str:
    """A reviewer's name as it is shown wherever a remark is."""
    return folded(author)
