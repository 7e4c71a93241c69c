"""Names of passages, and where a remark stands today."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import msgspec

from restitution.remarks import Placed, Remark

REPEAT: Final = re.compile(r"^((?:src|gen)_[0-9a-f]{10})(?:_\d+)?$")


class Stand(msgspec.Struct, frozen=True):
    """Where a remark stands in today's documents, and how sure that is."""

    passage: str
    placed: Placed
    confidence: float


Today = Callable[[Remark], Stand]
"""What finds the place of a remark today."""


def passage_of(bookmark: str) -> str:
    """The passage that a bookmark names: itself without the number of its repeat."""
    found = REPEAT.match(bookmark)
    return found.group(1) if found else bookmark
