"""What a note says of itself: its front matter, and lines like « Rédaction : … » at its head.

A line of identity stays a passage of the note (in its section *identification*); here it is only understood.
"""

from __future__ import annotations

import re

from restitution.domain import field_of
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

LINE = re.compile(r"^\s*(?P<label>[^:\n]{2,45}?)\s*:\s*(?P<value>\S.*)$", re.DOTALL)
SIGNED = re.compile(r"^\s*(?P<label>[^:\n]{2,30}? par)\s+(?P<value>[A-ZÀ-Þ][^:\n]{2,120}?)\s*\.?$")
"""« Rédigé par Nadège Vauquelin, le 3 mars »: the label ends with « par » and stands without a colon."""
MAX_VALUE = 400
MIN_FIELDS = 2
"""Fields that a paragraph needs before its other lines are taken for remarks."""


def line_field(text: str) -> tuple[str, str] | None:
    """Canonical field and value of a line « label : value », when the label is one that the model knows."""
    match = LINE.match(text.strip()) or SIGNED.match(text)
    if match is None or len(match["value"]) > MAX_VALUE:
        return None
    field = field_of(match["label"])
    return (field, match["value"].strip()) if field else None


def field_lines(block: Block) -> list[tuple[str, str]]:
    """Fields that a block states: a paragraph, one a line of it, a list, or a table of two columns."""
    if block["t"] in {"Para", "Plain"}:
        return [found for line in text_lines(block["c"]) if (found := line_field(line))]
    if block["t"] == "BulletList":
        texts = [ast.text(item) for item in block["c"]]
        return [found for text in texts if (found := line_field(text))]
    if block["t"] == "Table":
        return _table_fields(block)
    return []


def is_identity(block: Block) -> bool:
    """Whether a block is made of fields, but for a remark at their foot: it is of the note's identity."""
    if block["t"] in {"Para", "Plain"}:
        lines = text_lines(block["c"])
        fields = sum(line_field(line) is not None for line in lines)
        return fields > 0 and (fields == len(lines) or (fields >= MIN_FIELDS and 2 * fields > len(lines)))
    if block["t"] == "BulletList":
        return all(line_field(ast.text(item)) for item in block["c"])
    return False


def on_lines(block: Block) -> Block:
    """An identity paragraph with each of its lines on its own line, as it was written."""

    def broken(inlines: list[dict[str, object]]) -> list[dict[str, object]]:
        return ast.map_inlines(inlines, lambda i: [{"t": "LineBreak"}] if i["t"] == "SoftBreak" else [i])

    return ast.map_leaves([block], broken)[0]


def text_lines(inlines: Inlines) -> list[str]:
    """Lines of a paragraph as its writer saw them: at line breaks, hard or soft."""
    inner = inlines[0]["c"][1] if len(inlines) == 1 and ast.is_leaf(inlines[0]) else inlines
    lines: list[list[dict[str, object]]] = [[]]
    for inline in inner:
        if inline["t"] in {"LineBreak", "SoftBreak"}:
            lines.append([])
        else:
            lines[-1].append(inline)
    texts = [ast.text(line).strip() for line in lines]
    return [text for text in texts if text]


def _table_fields(block: Block) -> list[tuple[str, str]]:
    head, bodies = block["c"][3], block["c"][4]
    rows = [cells for _, cells in head[1]] + [cells for body in bodies for _, cells in (*body[2], *body[3])]
    found = []
    for cells in rows:
        texts = [ast.text(cell[4]).strip() for cell in cells]
        if len(texts) == 2 and (field := field_of(texts[0].rstrip(" :"))) and texts[1]:
            found.append((field, texts[1]))
    return found
