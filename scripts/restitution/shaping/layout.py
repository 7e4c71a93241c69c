"""Opens what hides a heading: a numbered list of one line, a starred item, a form or boxes laid out as a table.

Words stay in their order; only what held them is taken away.
"""

from __future__ import annotations

import re
from typing import Any, Final

from restitution.model import Block
from restitution.pandoc import ast
from restitution.shaping.candidates import may_be_heading, names_a_section
from restitution.shaping.fields import is_identity
from restitution.shaping.lines import line_of
from restitution.shaping.sections import is_front_matter
from restitution.shaping.turns import BREAKS
from restitution.shaping.wording import opened_by

FEWEST_LONE: Final = 2
"""Lists of one line from which they are headings."""
A_TEXT: Final = 80
"""Characters of a paragraph that is no mere line."""
SHARE_OF_FORM: Final = 0.6
"""Rows of a form that must be headed by a section, and hold a text."""
_STARRED: Final = re.compile(r"^\S.*\S\s\*$")


def _without_lone_items(blocks: list[Block], kind: str | None) -> list[Block]:
    """Lists of one line are headings that a program numbers or stars, where they are several, each above a text.

    A numbered one also where it is loud; starred ones only where half of them open a section.
    """
    found: dict[int, Block] = {}
    for sort in ("OrderedList", "BulletList"):
        lone = {n: inner for n, block in enumerate(blocks) if (inner := _lone(block, sort)) is not None}
        lines = {n: line_of(inner) for n, inner in lone.items()}
        fit = {
            n: line
            for n, line in lines.items()
            if line and may_be_heading(line) and n + 1 < len(blocks) and n + 1 not in lone
        }
        opening = [n for n, line in fit.items() if opened_by(line.text, kind)]
        is_known = sort == "OrderedList" or (len(opening) >= FEWEST_LONE and 2 * len(opening) >= len(lone))
        is_series = len(fit) >= FEWEST_LONE and len(fit) == len(lone) and is_known
        found.update({n: lone[n] for n, line in fit.items() if is_series or (line.is_loud and is_known)})
    return [
        {"t": "Para", "c": ast.map_leaves([found[n]], ast.bold)[0]["c"]} if n in found else block
        for n, block in enumerate(blocks)
    ]


def _lone(block: Block, sort: str) -> Block | None:
    """The only line of a list of this sort."""
    if block["t"] != sort or is_front_matter(block):
        return None
    items = block["c"][1] if sort == "OrderedList" else block["c"]
    if len(items) != 1 or len(items[0]) != 1:
        return None
    (inner,) = items[0]
    return inner if inner["t"] in {"Para", "Plain"} else None


def _parted(block: Block, *, is_styled: bool) -> list[Block]:
    """A list whose first item is starred on both sides (« * CONTEXTE * »): a heading, then the list."""
    if block["t"] == "BulletList" and len(block["c"][0]) == 1:
        (inner,), *rest = block["c"]
        starred = inner["t"] in {"Para", "Plain"} and bool(_STARRED.match(ast.text(inner).strip()))
        if starred:
            heading = {"t": "Para", "c": ast.map_leaves([inner], ast.bold)[0]["c"]}
            return [heading, *([{"t": "BulletList", "c": rest}] if rest else [])]
    if block["t"] == "OrderedList" and len(block["c"][1]) > 1 and all(_is_part(item) for item in block["c"][1]):
        return [inner for item in block["c"][1] for inner in _as_paragraphs(item)]
    return _first_line_apart(block) if block["t"] == "Para" and not is_styled else [block]


def _is_part(item: list[Block]) -> bool:
    """Whether an item of a numbered list is a heading with a text below, not only a list of its own items."""
    has_text = any(inner["t"] in {"Para", "Plain"} for inner in item[1:])
    line = line_of(item[0]) if has_text and item[0]["t"] in {"Para", "Plain"} else None
    return line is not None and may_be_heading(line) and (line.is_loud or opened_by(line.text, None) is not None)


