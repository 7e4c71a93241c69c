"""Pandoc's inlines by the rules: a leaf is read as one text, and what changes is put back where it stands.

A « : » may stand in one run and the word before it in another: the rules see the text of the whole leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from restitution.model import QUOTED, SPEAKER, Block, Inline
from restitution.typography.conventions import Conventions
from restitution.typography.kept import NO_NAMES, Names, Span, kept_spans
from restitution.typography.signs import CLOSE, OPEN, THING, Edits, sign_edits
from restitution.typography.spaces import space_edits
from restitution.typography.text import edited

Inlines = list[Inline]
_SPACES: Final = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_WRAPPERS: Final = frozenset({"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"})
_SECOND: Final = frozenset({"Span", "Link", "Cite", "Quoted"})
"""Kinds whose inlines stand behind something else."""


class Printer(msgspec.Struct, frozen=True, kw_only=True):
    """How a text is printed. `names`: of files, which are kept as they are."""

    rules: Conventions
    names: Names = NO_NAMES

    def inlines(self, inlines: Inlines, *, is_quoted: bool = False) -> Inlines:
        """A whole leaf; what needs no change is shared. `is_quoted`: only spaces change."""
        text, quoted = flat(inlines)
        kept = kept_spans(text, self.names)
        if not is_quoted and not is_speech(inlines):
            signs = sign_edits(text, kept_spans(text, self.names, *quoted) if quoted else kept)
            if signs:
                inlines = _put_back(inlines, signs)
                text, _ = flat(inlines)
                kept = kept_spans(text, self.names)
        inlines = _put_back(inlines, space_edits(text, self.rules, kept))
        return [self._aside(one, is_quoted=is_quoted) for one in inlines] if THING in text else inlines

    def blocks(self, blocks: list[Block], *, is_quoted: bool = False) -> list[Block]:
        """The blocks of a footnote, each paragraph for itself, wherever it stands."""
        made: list[Block] = self._anywhere(blocks, is_quoted=is_quoted)
        return made

    def _anywhere(self, node: Any, *, is_quoted: bool) -> Any:
        if isinstance(node, list):
            return [self._anywhere(child, is_quoted=is_quoted) for child in node]
        if not isinstance(node, dict) or "c" not in node:
            return node
        kind, content = node["t"], node["c"]
        if kind in {"Para", "Plain"}:
            return {"t": kind, "c": self.inlines(content, is_quoted=is_quoted)}
        if kind in {"Code", "CodeBlock", "RawBlock", "Header"}:
            return node
        return {"t": kind, "c": self._anywhere(content, is_quoted=is_quoted or kind == "BlockQuote")}

    def _aside(self, inline: Inline, *, is_quoted: bool) -> Inline:
        """An inline with what is a text of its own in it: alternative texts and footnotes."""
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Note":
            return {"t": kind, "c": self.blocks(content, is_quoted=is_quoted)}
        if kind == "Image":
            return {"t": kind, "c": [content[0], self.inlines(content[1], is_quoted=is_quoted), content[2]]}
        is_quoted = is_quoted or kind == "Quoted"
        return _within(inline, lambda inner: [self._aside(one, is_quoted=is_quoted) for one in inner])


def flat(inlines: Inlines) -> tuple[str, list[Span]]:
    """The text of inlines, one letter for each thing that has none, and the parts of it that are quoted."""
    parts: list[str] = []
    quoted: list[Span] = []
    _flatten(inlines, parts, quoted, 0)
    return "".join(parts), quoted


def _flatten(inlines: Inlines, parts: list[str], quoted: list[Span], at: int) -> int:
    """Adds the letters of the inlines, the first of which stands at `at`; where the next one will stand."""
    for inline in inlines:
        start, kind, inner = at, inline["t"], _inner(inline)
        if inner is None:
            parts.append(inline["c"] if kind == "Str" else _SPACES.get(kind, THING))
            at += len(parts[-1])
            continue
        marks = (OPEN, CLOSE) if kind == "Quoted" else ("", "")
        parts.append(marks[0])
        at = _flatten(inner, parts, quoted, at + len(marks[0])) + len(marks[1])
        parts.append(marks[1])
        if kind == "Quoted" or (kind == "Span" and QUOTED in inline["c"][0][1]):
            quoted.append((start, at))
    return at


def _inner(inline: Inline) -> Inlines | None:
    """What a wrapper holds; None for what is no wrapper."""
    kind = inline["t"]
    if kind in _WRAPPERS:
        return list(inline["c"])
    return list(inline["c"][1]) if kind in _SECOND else None


def _within(inline: Inline, change: Callable[[Inlines], Inlines]) -> Inline:
    """A wrapper with its inlines changed; anything else as it is."""
    inner = _inner(inline)
    if inner is None:
        return inline
    if inline["t"] in _WRAPPERS:
        return {"t": inline["t"], "c": change(inner)}
    return {"t": inline["t"], "c": [inline["c"][0], change(inner), *inline["c"][2:]]}


def is_speech(inlines: Inlines) -> bool:
    """Whether a leaf is a turn of speech."""
    if not inlines or inlines[0]["t"] != "Span":
        return False
    attributes, inner = inlines[0]["c"]
    return SPEAKER in attributes[1] or is_speech(inner)


def inserted(inlines: Inlines, after: Mapping[int, Inlines]) -> Inlines:
    """The inlines with others behind some of their letters, whose places are those of `flat`."""
    return _Inserter(after).write(inlines)


def _put_back(inlines: Inlines, edits: Edits) -> Inlines:
    """The inlines with each edit where it stands; those without one are shared."""
    return _Pen(edits).write(inlines) if edits else inlines


class _Pen:
    """Goes through inlines letter by letter, as `flat` does."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._places = sorted(edits, reverse=True)
        """Of the edits to come, the next one last."""
        self._at = 0

    def write(self, inlines: Inlines) -> Inlines:
        """The inlines as they become, neighbouring strings made one as pandoc has them."""
        out: Inlines = []
        for made in (one for inline in inlines for one in self._one(inline)):
            if out and out[-1]["t"] == made["t"] == "Str":
                out[-1] = {"t": "Str", "c": out[-1]["c"] + made["c"]}
            else:
                out.append(made)
        return out

    def _one(self, inline: Inline) -> Inlines:
        """An inline as it becomes; none when nothing of it is left."""
        kind = inline["t"]
        if kind == "Str" or kind in _SPACES:
            letters = inline["c"] if kind == "Str" else _SPACES[kind]
            start, self._at = self._at, self._at + len(letters)
            if not self._changes():
                return [inline]
            said = edited(letters, self._edits, start)
            return [{"t": "Str", "c": said}] if said else []
        marks = 1 if kind == "Quoted" or _inner(inline) is None else 0
        self._at += marks
        made = _within(inline, self.write)
        self._at += marks if kind == "Quoted" else 0
        return [made]

    def _changes(self) -> bool:
        """Whether an edit stands in the letters just passed."""
        left = len(self._places)
        while self._places and self._places[-1] < self._at:
            self._places.pop()
        return len(self._places) < left


class _Inserter(_Pen):
    """The same, with inlines behind some letters."""

    def __init__(self, after: Mapping[int, Inlines]) -> None:
        super().__init__({})
        self._after = after

    def _one(self, inline: Inline) -> Inlines:
        start = self._at
        made = super()._one(inline)
        places = [at - start + 1 for at in sorted(self._after) if start <= at < self._at]
        if inline["t"] != "Str" or not places:
            return made
        out: Inlines = []
        for first, last in zip([0, *places], places, strict=False):
            out += [{"t": "Str", "c": inline["c"][first:last]}, *self._after[start + last - 1]]
        rest = inline["c"][places[-1] :]
        return [*out, {"t": "Str", "c": rest}] if rest else out
