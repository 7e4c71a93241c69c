"""Words marked in the text as a verbatim: `#verbatim` in a paragraph, `[verbatim]` … `[/verbatim]` around words.

The mark is no word of the note: it is taken out, counted as a technical field, and what it marks stands in a Span
of class `choisi`. A mark left open marks the rest of its paragraph, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.model import CHOSEN, Block, Finding, Inline, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.extracts import between, letters, of_speech
from restitution.pandoc.marks import trim

_MARK: Final = re.compile(r"\[\s?(?P<close>/?)\s?verbatims?\s?\]|(?<![\w&/#])#verbatims?\b", re.IGNORECASE)
OPEN, CLOSE, WHOLE = "[", "/", "#"
CODE: Final = "repere_verbatim"
"""Of what a note says wrong; « verbatim » is of the editor's table."""


class _Mark(msgspec.Struct):
    """A mark: its sort, its bounds in the letters of leaf `leaf`, and whether it has its other half."""

    sort: str
    leaf: int
    start: int
    end: int
    text: str
    paired: bool = False


def with_verbatims(reading: Reading, path: str = "") -> Reading:
    """The reading with what is marked in its Spans; itself when nothing is."""
    spans = [span for block in reading.blocks if block["t"] != "Header" for span in ast.each_leaf([block])]
    marks = [mark for number, span in enumerate(spans) for mark in _marks(number, span)]
    if not marks:
        return reading
    _pair(marks)
    opened: list[bool] = [False]
    numbers = iter(range(len(spans)))

    def change(inlines: Inlines) -> Inlines:
        return [_leaf(i, next(numbers), marks, opened) if ast.is_leaf(i) else i for i in inlines]

    blocks: list[Block] = [
        block if block["t"] == "Header" else ast.map_leaves([block], change)[0] for block in reading.blocks
    ]
    wheres = [ast.leaf_where(span) for span in spans]
    gone = [NotTaken(reason="champ technique", text=mark.text, where=wheres[mark.leaf]) for mark in marks]
    found = [_alone(mark, path, wheres[mark.leaf]) for mark in marks if mark.sort != WHOLE and not mark.paired]
    return msgspec.structs.replace(
        reading,
        blocks=blocks,
        not_taken=[*reading.not_taken, *gone],
        findings=[*reading.findings, *found],
    )


def _marks(number: int, span: Inline) -> Iterator[_Mark]:
    inlines: Inlines = span["c"][1]
    for found in _MARK.finditer(letters(inlines)):
        sort = WHOLE if found["close"] is None else CLOSE if found["close"] else OPEN
        yield _Mark(sort, number, *found.span(), found[0])


def _pair(marks: list[_Mark]) -> None:
    """An opening mark goes with the closing one that follows before another opens."""
    waiting: _Mark | None = None
    for mark in marks:
        if mark.sort == OPEN:
            waiting = mark
        elif mark.sort == CLOSE and waiting is not None:
            mark.paired = waiting.paired = True
            waiting = None


def _leaf(span: Inline, number: int, marks: list[_Mark], opened: list[bool]) -> Inline:
    """A leaf without its marks; `opened`: whether words are marked at its head, then at its end."""
    attributes, inlines = span["c"]
    own = [mark for mark in marks if mark.leaf == number]
    if not own and not opened[0]:
        return span
    is_whole = any(mark.sort == WHOLE for mark in own)
    label, _ = of_speech(inlines)
    at = len(letters(label))
    length = len(letters(inlines))
    out: Inlines = list(label)
    inside = opened[0]
    for mark in [*own, _Mark("", number, length, length, "")]:
        piece = between(inlines, at, mark.start)
        out += [_chosen(piece)] if piece and (inside or is_whole) and ast.text(piece).strip() else piece
        at = max(at, mark.end)
        inside = mark.sort == OPEN or (inside and mark.sort != CLOSE)
    last = next((mark for mark in reversed(own) if mark.sort in {OPEN, CLOSE}), None)
    opened[0] = last.sort == OPEN and last.paired if last else opened[0]
    return {"t": "Span", "c": [attributes, trim(_single_spaces(out))]}


def _chosen(inlines: Inlines) -> Inline:
    return {"t": "Span", "c": [ast.attributes("", [CHOSEN]), inlines]}


def _single_spaces(inlines: Inlines) -> Inlines:
    """No two spaces in a row, where a mark stood between them."""
    out: Inlines = []
    for inline in inlines:
        if not (out and inline["t"] in ast.SPACES and out[-1]["t"] in ast.SPACES):
            out.append(inline)
    return out


def _alone(mark: _Mark, path: str, where: str) -> Finding:
    if mark.sort == OPEN:
        message = "« [verbatim] » n'est pas refermé : la suite du paragraphe est prise ; écrivez « [/verbatim] »."
    else:
        message = "« [/verbatim] » ne ferme rien : écrivez « [verbatim] » où la citation commence."
    return Finding(code=CODE, level="warning", message=message, path=path, where=where)
