"""The head that Teams writes above a transcript: the meeting's subject with its number, its day, how long it was.

Nobody said these lines. The subject and the day are of use where the note says neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from restitution.shaping import labels

MOST_LINES: Final = 12
"""Lines above the first turn of speech among which the head may stand."""
_STAMP: Final = re.compile(
    r"(?P<subject>.*?)[ _-]*(?P<day>20\d{6})[_T-]\d{4,6}(?:UTC)?"
    r"[ _-]*(?:(?:meeting|réunion) )?(?:transcript\w*|enregistrement|recording)?"
    r"(?: de (?:la )?réunion|[ _-]+transcript\w*)?",
    re.IGNORECASE,
)
"""« Réunion mobilité-20260312_140210-Transcription de la réunion »."""
_DAY: Final = re.compile(
    r"(?P<day>\d{1,2}(?:er)? [^\W\d_]{3,9}\.? 20\d\d|[A-Z][a-z]+ \d{1,2}, 20\d\d),?"
    r" (?:à )?\d{1,2}[:h]\d\d(?: ?[AP]M)?",
    re.IGNORECASE,
)
"""« 12 mars 2026, 02:02PM »."""
_UNIT: Final = r"\d{1,3} ?(?:h(?:eures?|ours?)?|m(?:in(?:utes?)?)?|s(?:ec(?:ondes?|onds?)?)?)\.?"
_LENGTH: Final = re.compile(rf"(?:durée ?: ?)?{_UNIT}(?: ?{_UNIT}){{0,2}}", re.IGNORECASE)


class Head(msgspec.Struct, frozen=True):
    """Numbers of the head's lines, the meeting's subject and its day as written; empty where it does not say."""

    lines: frozenset[int] = frozenset()
    subject: str = ""
    day: str = ""


def is_export(lines: Sequence[str]) -> bool:
    """Whether the program wrote into the file that it began or ended to write down what was said."""
    return any(labels.RESIDUE.fullmatch(line) for line in lines)


def head_of(lines: Sequence[str]) -> Head:
    """The head among the lines of an export; empty when they are somebody's own."""
    above = [*_above(lines)]
    stamps = [(at, found) for at in above if (found := _STAMP.fullmatch(lines[at]))]
    if not stamps and not is_export(lines):
        return Head()
    days = [(at, found) for at in above if (found := _DAY.fullmatch(lines[at]))]
    lengths = [at for at in above if _LENGTH.fullmatch(lines[at])]
    return Head(
        frozenset([at for at, _ in (*stamps, *days)] + lengths),
        next((found["subject"].replace("_", " ").strip(" -–") for _, found in stamps), ""),
        next((found["day"] for _, found in days), ""),
    )


def _above(lines: Sequence[str]) -> range:
    """The lines above the first that says who speaks."""
    most = range(min(len(lines), MOST_LINES))
    return range(next((at for at in most if labels.timed(lines[at])), len(most)))
