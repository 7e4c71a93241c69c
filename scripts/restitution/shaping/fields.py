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
MAX_NAMES = 100_000
"""The same for a field that lists people: a long list still names them."""
LISTS_OF_PEOPLE = frozenset({"participants", "excuses"})
MIN_FIELDS = 2
"""Fields that a paragraph needs before its other lines are taken for remarks."""


def line_field(text: str) -> tuple[str, str] | None:
    """Canonical field and value of a line « label : value », when the label is one that the model knows."""
    match = LINE.match(text.strip()) or SIGNED.match(text)
    if match is None:
        return None
    field = field_of(match["label"])
    longest = MAX_NAMES if field in LISTS_OF_PEOPLE else MAX_VALUE
    return (field, match["value"].strip()) if field and len(match["value"]) <= longest else None


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


def field_places(blocks: list[Block]) -> dict[str, str]:
    """Field -> where the block that first states it stands, before the second heading (« paragraphe 4 »)."""
    found: dict[str, str] = {}
    headings = 0
    for block in blocks:
        headings += block["t"] == "Header"
        if headings > 1:
            break
        for field, value in field_lines(block):
            found.setdefault(field, _place_of(block, value))
    return found


def _place_of(block: Block, value: str) -> str:
    """The leaf of a block that holds a value."""
    spans = list(ast.each_leaf([block]))
    holding = next((span for span in spans if value in ast.text(span["c"][1])), spans[0] if spans else None)
    return ast.leaf_where(holding) if holding else ""


def _table_fields(block: Block) -> list[tuple[str, str]]:
    """Fields of a table: pairs « label | value » along its rows, or its heads above one row of values."""
    head, bodies = block["c"][3], block["c"][4]
    rows = [cells for _, cells in head[1]] + [cells for body in bodies for _, cells in (*body[2], *body[3])]
    texts = [[ast.text(cell[4]).strip() for cell in cells] for cells in rows]
    return _under_heads(texts) or [found for row in texts for found in _along(row)]


def _along(row: list[str]) -> list[tuple[str, str]]:
    """The pairs of a row of two or four cells; of four, when both labels are known."""
    pairs = [(field_of(label.rstrip(" :")), value) for label, value in zip(row[::2], row[1::2], strict=False)]
    if len(row) not in {2, 4} or (len(row) == 4 and not all(field for field, _ in pairs)):
        return []
    heads = all(field and field_of(value.rstrip(" :")) for field, value in pairs)
    return [] if heads else [(field, value) for field, value in pairs if field and value]


def _under_heads(rows: list[list[str]]) -> list[tuple[str, str]]:
    """« Date | Lieu | Rédaction » above one row of values."""
    if len(rows) != 2 or len(rows[0]) != len(rows[1]) or len(rows[0]) < MIN_FIELDS:
        return []
    fields = [field_of(label.rstrip(" :")) for label in rows[0]]
    known_below = any(field_of(value.rstrip(" :")) for value in rows[1])
    if known_below or not all(fields):
        return []
    return [(field, value) for field, value in zip(fields, rows[1], strict=True) if field and value]
