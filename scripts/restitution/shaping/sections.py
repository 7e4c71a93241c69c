"""Puts each block of a note in its section of the model.

A heading that the model knows opens its section; one that nobody knows stays where it is, as a sub-heading of the
section it stands in; what comes before any heading has the implicit section of its kind (domain §0).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from restitution.domain import SectionMatch, domain, kind_in_title, section_of
from restitution.messages import folded
from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.bodies import real_title
from restitution.shaping.fields import is_identity, on_lines
from restitution.shaping.headings import repaired
from restitution.shaping.wording import opened_by

Role = Literal["title", "field", "section", "heading", "text"]
IDENTITY, PARTICIPANTS = "identification", "participants"
END_MATTER = frozenset({"annexes", "credits", "contact", "ressources"})
"""Sections that any document has at its end."""
OF_THEIR_KIND = frozenset({
    "objectifs", "preparation", "programme", "etapes_visite", "echanges", "reussite", "difficultes", "concepts",
    "description_methode", "mode_emploi", "utilite_limites", "exemple", "moyens", "propos_expert",
})  # fmt: skip
"""Sections that the plan takes from notes of their kinds only: in any other they would go to the last annex."""
MANY = 8
"""Headings from which a note of no kind is judged by them."""
SHARE_OF_KNOWN = 0.2
"""Of the headings of a note of no kind, below which the model's words are no sections there."""
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
    if (below := _below_a_body(blocks, number)) is not None:
        return below
    level, text = blocks[number]["c"][0], ast.text(blocks[number]["c"][2]).strip()
    others = [block for block in blocks[number + 1 :] if block["t"] == "Header"]
    is_above = all(other["c"][0] > level for other in others)
    is_known = _opens_a_section(text, others) or (_has_title_above(blocks[:number]) and _is_worded(text))
    if not all(is_prelude(block) for block in blocks[:number]):
        return number if others and is_above and level == 1 and not is_known else None
    if others and is_above:
        return number
    return number if not is_known and (not others or level == 1 or kind_in_title(text)) else None


def _below_a_body(blocks: list[Block], number: int) -> int | None:
    """Index of the heading that is the title under a first heading that names a body, at once or below asides."""
    below = next((n for n, b in enumerate(blocks[number + 1 :], number + 1) if b["t"] == "Header"), None)
    if below is None or not all(is_prelude(block) for block in (*blocks[:number], *blocks[number + 1 : below])):
        return None
    return below if real_title(ast.text(blocks[n]["c"][2]).strip() for n in (number, below)) else None


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


def _has_title_above(above: list[Block]) -> bool:
    """Whether a line that may be the note's title stands above its first heading."""
    return any(block["t"] == "Para" and ast.text([block]).strip() and not is_identity(block) for block in above)


def _is_worded(title: str) -> bool:
    """Whether a heading opens a section by its turn of phrase, and names no kind of note."""
    return opened_by(title, None) is not None and not kind_in_title(title)


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
    title, doubles = title_block(blocks), _first_of_doubles(blocks)
    is_foreign = kind is None and _is_foreign([ast.text(b["c"][2]).strip() for b in blocks if b["t"] == "Header"])
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
            match = opened_by(ast.text(block["c"][2]).strip(), kind)
            is_taken = match is not None and not (match.pattern and number in doubles)
            is_known = is_taken and not (is_foreign and match and match.key not in END_MATTER)
            level = next(levels)
            is_part = match is not None and _is_part(match, kind, level, stack)
            passages.append(_heading(block, level, stack, match if is_known and not is_part else None))
    return passages


def _is_foreign(titles: list[str]) -> bool:
    """Whether a note of no kind has many headings and few that the model knows: its words mean other things."""
    known = sum(opened_by(title, None) is not None for title in titles)
    return len(titles) >= MANY and known < SHARE_OF_KNOWN * len(titles)


def _first_of_doubles(blocks: list[Block]) -> set[int]:
    """Headings that stand again, word for word, side by side: their writer means two things by the same words."""
    found: set[int] = set()
    last: dict[tuple[int, str], int] = {}
    for number, block in enumerate(blocks):
        if block["t"] != "Header":
            continue
        level, text = block["c"][0], folded(ast.text(block["c"][2]))
        last = {key: at for key, at in last.items() if key[0] <= level}
        if (level, text) in last:
            found.add(last[level, text])
        last[level, text] = number
    return found


def _identity(block: Block) -> Passage:
    return Passage(block=on_lines(block), section=IDENTITY, role="field")


def _is_part(match: SectionMatch, kind: str | None, level: int, stack: list[Open]) -> bool:
    """Whether a sub-heading only words what a section of the note speaks of: « Ce qui tient » under « Atouts ».

    Its words are those of a section that notes of its kind do not have; a known title is obeyed all the same where
    some part of the plan takes its section from any note.
    """
    model = domain().genres.get(kind or "")
    is_inside = any(0 < one.level < level for one in stack)
    is_foreign = model is not None and match.key not in model.sections
    return is_inside and is_foreign and (match.pattern or match.key in OF_THEIR_KIND)


def _heading(block: Block, level: int, stack: list[Open], match: SectionMatch | None) -> Passage:
    """A heading with the section that it opens, or that it stays in."""
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
