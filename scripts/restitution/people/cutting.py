"""Cuts words out of a leaf, across the borders of its formatting, and puts a label where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from restitution.model import GENERATED, MASK, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.people.forms import plain, plain_letter

BORDER = "\ufffc"
"""Stands for what no name runs across: a footnote, words of ours, the edge of a quotation."""
PICTURE = "\ufdd0"
"""Stands for what shows no letters: a name ends there, yet whoever counts words sees one word around it."""
MASKED = "\ufdd1"
"""Stands for a name that was masked before: no sentence begins behind it."""
SOFT = "\ufdd2"
"""Stands for the end of a line of the source, until it is known what begins the next one."""
_LABEL = re.compile(rf"[{SOFT}\n](?=[^:\n{SOFT}]{{2,45}}?\s?:(?:\s|$))")
"""The end of a line before « Excusés : »: no name runs on into a label, which a semicolon says as well."""
UNSAID = frozenset({"Image", "RawInline"})
BREAKS = frozenset({"Space", "SoftBreak", "LineBreak"})


class Cut(msgspec.Struct, frozen=True):
    """Letters `start` to `end` of a leaf, and what stands there instead."""

    start: int
    end: int
    label: str
    meant: str = ""
    """Of words that only sound like a name of the register: that name."""
    name: tuple[int, int] | None = None
    """The letters of the name alone, where what is cut is one."""
    unlisted: bool = False
    """Whether it is a name that no register holds."""


Find = Callable[[str], list[Cut]]
"""Plain text -> what to cut from it."""


def letters(inlines: Inlines) -> str:
    """The letters of a leaf in order, a border for each thing that is none."""
    return _LABEL.sub(";", "".join(_letters(inlines))).replace(SOFT, " ")


def _letters(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            yield content
        elif kind in BREAKS:
            yield {"LineBreak": "\n", "SoftBreak": SOFT}.get(kind, " ")
        elif kind == "Code":
            yield content[1]
        elif kind in ast.EMPHASES:
            yield from _letters(content)
        elif kind == "Quoted":
            yield BORDER
            yield from _letters(content[1])
            yield BORDER
        elif kind in {"Link", "Cite"} or (kind == "Span" and not is_ours(inline)):
            yield from _letters(content[1])
        else:
            yield PICTURE if kind in UNSAID else MASKED if kind == "Span" and _is_mask(inline) else BORDER


def is_ours(inline: Inline) -> bool:
    """Whether a Span holds words of ours."""
    return bool({MASK, GENERATED} & set(inline["c"][0][1]))


def _is_mask(span: Inline) -> bool:
    return MASK in span["c"][0][1]


def plain_cuts(text: str, find: Find) -> list[Cut]:
    """What `find` cuts from the plain form of `text`, in places of `text`, whole words, none over another."""
    found = [cut for cut in find(plain(text)) if cut.end > cut.start]
    if not found:
        return []
    places = [n for n, letter in enumerate(text) for _ in plain_letter(letter)]
    return _merged([_whole_words(text, _placed(cut, places)) for cut in found])


def _placed(cut: Cut, places: Sequence[int]) -> Cut:
    """A cut of a plain text, in places of the text that it is the plain form of."""
    name = (places[cut.name[0]], places[cut.name[1] - 1] + 1) if cut.name else None
    return msgspec.structs.replace(cut, start=places[cut.start], end=places[cut.end - 1] + 1, name=name)


def _whole_words(text: str, cut: Cut) -> Cut:
    start, end = cut.start, cut.end
    while start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
        start -= 1
    while end < len(text) and _in_word(text[end]) and _in_word(text[end - 1]):
        end += 1
    return msgspec.structs.replace(cut, start=start, end=end)


def _in_word(letter: str) -> bool:
    """Whether a letter is part of a word for whoever counts words (NFKC), or shows nothing inside one."""
    if letter == PICTURE or not plain_letter(letter):
        return True
    return any(c.isalnum() for c in unicodedata.normalize("NFKC", letter))


def _merged(cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts in order; those that touch become one, with the label of the longest."""
    merged: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        last = merged[-1] if merged else None
        if last is None or cut.start >= last.end:
            merged.append(cut)
        elif cut.end > last.end:
            longest = max(last, cut, key=lambda c: c.end - c.start)
            merged[-1] = msgspec.structs.replace(longest, start=last.start, end=cut.end)
    return merged


class Cutter:
    """Walks a leaf once more, letter by letter as `letters` told them, leaving out what is cut."""

    def __init__(self, cuts: Sequence[Cut]) -> None:
        self.cuts = cuts
        self.at = 0
        self.next = 0

    def cut(self, inlines: Inlines) -> Inlines:
        """The inlines without the letters that are cut; each cut's label stands where its first letter stood."""
        return [kept for inline in inlines for kept in self._inline(inline)]

    def _inline(self, inline: Inline) -> Inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            return self._string(content, lambda text: {"t": "Str", "c": text})
        if kind in BREAKS:
            return self._string(" ", lambda _: inline)
        if kind == "Code":
            return self._string(content[1], lambda text: {"t": "Code", "c": [content[0], text]})
        if kind in ast.EMPHASES:
            return self._kept({"t": kind, "c": self.cut(content)}, content)
        if kind == "Quoted":
            self.at += 1
            inner = self.cut(content[1])
            self.at += 1
            return [{"t": kind, "c": [content[0], inner]}]
        if kind in {"Link", "Cite"} or (kind == "Span" and not is_ours(inline)):
            return self._kept({"t": kind, "c": [content[0], self.cut(content[1]), *content[2:]]}, content[1])
        self.at += 1
        return [inline]

    def _kept(self, inline: Inline, before: Inlines) -> Inlines:
        """A wrapper, unless the cut left nothing in it."""
        inner = inline["c"] if inline["t"] in ast.EMPHASES else inline["c"][1]
        return [inline] if inner or not before else []

    def _string(self, text: str, make: Callable[[str], Inline]) -> Inlines:
        out: Inlines = []
        start, self.at = self.at, self.at + len(text)
        kept = start
        while self.next < len(self.cuts) and self.cuts[self.next].start < self.at:
            cut = self.cuts[self.next]
            if cut.start >= start:
                out += [make(text[kept - start : cut.start - start])] if cut.start > kept else []
                out.append({"t": "Span", "c": [ast.attributes("", [MASK]), ast.string(cut.label)]})
            kept = max(kept, min(cut.end, self.at))
            if cut.end > self.at:
                break
            self.next += 1
        return out + ([make(text[kept - start :])] if kept < self.at else [])
