"""What a counter of remarks finds in the raw XML of a returned copy."""

from __future__ import annotations

import msgspec


class ReviewCount(msgspec.Struct, frozen=True):
    """How many elements of each kind a file holds (none of a kind: no entry), our own replies counted apart."""

    kinds: dict[str, int]
    ours: int = 0
