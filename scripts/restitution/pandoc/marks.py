"""Provenance through pandoc: a prepared copy carries `U+E000 n U+E001` at the head of each paragraph.

Readers that rewrite their file (DOCX, ODT) put the marks in; `tag_leaves` takes them out of the AST again and
wraps each leaf with the place that number `n` stood for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from restitution.model import Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

MARK = re.compile(f"{ast.MARK_OPEN}([0-9]+){ast.MARK_CLOSE}")


def mark(number: int) -> str:
    """The text to put at the head of paragraph `number`."""
    return f"{ast.MARK_OPEN}{number}{ast.MARK_CLOSE}"


def tag_leaves(blocks: list[Block], wheres: list[str], looks: Sequence[str] = ()) -> list[Block]:
    """Blocks without marks, each leaf wrapped with its place; a leaf without a mark takes the last one seen.

    A marked leaf also takes its look, when there is one.
    """
    seen = [""]

    def tag(inlines: Inlines) -> Inlines:
        numbers: list[int] = []
        clean = ast.map_inlines(inlines, lambda inline: _unmark(inline, numbers))
        if numbers and numbers[0] < len(wheres):
            seen[0] = wheres[numbers[0]]
        look = looks[numbers[0]] if numbers and numbers[0] < len(looks) else ""
        return ast.leaf(trim(clean), seen[0], look=look) if clean else []

    return ast.map_leaves(blocks, tag)


def trim(inlines: Inlines) -> Inlines:
    """Inlines without spaces or line breaks at either end."""
    blank = ast.SPACES | {"LineBreak"}
    first, last = 0, len(inlines)
    while first < last and inlines[first]["t"] in blank:
        first += 1
    while last > first and inlines[last - 1]["t"] in blank:
        last -= 1
    return inlines[first:last]


def _unmark(inline: Inline, numbers: list[int]) -> Inlines:
    if inline["t"] not in {"Str", "Code"}:
        return [] if _is_hollow(inline) else [inline]
    is_code = inline["t"] == "Code"
    text = inline["c"][1] if is_code else inline["c"]
    numbers.extend(int(n) for n in MARK.findall(text))
    left = MARK.sub("", text)
    if left == text:
        return [inline]
    return [{"t": "Code", "c": [inline["c"][0], left]} if is_code else {"t": "Str", "c": left}] if left else []


def _is_hollow(inline: Inline) -> bool:
    return inline["t"] in {"Emph", "Strong", "Underline", "Strikeout", "SmallCaps"} and not inline["c"]
