"""What is printed, on any console: UTF-8 for files and programs, the nearest signs for what a console lacks."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from pathlib import Path
from typing import Final, TextIO

NEAREST: Final = {
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "…": "...", "–": "-", "—": "-",
    "‑": "-", "−": "-", "→": "->", "·": "-", "•": "-", "¶": "par. ", "œ": "oe", "Œ": "OE", "æ": "ae",
    "Æ": "AE", "€": "EUR", "×": "x", "█": "#", "▓": "#", "▒": "+", "░": ".", "✓": "+", "✔": "+", "✗": "x",
    "✘": "x", "╸": "=", "╺": "-", "●": "#", "◐": "/", "○": "o", "°": "o", "│": "|", "┃": "|", "─": "-",
    "━": "-", "\u200b": "", "\ufeff": "",
}  # fmt: skip
"""Signs of ours -> what stands for them where the console's letters lack them."""
UNKNOWN: Final = "?"
SAID: Final = frozenset({"ascii", "latin-1", "utf-8"})
ERRORS: Final = "restitution.nearest"
UTF8_VARIABLES: Final = {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
"""What makes the Python of a child speak UTF-8, whatever the machine's own letters are."""


def speak_utf8() -> None:
    """Make standard output and error refuse no sign.

    Where a person looks, the console's own encoding stays, since it alone is shown right. What goes to a file or
    to a program (JSON, logs) is UTF-8 everywhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # without a console (pythonw), or closed
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 as long as the process
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # a test's
            continue
        if _is_looked_at(stream):
            reconfigure(errors=ERRORS)
        else:
            reconfigure(encoding="utf-8", errors=ERRORS)
    os.environ.update(UTF8_VARIABLES)


def _is_looked_at(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def nearest(sign: str, encoding: str) -> str:
    """What stands for a sign that an encoding lacks: without its accent before without its letter."""
    near = NEAREST.get(sign)
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    forms = [*([near] if near is not None else []), *([plain] if plain and plain != sign else []), UNKNOWN]
    return next(form for form in forms if _fits(form, encoding))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """What Python asks for when a sign does not fit: its nearest, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    encoding = error.encoding if error.encoding in SAID else "ascii"  # a code page is only said to be « charmap »
    return "".join(nearest(sign, encoding) for sign in error.object[error.start : error.end]), error.end


codecs.register_error(ERRORS, _replaced)
