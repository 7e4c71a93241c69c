"""Reader of the table (.tsv) that Whisper writes: beginning and end in milliseconds, what was said."""

from __future__ import annotations

import re
from typing import Final

from restitution import charset
from restitution.errors import UnreadableSource
from restitution.model import Block, NotTaken, Reading
from restitution.pandoc import ast, speech
from restitution.readers.base import Prepared

_TIME: Final = re.compile(r"\d{1,15}")
"""Milliseconds."""
EMPTY: Final = "Cette transcription ne contient aucune parole : exportez-la à nouveau."


def prepare(data: bytes, path: str) -> Prepared:
    """The whole transcript: it needs no pandoc. Raises `UnreadableSource`."""
    text, findings = charset.read_text(data, path)
    head, *lines = text.lstrip("\ufeff\n").split("\n")
    columns = head.strip().split("\t")
    reading = Reading(findings=findings)
    reading.not_taken.append(NotTaken(reason="champ technique", text=" ".join(columns), where="ligne 1"))
    pieces: list[speech.Piece] = []
    for line in lines:
        pieces += _row(line, "speaker" in columns, pieces, reading)
    reading.blocks = speech.paragraphs(pieces)
    if not reading.blocks:
        raise UnreadableSource(EMPTY)
    reading.speakers = speech.speakers(pieces)
    return Prepared(reading=reading)


def finish(prepared: Prepared, blocks: list[Block]) -> Reading:  # noqa: ARG001 the shape of every reader
    """The reading, whole since `prepare`."""
    return prepared.reading


def _row(line: str, has_speaker: bool, before: list[speech.Piece], reading: Reading) -> list[speech.Piece]:
    """What a row says; a line without times goes on with what stands above."""
    start, _, rest = line.partition("\t")
    end, _, said = rest.partition("\t")
    if not (_TIME.fullmatch(start.strip()) and _TIME.fullmatch(end.strip())):
        above = before[-1] if before else speech.Piece("", "ligne 2", [])
        return _said(above.speaker, above.where, line, None, None)
    seconds = int(start) / 1000
    where = speech.clock(seconds)
    reading.not_taken.append(NotTaken(reason="champ technique", text=f"{start} {end}", where=where))
    speaker = ""
    if has_speaker:
        speaker, _, said = said.partition("\t")
        if speaker.strip():
            reading.not_taken.append(NotTaken(reason="balise", text=speaker, where=where))
    return _said(speaker.strip(), where, said, seconds, int(end) / 1000)


def _said(speaker: str, where: str, text: str, start: float | None, end: float | None) -> list[speech.Piece]:
    words = " ".join(text.split())
    return [speech.Piece(speaker, where, ast.string(words), start, end)] if words else []
