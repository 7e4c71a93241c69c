"""A run of inlines cut at a place of its plain text, formats kept on both sides."""

from __future__ import annotations

from restitution.model import Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines


def cut(inlines: Inlines, at: int) -> tuple[Inlines, Inlines] | None:
    """What stands before and after the sign `at` of `ast.text`; None when it falls inside what has no parts."""
    for number, inline in enumerate(inlines):
        if at <= 0:
            return inlines[:number], inlines[number:]
        length = len(ast.text(inline))
        if at < length:
            parts = _parts(inline, at)
            return parts and ([*inlines[:number], *parts[0]], [*parts[1], *inlines[number + 1 :]])
        at -= length
    return inlines, []


def _parts(inline: Inline, at: int) -> tuple[Inlines, Inlines] | None:
    """One inline cut in two, each of the same format."""
    kind: str = inline["t"]
    if kind == "Str":
        return [{"t": kind, "c": inline["c"][:at]}], [{"t": kind, "c": inline["c"][at:]}]
    if kind not in ast.EMPHASES:
        return None
    parts = cut(inline["c"], at)
    if parts is None:
        return None
    before, after = ([{"t": kind, "c": part}] if part else [] for part in parts)
    return before, after
