"""Transcripts exported as a document: « Nadège Vauquelin   0:04 » above what was said becomes a turn of speech.

The name is no word of the note: it stands in the turn's `speaker` Span, empty until it is known what may be shown.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.model import Block, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

SPEAKER: Final = "speaker"
FEWEST: Final = 4
"""Lines of a name and a time from which a file may be a transcript."""
_LABEL: Final = re.compile(
    r"(?P<name>[^\W\d_][^\n:]{0,60}?)[\s\u2003]+[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?\s*:?"
)
BREAKS: Final = frozenset({"LineBreak", "SoftBreak"})


class _Line(msgspec.Struct, frozen=True):
    """A paragraph whose first line names who speaks, and when."""

    name: str
    time: str
    where: str
    rest: Inlines
    """What stands below in the same paragraph."""


def with_turns(reading: Reading) -> Reading:
    """The reading with its turns of speech; itself when it is no transcript."""
    lines = [_line(block) for block in reading.blocks]
    if not _is_talk([line for line in lines if line]):
        return reading
    blocks: list[Block] = []
    gone: list[NotTaken] = []
    spoken: dict[str, None] = {}
    waiting: list[_Line] = []
    for block, line in zip(reading.blocks, lines, strict=True):
        if line is None:
            blocks.append(_said(waiting.pop(), block) if waiting and _is_text(block) else block)
            continue
        waiting = [] if line.rest else [line]
        spoken[line.name] = None
        gone += [NotTaken(reason="balise", text=line.name, where=line.where),
                 NotTaken(reason="champ technique", text=line.time, where=line.where)]  # fmt: skip
        blocks += [ast.para(ast.leaf([_speaker(line), *line.rest], line.where))] if line.rest else []
    speakers = list(dict.fromkeys([*reading.speakers, *spoken]))
    return msgspec.structs.replace(
        reading, blocks=blocks, not_taken=[*reading.not_taken, *gone], speakers=speakers
    )


def _is_talk(lines: list[_Line]) -> bool:
    """Whether such lines are a talk: somebody speaks twice, as nothing does in a programme (« Accueil 9:00 »)."""
    return len(lines) >= FEWEST and len({line.name for line in lines}) < len(lines)


def _line(block: Block) -> _Line | None:
    if not _is_text(block):
        return None
    (span,) = block["c"]
    inlines = span["c"][1]
    end = next((n for n, inline in enumerate(inlines) if inline["t"] in BREAKS), len(inlines))
    found = _LABEL.fullmatch(ast.text(inlines[:end]).strip())
    if found is None:
        return None
    rest = inlines[end + 1 :]
    return _Line(found["name"].strip(), found["time"], ast.leaf_where(span), rest)


def _is_text(block: Block) -> bool:
    return block["t"] in {"Para", "Plain"} and len(block["c"]) == 1 and ast.is_leaf(block["c"][0])


def _speaker(line: _Line) -> dict[str, object]:
    return {"t": "Span", "c": [ast.attributes("", [SPEAKER], name=line.name), []]}


def _said(line: _Line, block: Block) -> Block:
    """The paragraph below a label, as its turn."""
    (span,) = block["c"]
    return ast.para([{"t": "Span", "c": [span["c"][0], [_speaker(line), *span["c"][1]]]}])
