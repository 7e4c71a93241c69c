"""Headings that do not belong where they stand, and levels that skip. Nothing is dropped or moved."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any, Final

from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast

TABLE_OF_CONTENTS: Final = frozenset({"table des matieres", "sommaire", "table of contents"})
BREAK: Final = re.compile(
    r"(?:(?:courte |breve |petite )?pause(?: \w+){0,2}$|entracte$|"
    r"(?:suspension|interruption) (?:de |d |des )?(?:la )?(?:seance|travaux|\w+ (?:minutes?|heures?))\b)"
)
"""What a note says of a meeting that stopped for a while."""


def demoted(blocks: list[Block]) -> list[Block]:
    """The blocks with each heading inside a table, a list or a quotation made a bold paragraph.

    It belongs to what it stands in: in the table of contents of the publication it would open a part. So would the
    heading of the note's own table of contents, and that of a break in a meeting, below which nothing stands.
    """
    return [
        block
        if block["t"] == "Header" and not _is_of_contents(block) and not _is_a_break(block, below)
        else _without_headings(block)
        for block, below in zip_longest(blocks, blocks[1:])
    ]


def _is_a_break(block: Block, below: Block | None) -> bool:
    """« Suspension de cinq minutes », straight above another heading, a rule or the end."""
    is_empty = below is None or below["t"] in {"Header", "HorizontalRule"}
    return is_empty and bool(BREAK.match(folded(ast.text(block["c"][2]))))


def _is_of_contents(block: Block) -> bool:
    return folded(ast.text(block["c"][2])) in TABLE_OF_CONTENTS


def _without_headings(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_headings(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Header":
        return ast.para(ast.bold(node["c"][2]))
    return {key: _without_headings(value) for key, value in node.items()}


def repaired(levels: list[int]) -> list[int]:
    """Levels without holes: 1 3 3 5 2 becomes 1 2 2 3 2. Order among neighbours is kept.

    A heading is one below the nearest earlier heading that was above it.
    """
    out: list[int] = []
    stack: list[tuple[int, int]] = []
    for level in levels:
        while stack and stack[-1][0] >= level:
            stack.pop()
        new = stack[-1][1] + 1 if stack else 1
        stack.append((level, new))
        out.append(new)
    return out
