"""Headings that their writer did not style: bold or capital paragraphs that stand alone; and levels that skip.

Nothing is dropped or moved: a paragraph becomes a heading, or stays what it was.
"""

from __future__ import annotations

import re
from typing import Any

from restitution.domain import section_of
from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.shaping.fields import line_field

MAX_LENGTH = 120
MIN_LETTERS = 3
LABEL = re.compile(r"^[^:]{1,40}\s?:\s*\S")
"""« Date : 12 mars » is a field, not a heading."""
NOT_A_HEADING = re.compile(r"[;,.»]$|^[-–—•«]")
"""An item, a sentence, a quotation."""
NUMBERED = re.compile(r"^\s*(?:[0-9]+(?:\.[0-9]+)*|[IVX]+|[A-Za-z])\s*[.)\-–—]\s+\S")

BOLD_LEVEL = 2
CAPITALS_LEVEL = 2
BOLD_UNDER_CAPITALS_LEVEL = 3


def demoted(blocks: list[Block]) -> list[Block]:
    """The blocks with each heading inside a table, a list or a quotation made a bold paragraph.

    It belongs to what it stands in: in the table of contents of the publication it would open a part.
    """
    return [block if block["t"] == "Header" else _without_headings(block) for block in blocks]


def _without_headings(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_headings(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Header":
        return ast.para(ast.bold(node["c"][2]))
    return {key: _without_headings(value) for key, value in node.items()}


def promoted(blocks: list[Block]) -> list[Block]:
    """The blocks with each paragraph that plays the part of a heading made one.

    Where a note has real headings, bold paragraphs rank below the deepest of those around them; where it has none,
    capitals rank above bold, and a line that says no more than a section's title (« Enjeux ») is one.
    """
    depth, out = 0, []
    blocks = [_without_lone_number(block) for block in blocks]
    has_capitals = any(_is_capitals(block) for block in blocks)
    has_headings = any(block["t"] == "Header" for block in blocks)
    for number, block in enumerate(blocks):
        last = number + 1 == len(blocks)
        level = 0 if last else _level(block, depth, has_capitals)
        if not level and not last and not has_headings and _names_a_section(block):
            level = BOLD_LEVEL
        if block["t"] == "Header":
            depth = block["c"][0]
        out.append(ast.header(level, _plain(block["c"])) if level else block)
    return out


def _without_lone_number(block: Block) -> Block:
    """A list of one bold line is a heading that a program numbers: the line alone."""
    if block["t"] != "OrderedList" or len(block["c"][1]) != 1 or len(block["c"][1][0]) != 1:
        return block
    (line,) = block["c"][1][0]
    is_bold = line["t"] in {"Para", "Plain"} and _may_be_heading(line["c"]) and _is_bold(line["c"])
    return {"t": "Para", "c": line["c"]} if is_bold else block


def _level(block: Block, depth: int, has_capitals: bool) -> int:
    """Level of the heading that a block plays, 0 for none."""
    if block["t"] != "Para" or not _may_be_heading(block["c"]):
        return 0
    if _is_capitals(block):
        return depth + 1 if depth else CAPITALS_LEVEL
    if _is_bold(block["c"]):
        if depth:
            return depth + 1
        return BOLD_UNDER_CAPITALS_LEVEL if has_capitals else BOLD_LEVEL
    return 0


def _names_a_section(block: Block) -> bool:
    """Whether a paragraph is nothing but the title of a section that the model knows."""
    if block["t"] != "Para" or not _may_be_heading(block["c"]):
        return False
    match = section_of(ast.text(block["c"]).strip(), None)
    return match is not None and not (match.compound or match.pattern)


def _may_be_heading(inlines: Inlines) -> bool:
    text = ast.text(inlines).strip()
    letters = sum(c.isalpha() for c in text)
    return (
        letters >= MIN_LETTERS
        and len(text) <= MAX_LENGTH
        and not NOT_A_HEADING.search(text)
        and not _has(inlines, "Image", "Note", "LineBreak")
        and not (LABEL.match(text) and not NUMBERED.match(text) and not _is_loud(text))
    )


def _is_loud(text: str) -> bool:
    """« SYNTHÈSE : SE LOGER », which is no field."""
    return text.isupper() and line_field(text) is None


def _is_capitals(block: Block) -> bool:
    if block["t"] != "Para":
        return False
    text = ast.text(block["c"]).strip()
    letters = [c for c in text if c.isalpha()]
    return len(letters) > MIN_LETTERS and all(c.isupper() for c in letters) and _may_be_heading(block["c"])


def _is_bold(inlines: Inlines) -> bool:
    """Whether every word of a leaf is bold (or bold and underlined)."""
    inner = inlines[0]["c"][1] if len(inlines) == 1 and ast.is_leaf(inlines[0]) else inlines
    words = [i for i in inner if i["t"] not in ast.SPACES]
    return bool(words) and all(_strong(inline) for inline in words)


def _strong(inline: dict[str, Any]) -> bool:
    if inline["t"] == "Strong":
        return True
    wrapped = inline["t"] in {"Underline", "Emph", "SmallCaps"}
    return wrapped and all(_strong(i) or i["t"] in ast.SPACES for i in inline["c"]) and bool(inline["c"])


def _plain(inlines: Inlines) -> Inlines:
    """A heading's inlines without the emphasis that made it one."""

    def unwrap(inline: dict[str, Any]) -> Inlines:
        return list(inline["c"]) if inline["t"] in {"Strong", "Underline"} else [inline]

    return ast.map_inlines(inlines, unwrap)


def _has(inlines: Inlines, *kinds: str) -> bool:
    found = False

    def look(inline: dict[str, Any]) -> Inlines:
        nonlocal found
        found = found or inline["t"] in kinds
        return [inline]

    ast.map_inlines(inlines, look)
    return found


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
