"""Reader of SubViewer (SBV), as video sites export it: every word that was said, and who said it."""

from __future__ import annotations

import re
from typing import Final

from restitution.model import Block, Reading
from restitution.readers.base import Prepared
from restitution.readers.captions import Dialect, TimeLine, transcript

_CLOCK: Final = r"\d+:\d{1,2}:\d{1,2}(?:\.\d{1,3})?"
_TIMES: Final = re.compile(rf"\s*({_CLOCK})\s*,\s*({_CLOCK})(?!\S)(.*)")


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    return transcript(data, path, _SUBVIEWER)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _time_line(line: str) -> TimeLine | None:
    """A line with two times; what is said may follow on it."""
    found = _TIMES.match(line)
    if found is None:
        return None
    return TimeLine(f"{found[1]},{found[2]}", found[1], found[2], found[3].strip())


_SUBVIEWER: Final = Dialect(_time_line)
