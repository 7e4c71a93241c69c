"""How a paragraph looks beside the text of its document, where pandoc keeps nothing of it.

A leaf then carries `look`: words apart by a space, for shaping alone, which takes them off again (`model`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

LARGER: Final = 1.08
"""From this ratio to the text's size on, a paragraph is set larger."""
MAX_LENGTH: Final = 200
"""Characters of a paragraph beyond which its look says nothing of what it is."""
CAPTION: Final = "caption"
"""Mark of a paragraph whose style is that of captions."""
_CAPTION_STYLE: Final = re.compile(r"(?:.*\b)?(?:caption|l[ée]gendes?)\b.*|illustration|figure", re.IGNORECASE)
"""Word calls it « caption » in every language; LibreOffice has one a sort of thing, and people theirs."""


class Look(msgspec.Struct, frozen=True):
    """`size`: the smallest of its letters, in points, 0 without any; `marks`: what all its letters share."""

    size: float = 0
    length: int = 0
    marks: frozenset[str] = frozenset()
    """bold, underline, small-caps, capitals, shade, center, caption"""


def told(looks: Sequence[Look]) -> list[str]:
    """What each paragraph's leaf carries: its marks, and its size in percent of the text's when it is larger."""
    letters: Counter[float] = Counter()
    for look in looks:
        letters[look.size] += look.length
    body = letters.most_common(1)[0][0] if letters else 0
    return [_words(look, body) for look in looks]


def caption_marks(styles: Iterable[str]) -> frozenset[str]:
    """The mark of a caption, when a paragraph's style, or one that it is based on, has the name of one."""
    return frozenset({CAPTION} if any(_CAPTION_STYLE.fullmatch(name) for name in styles) else ())


def _words(look: Look, body: float) -> str:
    if not look.length or look.length > MAX_LENGTH:
        return " ".join(look.marks & {CAPTION}) if look.length else ""
    larger = body and look.size > LARGER * body
    return " ".join([*sorted(look.marks), *([f"size-{round(100 * look.size / body)}"] if larger else [])])
