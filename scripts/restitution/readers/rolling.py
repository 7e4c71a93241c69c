"""Captions that roll or grow: what a cue says again of the cue before it, each word to be said once.

A cue may begin with the last lines of the one before (they roll), or with all of it and more (live captions, which
grow word by word): then the fuller cue speaks, from the time on when it began to grow.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import msgspec

FEWEST: Final = 3
"""Times that captions must roll or grow, in one file, for a repetition to be more than somebody's own words."""
SHARE: Final = 4
"""One in so many cues, at least."""
ALL: Final = 1 << 30


class Repeat(msgspec.Struct):
    """How many first words of a cue are said by another; whether it goes on with the cue before."""

    words: int = 0
    goes_on: bool = False


def repeats(cues: list[list[str]], voices: list[str], *, timed: bool) -> list[Repeat]:
    """What each cue repeats, by its lines as shown and who speaks; `timed`: whether words have their own times."""
    found = [Repeat() for _ in cues]
    spoken = [(number, [line.split() for line in lines if line.split()]) for number, lines in enumerate(cues)]
    spoken = [(number, lines) for number, lines in spoken if lines]
    pairs = [(one, two) for one, two in pairwise(spoken) if voices[one[0]] == voices[two[0]]]
    if not _rolls([(before, now) for (_, before), (_, now) in pairs], timed=timed):
        return found
    for (last, before), (number, now) in pairs:
        if _grows(_words(before), _words(now)):
            found[number] = Repeat(found[last].words, goes_on=last == number - 1)
            found[last].words = ALL
        else:
            found[number].words = _overlap(before, _words(now))
    return found


def split(text: str, count: int) -> tuple[str, str]:
    """The first `count` words of a text, and the rest."""
    if count <= 0:
        return "", text
    ends = [word.end() for word in re.finditer(r"\S+", text)]
    at = ends[min(count, len(ends)) - 1] if ends else 0
    return text[:at], text[at:]


def _rolls(pairs: list[tuple[list[list[str]], list[list[str]]]], *, timed: bool) -> bool:
    """Whether captions roll: cue after cue repeats the last line of the one before, or all of it."""
    rolling = sum(before[-1] == now[0] for before, now in pairs)
    growing = sum(_grows(_words(before), _words(now)) for before, now in pairs)
    several = any(len(lines) > 1 for pair in pairs for lines in pair)
    least = max(FEWEST, (len(pairs) + SHARE) // SHARE)
    return (timed and rolling > 0) or (several and rolling >= least) or growing >= least


def _words(lines: list[list[str]]) -> list[str]:
    return [word for line in lines for word in line]


def _grows(before: list[str], now: list[str]) -> bool:
    """Whether a cue is the one before and more; the last word may have been cut short."""
    whole, last = before[:-1], before[-1]
    if len(now) < len(before) or not _same(whole, now[: len(whole)]):
        return False
    fuller = now[len(whole)]
    if len(now) == len(before):
        return len(last) < len(fuller) and _plain(fuller).startswith(_plain(last)) and bool(_plain(last))
    return _plain(last) == _plain(fuller) or (bool(_plain(last)) and _plain(fuller).startswith(_plain(last)))


def _overlap(before: list[list[str]], now: list[str]) -> int:
    """How many first words of a cue are the last lines of the one before."""
    tails = (_words(before[at:]) for at in range(len(before)))
    return next((len(tail) for tail in tails if _same(tail, now[: len(tail)])), 0)


def _same(some: list[str], others: list[str]) -> bool:
    return [_plain(word) for word in some] == [_plain(word) for word in others]


def _plain(word: str) -> str:
    """A word as it sounds: live captions change capitals and stops as they go."""
    return re.sub(r"[\W_]", "", word).casefold()
