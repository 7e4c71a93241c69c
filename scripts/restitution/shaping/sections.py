"""Puts each block of a note in its section of the model.

A heading that the model knows opens its section; one that nobody knows stays where it is, as a sub-heading of the
section it stands in; what comes before any heading has the implicit section of its kind (domain §0).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from restitution.domain import section_of
from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import is_identity, on_lines
from restitution.shaping.headings import repaired

Role = Literal["title", "field", "section", "heading", "text"]
IDENTITY = "identification"


class Open(msgspec.Struct, frozen=True):
    """A section that is open: its key and the level of the heading that opened it."""

    key: str
    level: int


def title_block(blocks: list[Block]) -> int | None:
    """Index of the heading that is the note's own title: the first block but identity lines, if it is one.

    A single top heading is a title even when its words open a section elsewhere; among equals, a heading that the
    model knows is a section.
    """
    for number, block in enumerate(blocks):
        if block["t"] == "Header":
            levels = [b["c"][0] for b in blocks[number + 1 :] if b["t"] == "Header"]
            alone = all(level > block["c"][0] for level in levels)
            known = _opens_a_section(ast.text(block["c"][2]).strip())
            return number if levels and (alone or not known) else number if not known else None
        if not is_identity(block) and not _is_ornament(block):
            return None
    return None


def _opens_a_section(title: str) -> bool:
    """Whether the model knows a heading; « Synthèse : se loger » says a section, then what the note is about."""
    match = section_of(title, None)
    return match is not None and not (match.compound and ":" in title)


def _is_ornament(block: Block) -> bool:
    return block["t"] in {"HorizontalRule", "Figure"}


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
    match = section_of(ast.text(block["c"][2]).strip(), kind)
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
