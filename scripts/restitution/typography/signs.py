"""Quotes, apostrophes and dots: straight ones become those of print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from restitution.typography.kept import BLANK, Span, touches

OPEN: Final = "\ufdd1"
"""Stands for the mark that a writer prints where a `Quoted` begins; `CLOSE` where it ends."""
CLOSE: Final = "\ufdd2"
THING: Final = "\ufffc"
"""Stands for code, a formula, a picture, a call of note."""

Edits = dict[int, str]
"""Place of a letter -> what stands there instead: nothing, itself with a space, another sign."""

_DOTS: Final = re.compile(r"\.(?<![./\\]\.)\.\.(?![./\\])")
_APOSTROPHE: Final = re.compile(
    r"'(?:(?<=[^\W\d_]')(?=[^\W_])"
    rf"|(?:(?<=\b[cdjlmnstCDJLMNST]')|(?<=\b[Qq]u'))(?=[«“\"{OPEN}{THING}]))"
)
"""Both begin with the sign itself, which is looked for ten times as fast as what may stand before it."""
_OPENING: Final = f"«“{OPEN}"
_CLOSING: Final = f"»”{CLOSE}"
_MARK: Final = re.compile(f'["{_OPENING}{_CLOSING}]')
_BEFORE: Final = re.compile(rf"{BLANK}|[\n(\[{{'’–—/-]|[{_OPENING}]")
"""What may stand before an opening quote."""
_AFTER: Final = re.compile(rf"{BLANK}|[\n.,;:!?…)\]}}'’–—/-]|[{_CLOSING}]")
_PAIRS: Final = {0: ("«", "»"), 1: ("“", "”")}


def sign_edits(text: str, kept: Sequence[Span]) -> Edits:
    """What becomes of the straight signs outside of `kept`."""
    edits: Edits = {}
    for found in _DOTS.finditer(text):
        if not touches(kept, *found.span()):
            edits |= {found.start(): "…", found.start() + 1: "", found.start() + 2: ""}
    for found in _APOSTROPHE.finditer(text):
        if not touches(kept, *found.span()):
            edits[found.start()] = "’"
    return edits | _quotes(text, kept) if '"' in text else edits


def _quotes(text: str, kept: Sequence[Span]) -> Edits:
    edits: Edits = {}
    around: list[int] = []
    for first, last in sorted(_paired(text, kept)):
        while around and around[-1] < first:
            around.pop()
        depth = len(around)
        around.append(last)
        if text[first] != '"' or depth not in _PAIRS or not text[first + 1 : last].strip():
            continue
        edits[first], edits[last] = _PAIRS[depth]
        if depth:  # no space inside “ ”; those of « » are seen to with all others
            edits |= dict.fromkeys(_blanks_inside(text, first, last), "")
    return edits


def _blanks_inside(text: str, first: int, last: int) -> Iterator[int]:
    inner = text[first + 1 : last]
    yield from range(first + 1, first + 1 + len(inner) - len(inner.lstrip()))
    yield from range(last - len(inner) + len(inner.rstrip()), last)


def _paired(text: str, kept: Sequence[Span]) -> list[Span]:
    """Every pair of quotes; none when a straight one has no fellow, as any guess may be wrong then."""
    pairs: list[Span] = []
    stack: list[int] = []
    for found in _MARK.finditer(text):
        at = found.start()
        top = text[stack[-1]] if stack else ""
        if text[at] in _OPENING:
            stack.append(at)
        elif text[at] in _CLOSING:
            if top == '"':
                return []
            if top:
                pairs.append((stack.pop(), at))
        elif touches(kept, at, at + 1) or (top != '"' and text[at - 1 : at].isdecimal()):
            continue  # 24" is a length
        elif top == '"' and not _only_opens(text, at):
            pairs.append((stack.pop(), at))
        elif _may_open(text, at):
            stack.append(at)
        else:
            return []
    return [] if any(text[at] == '"' for at in stack) else pairs


def _may_open(text: str, at: int) -> bool:
    return at == 0 or _BEFORE.match(text, at - 1) is not None


def _only_opens(text: str, at: int) -> bool:
    """Whether a quote opens and cannot close: a space before it, and a word behind it."""
    is_last = at + 1 == len(text)
    return _may_open(text, at) and not (is_last or _AFTER.match(text, at + 1))
