"""Headings that do not belong where they stand, and levels that skip. Nothing is dropped or moved."""

from __future__ import annotations

from typing import Any, Final

from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast

TABLE_OF_CONTENTS: Final = frozenset({"table des matieres", "sommaire", "table of contents"})


def demoted(blocks: list[Block]) -> list[Block]:
    """The blocks with each heading inside a table, a list or a quotation made a bold paragraph.

    It belongs to what it stands in: in the table of contents of the publication it would open a part. So would the
    heading of the note's own table of contents.
    """
    return [
        block if block["t"] == "Header" and not _is_of_contents(block) else _without_headings(block)
        for block in blocks
    ]


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
