"""Words of a leaf in plain letters, and the part of a leaf between two of its letters, formatting kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from restitution.messages import folded
from restitution.model import GENERATED, MASK, SPEAKER, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

BREAKS: Final = frozenset({"Space", "SoftBreak", "LineBreak"})
THING: Final = "\ufffc"
"""Stands for what has no letters of its own: a footnote, a picture."""
OPENING: Final = "«“‘\"'([\u00a0\u202f"
_CLOSING: Final = re.compile(r"(?:[\u00a0\u202f ]?[!?»]|[].…)”\"’'])*")
_TOKEN: Final = re.compile(r"[^\W_]+")


class Word(msgspec.Struct, frozen=True):
    """A word without case and accents, and its letters' bounds in the leaf."""

    plain: str
    start: int
    end: int


def letters(inlines: Inlines) -> str:
    """The letters of a leaf in order: one sign for each break and each thing that has none."""
    return "".join(_letters(inline) for inline in inlines)


def _letters(inline: Inline) -> str:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind == "Str":
        return str(content)
    if kind in BREAKS:
        return " "
    inner = _inside(inline)
    if inner is None:
        return ast.text(inline) if kind == "Span" else THING
    return f"«{letters(inner)}»" if kind == "Quoted" else letters(inner)


def _inside(inline: Inline) -> Inlines | None:
    """What a wrapper holds; None for a thing that is taken whole."""
    kind: str = inline["t"]
    if kind in ast.EMPHASES:
        return list(inline["c"])
    if kind in {"Quoted", "Link", "Cite"} or (kind == "Span" and not {MASK, GENERATED} & set(inline["c"][0][1])):
        return list(inline["c"][1])
    return None


def found_words(text: str) -> list[Word]:
    """The words of `letters`, comparable whatever typography wrote them."""
    return [
        Word(plain, token.start(), token.end())
        for token in _TOKEN.finditer(text)
        for plain in _plain_words(token[0])
    ]


@lru_cache(maxsize=1 << 16)
def _plain_words(token: str) -> tuple[str, ...]:
    return tuple(folded(token).split())


def between(inlines: Inlines, start: int, end: int) -> Inlines:
    """The part of a leaf from letter `start` to letter `end` (excluded); what has none of its own comes whole."""
    out: Inlines = []
    at = 0
    for inline in inlines:
        length = len(_letters(inline))
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            out += [inline] if (first, last) == (0, length) else _part(inline, first, last)
        at += length
    return out


def _part(inline: Inline, first: int, last: int) -> Inlines:
    kind: str = inline["t"]
    if kind == "Str":
        return [{"t": kind, "c": inline["c"][first:last]}]
    inner = _inside(inline)
    if inner is None:
        return [inline]
    if kind == "Quoted":  # its marks go, as one of them stands outside
        return between(inner, first - 1, last - 1)
    kept = between(inner, first, last)
    if kind in ast.EMPHASES:
        return [{"t": kind, "c": kept}] if kept else []
    return [{"t": kind, "c": [inline["c"][0], kept, *inline["c"][2:]]}] if kept else []


def whole_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds widened to the signs that belong to the words: an opening guillemet, the point of a sentence."""
    while start > 0 and text[start - 1] in OPENING:
        start -= 1
    while start < end and text[start].isspace():
        start += 1
    closing = _CLOSING.match(text, end)
    return start, closing.end() if closing else end


def line_of(words: Sequence[Word]) -> str:
    """Words as one line with a space at each end, in which others are looked for."""
    return f" {' '.join(word.plain for word in words)} "


def bounds_of(wanted: str, text: str, words: Sequence[Word], line: str) -> tuple[int, int] | None:
    """Where a text says some words, whatever typography either took on, with the signs that belong to them.

    `words`, `line`: those of the text (`found_words`, `line_of`).
    """
    plain = line_of(found_words(wanted))
    at = line.find(plain) if plain.strip() else -1
    if at < 0:
        return None
    first = line.count(" ", 0, at + 1) - 1
    last = first + plain.strip().count(" ")
    return whole_signs(text, words[first].start, words[last].end)


FULL: Final = "full"
"""Attribute of a speaker's Span: how its voice is told where it stands alone, when its label is a shorter one."""


def voice(label: Inlines) -> str:
    """How whoever speaks is told, of the Span that says it; empty for none."""
    told = dict(label[0]["c"][0][2]).get(FULL, "") if label else ""
    return told or ast.text(label).strip().removesuffix(":").strip()


def of_speech(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """The Span that says who speaks, when a leaf begins with one, and what is said."""
    if inlines and inlines[0]["t"] == "Span" and SPEAKER in inlines[0]["c"][0][1]:
        rest = inlines[1:]
        return inlines[:1], rest[1:] if rest and rest[0]["t"] in ast.SPACES else rest
    return [], inlines
