"""Comments of a Markdown sheet that hold its help: what a writer typed in one of them, beside the help, is text.

A comment without a sentence of help is the writer's own, and stays a comment; but for one that begins with the
sign of help, in a sheet: she wrote over what the sheet said.
"""

from __future__ import annotations

import re
import textwrap
from typing import Final

from restitution.guidance import MARK, help_spans
from restitution.readers.markdown_copy import HIDE_OPEN, Markdown

_COMMENT: Final = re.compile(r"<!--((?:(?!-->|<!--).)*)-->", re.DOTALL)
_ANYTHING: Final = re.compile(rf"[^\W_]|{HIDE_OPEN}")


def open_help(note: Markdown) -> None:
    """Take the help, and the marks of the comment around it, out of the text; the number of lines stays."""
    if "-->" in note.text and any(help_spans(found[1]) for found in _COMMENT.finditer(note.text)):
        note.text = _COMMENT.sub(lambda found: _opened(note, found), note.text)


def _opened(note: Markdown, found: re.Match[str]) -> str:
    inner, start = found[1], found.start(1)
    spans = help_spans(inner)
    kept = "".join(inner[a:b] for a, b in _between(spans, len(inner)))
    is_ours = spans or inner.lstrip().startswith(MARK)
    if not (is_ours and _ANYTHING.search(kept)):
        return found[0]
    for first, last in spans:
        note.leave("champ technique", inner[first:last], start + first)
    pieces = [_tidy(inner[a:b]) for a, b in _between(spans, len(inner))]
    gone = ["\n" * inner[a:b].count("\n") for a, b in spans]
    return "".join(piece for pair in zip(pieces, [*gone, ""], strict=True) for piece in pair)


def _between(spans: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """What stands before, between and after the spans."""
    starts = [0, *(last for _, last in spans)]
    return list(zip(starts, [*(first for first, _ in spans), size], strict=True))


def _tidy(text: str) -> str:
    """Text without the indentation that it had inside the comment."""
    first, line_end, rest = text.partition("\n")
    return first.strip(" \t") + line_end + textwrap.dedent(rest)
