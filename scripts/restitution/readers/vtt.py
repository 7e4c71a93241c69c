"""Reader of WebVTT: every word that was said, and who said it."""

from __future__ import annotations

import re
from typing import Final

from restitution.model import Block, NotTakenReason, Reading
from restitution.readers.base import Prepared
from restitution.readers.captions import Dialect, arrow_line, transcript

_SAID_BY_PROGRAM: Final = re.compile(
    r"NOTE\s+(?:duration|language|recognizability|confidence|creator|created|paragraph|start|end|kind)\s*[:=]",
    re.IGNORECASE,
)
"""What Teams, Stream and others write of a file into its comments: « NOTE duration:"00:10:00" »."""
_IDENTIFIER: Final = re.compile(r"^(?=\S*\d)[\w./:#{}-]{1,120}$")


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    return transcript(data, path, _WEBVTT)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _aside(line: str, is_first: bool) -> NotTakenReason | None:
    """Why a block that begins with this line is not speech; None when it is."""
    head = line.split(maxsplit=1)[0] if line.strip() else ""
    if _SAID_BY_PROGRAM.match(line):
        return "champ technique"
    if head == "NOTE":
        return "commentaire"
    if line.strip() in {"STYLE", "REGION"} or (is_first and head == "WEBVTT"):
        return "champ technique"
    return None


_WEBVTT: Final = Dialect(arrow_line, _IDENTIFIER, _aside)
