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
    words = capitals = 0
    for passage in note.passages:
        if passage.role == "text":
            text = ast.text([passage.block])
            found = _WORD.findall(text)
            words += len(found)
            if not text.islower():
                capitals += sum(word[0].isupper() for word in found)
    return words >= FEWEST_WORDS and capitals * RAREST < words
