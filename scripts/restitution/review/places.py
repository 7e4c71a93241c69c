"""Where a remark stands today."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from restitution.remarks import Placed, Remark


class Stand(msgspec.Struct, frozen=True):
    """Where a remark stands in today's documents, and how sure that is."""

    passage: str
    placed: Placed
    confidence: float


Today = Callable[[Remark], Stand]
"""What finds the place of a remark today."""