def _first_line_apart(block: Block) -> list[Block]:
    """A paragraph whose first line alone is bold or underlined: a heading, and its text at the next line."""
    if len(block["c"]) != 1 or not ast.is_leaf(block["c"][0]):
        return [block]
    (span,) = block["c"]
    inner = span["c"][1]
    end = next((n for n, inline in enumerate(inner) if inline["t"] in BREAKS), 0)
    lead, rest = (
        {"t": "Para", "c": [{"t": "Span", "c": [span["c"][0], part]}]} for part in (inner[:end], inner[end + 1 :])
    )
    line = line_of(lead) if end else None
    if line is None or not line.is_loud or not may_be_heading(line) or not ast.text(rest).strip():
        return [block]
    whole = line_of(rest)
    return [block] if is_identity(block) or whole is None or whole.prominence == line.prominence else [lead, rest]


def _as_text(block: Block) -> Block:
    """A paragraph for what is styled as a heading and is none: nothing at all, or a whole sentence."""
    if block["t"] != "Header":
        return block
    text = ast.text(block["c"][2]).strip()
    is_sentence = len(text) >= A_TEXT and text.endswith(".") and not text.endswith("etc.")
    return {"t": "Para", "c": block["c"][2]} if not text or is_sentence else block


def _without_layout(blocks: list[Block], kind: str | None) -> list[Block]:
    """The blocks with tables that only lay out a heading, or texts beside or under their headings, opened."""
    return [inner for block in blocks for inner in (_in_layout(block, kind) if block["t"] == "Table" else [block])]


def _in_layout(table: Block, kind: str | None) -> list[Block]:
    _, (_, caption), _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    cells = [cell[4] for _, row in rows for cell in row if ast.text(cell[4]).strip()]
    if caption or not cells or len(cells) < sum(not _is_empty(cell[4]) for _, row in rows for cell in row):
        return [table]
    if _is_form(rows, kind):
        return [inner for cell in cells for inner in _as_paragraphs(cell)]
    if len(rows) != 1:
        return [table]
    if len(cells) == 1 and len(cells[0]) == 1:
        return _as_paragraphs(cells[0]) if _heads(cells[0][0]) else [table]
    is_layout = len(cells) > 1 and all(len(cell) > 1 and _heads(cell[0]) for cell in cells)
    return [inner for cell in cells for inner in _as_paragraphs(cell)] if is_layout else [table]


def _is_empty(cell: list[Block]) -> bool:
    """Whether a cell holds nothing at all: no word, no picture."""
    return not any(span["c"][1] for span in ast.each_leaf(cell)) and not ast.text(cell).strip()


def _is_form(rows: list[Any], kind: str | None) -> bool:
    """Whether a table is a form: on the left what rows are about, as the model's sections, on the right texts."""
    pairs = [[cell[4] for cell in row] for _, row in rows]
    if any(len(pair) != 2 or len(pair[0]) != 1 for pair in pairs):
        return False
    lefts = [line_of(left[0]) for left, _ in pairs]
    if any(line is None or not may_be_heading(line) for line in lefts):
        return False
    known = [line for line in lefts if line and opened_by(line.text, kind)]
    texts = [right for _, right in pairs if len(ast.text(right).strip()) >= A_TEXT]
    return len(known) > SHARE_OF_FORM * len(pairs) and len(texts) > SHARE_OF_FORM * len(pairs)


def _heads(block: Block) -> bool:
    """Whether a block heads the cell it stands in: by its look, its number, or the section that it names."""
    line = line_of(block) if block["t"] in {"Para", "Plain"} else None
    if line is None or not may_be_heading(line):
        return False
    return line.is_loud or line.numbering is not None or names_a_section(line)


def _as_paragraphs(blocks: list[Block]) -> list[Block]:
    return [{"t": "Para", "c": block["c"]} if block["t"] == "Plain" else block for block in blocks]


def opened(blocks: list[Block], kind: str | None) -> list[Block]:
    """The blocks, each heading that one of them hides a paragraph of its own, above its text."""
    blocks = [_as_text(block) for block in blocks]
    is_styled = sum(block["t"] == "Header" for block in blocks) > 1
    parted = [part for block in _without_layout(blocks, kind) for part in _parted(block, is_styled=is_styled)]
    return _without_lone_items(parted, kind)
