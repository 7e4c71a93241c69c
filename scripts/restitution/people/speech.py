"""Speech that a machine wrote down without capitals: what is a name there cannot be told from the letters."""

from __future__ import annotations

import re
from typing import Final

from restitution.model import Note
from restitution.pandoc import ast

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS: Final = 60
RAREST: Final = 50
"""Words of which one at least begins with a capital, where sentences do."""


def has_no_capitals(note: Note) -> bool:
    """Whether a note is long enough to have capitals, and has none to speak of."""
    words = [
        word
        for passage in note.passages
        if passage.role == "text"
        for word in _WORD.findall(ast.text([passage.block]))
    ]
    return len(words) >= FEWEST_WORDS and sum(word[0].isupper() for word in words) * RAREST < len(words)
