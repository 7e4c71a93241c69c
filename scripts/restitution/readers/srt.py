"""Reader of SubRip: every word that was said, and who said it."""

from __future__ import annotations

import re
from typing import Final

from restitution.model import Block, Reading
from restitution.readers.base import Prepared
from restitution.readers.captions import Dialect, arrow_line, transcript

_SUBRIP: Final = Dialect(arrow_line, re.compile(r"^\d{1,6}$"))


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    return transcript(data, path, _SUBRIP)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading
