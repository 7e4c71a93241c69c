"""The help of each command in French: what its library writes in English is replaced, in the text that it made.

Typer asks nobody for most of these words, so that no catalogue reaches them. They are few, and always the same.
"""

from __future__ import annotations

import re
from typing import Final

HEADS: Final = {
    "Usage:": "Utilisation :",
    "Options:": "Options :",
    "Arguments:": "Arguments :",
}
"""Words that open a line."""
WORDS: Final = {
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "Show this message and exit.": "Montre cette aide.",
    "[default: ": "[défaut : ",
    "[required]": "[obligatoire]",
}
TYPES: Final = {
    "list[str]": "mots",
    "list[Path]": "noms",
    "str": "mot",
    "path": "nom",
    "int range": "nombre",
    "int": "nombre",
}
"""What a value is, in angle brackets."""
_HEAD: Final = re.compile(rf"^(?:{'|'.join(map(re.escape, HEADS))})", re.MULTILINE)
_WORD: Final = re.compile("|".join(map(re.escape, WORDS)))
_TYPE: Final = re.compile(rf"<({'|'.join(map(re.escape, TYPES))})>( *)")
_LEAST: Final = re.compile(r"x>=(\d+)")


def in_french(text: str) -> str:
    """A help text, its columns where they were."""
    text = _HEAD.sub(lambda found: HEADS[found[0]], text)
    text = _WORD.sub(lambda found: WORDS[found[0]], text)
    return _LEAST.sub(r"au moins \1", _TYPE.sub(_same_width, text))


def _same_width(found: re.Match[str]) -> str:
    """The French word, and as many spaces as keep what follows in its column: two at least."""
    word = f"<{TYPES[found[1]]}>"
    return word.ljust(len(found[0]) - 2) + "  " if found[2] else word
