"""Where a sentence ends: at a point, before a capital or an opening quote."""

from __future__ import annotations

import re
from typing import Final

_ENDS: Final = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ÿ]|[«“])")


def sentences(text: str) -> list[str]:
    """The sentences of a text, as they stand."""
    return _ENDS.split(text)
