"""Puts each block of a note in its section of the model.

A heading that the model knows opens its section; one that nobody knows stays where it is, as a sub-heading of the
section it stands in; what comes before any heading has the implicit section of its kind (domain §0).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from restitution.domain import kind_in_title, section_of
from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import is_identity, on_lines
from restitution.shaping.headings import repaired
from restitution.shaping.wording import opened_by

Role = Literal["title", "field", "section", "heading", "text"]
IDENTITY, PARTICIPANTS = "identification", "participants"
MAX_PRELUDE = 90
"""Characters of a line that may stand above a title."""


class Open(msgspec.Struct, frozen=True):
    """A section that is open: its key and the level of the heading that opened it."""

    key: str
    level: int


def title_block(blocks: list[Block]) -> int | None:
    """Index of the heading that is the note's own title, if its first heading is one.

    A first heading above all others is a title even when its words open a section elsewhere, where nothing but
    lines of identity stands before it; below a text, it must be nobody's section. Among equals, it must be of the
    first level or name a kind of note (« Carnet de visite »), and be no section.
    """
    number = next((n for n, b in enumerate(blocks) if b["t"] == "Header" and ast.text(b["c"][2]).strip()), None)
    if number is None:
        return None
    level, text = blocks[number]["c"][0], ast.text(blocks[number]["c"][2]).strip()
    others = [block for block in blocks[number + 1 :] if block["t"] == "Header"]
    is_above = all(other["c"][0] > level for other in others)
    is_known = _opens_a_section(text, others)
    if not all(is_prelude(block) for block in blocks[:number]):
        return number if others and is_above and level == 1 and not is_known else None
    if others and is_above:
        return number
    return number if not is_known and (not others or level == 1 or kind_in_title(text)) else None


def _opens_a_section(title: str, others: list[Block]) -> bool:
    """Whether the model knows a heading.

    « Synthèse : se loger » says a section, then what the note is about; « Entretien avec une hydrologue » is no
    section where no other heading is of its sort.
    """
    match = section_of(title, None)
    if match is None or (match.compound and ":" in title):
        return False
    like_it = (section_of(ast.text(other["c"][2]).strip(), None) for other in others)
    return not match.pattern or any(other is not None and other.key == match.key for other in like_it)


def is_prelude(block: Block) -> bool:
    """Whether a block may stand before a note's title: a field, a picture, a line that is no sentence."""
    if is_identity(block) or _is_ornament(block) or is_front_matter(block):
        return True
    text = ast.text([block]).strip()
    return block["t"] == "Para" and len(text) <= MAX_PRELUDE and not text.endswith((".", ":", ",", ";", "!", "?"))


def is_front_matter(block: Block) -> bool:
    """Whether a block is the list of fields at the head of a Markdown note."""
    leaves = list(ast.each_leaf([block])) if block["t"] == "BulletList" else []
    return bool(leaves) and all("field" in leaf["c"][0][1] for leaf in leaves)


def _is_ornament(block: Block) -> bool:
    return block["t"] in {"HorizontalRule", "Figure"} or not ast.text([block]).strip()


def sectioned(blocks: list[Block], kind: str | None, implicit: str) -> list[Passage]:
    """The blocks as passages, each with its section and role; headings' levels without holes, from 1."""
    title = title_block(blocks)
    levels = iter(repaired([b["c"][0] for n, b in enumerate(blocks) if b["t"] == "Header" and n != title]))
    stack, passages, seen_heading = [Open(implicit, 0)], [], False
    for number, block in enumerate(blocks):
        if block["t"] != "Header":
            at_head = not seen_heading and is_identity(block)
            passages.append(_identity(block) if at_head else Passage(block=block, section=stack[-1].key))
        elif number == title:
            passages.append(Passage(block=_at_level(block, 1), section=IDENTITY, role="title"))
        else:
            seen_heading = True
            passages.append(_heading(block, next(levels), kind, stack))
    return passages


def _identity(block: Block) -> Passage:
    return Passage(block=on_lines(block), section=IDENTITY, role="field")


def _heading(block: Block, level: int, kind: str | None, stack: list[Open]) -> Passage:
    match = opened_by(ast.text(block["c"][2]).strip(), kind)
    while len(stack) > 1 and stack[-1].level > level:
        stack.pop()
    if match is None:
        return Passage(block=_at_level(block, level), section=stack[-1].key, role="heading")
    while len(stack) > 1 and stack[-1].level >= level:
        stack.pop()
    stack.append(Open(match.key, level))
    names_it = not (match.compound or match.pattern)
    role: Role = "section" if names_it else "heading"
    return Passage(block=_at_level(block, level), section=match.key, role=role)


def _at_level(block: Block, level: int) -> Block:
    return {"t": "Header", "c": [level, block["c"][1], block["c"][2]]}
