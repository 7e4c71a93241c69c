"""The note that the tool wrote for what a reviewer offered, without what the tool says at its head.

Its fields are read and its words listed: no writer wrote them, so that no page shows them.
"""

from __future__ import annotations

from typing import Final

from msgspec import structs

from restitution.domain import is_contribution
from restitution.model import GENERATED, Block, Inline, NotTaken, Reading
from restitution.pandoc import ast
from restitution.shaping.sections import is_front_matter

OWN_FIELDS: Final = frozenset({"titre", "genre", "territoire", "themes", "redacteur", "date"})
"""What the tool writes at its head (`review.filling`); what somebody adds there is hers."""


def without_own_head(reading: Reading, path: str) -> Reading:
    """The reading without the tool's own fields; any other file's as it is."""
    head = reading.blocks[0] if reading.blocks else None
    if head is None or not is_contribution(path) or not is_front_matter(head):
        return reading
    kept = [item for item in head["c"] if not is_own_field(ast.text(item))]
    gone = [leaf for item in head["c"] if item not in kept for leaf in ast.each_leaf(item)]
    told = [NotTaken(reason="champ technique", text=_value(leaf), where=ast.leaf_where(leaf)) for leaf in gone]
    blocks: list[Block] = [{"t": "BulletList", "c": kept}] if kept else []
    return structs.replace(reading, blocks=[*blocks, *reading.blocks[1:]], not_taken=[*reading.not_taken, *told])


def _value(leaf: Inline) -> str:
    """What stands behind the field's name, which the reader has listed."""
    said = [one for one in leaf["c"][1] if not (one["t"] == "Span" and GENERATED in one["c"][0][1])]
    return ast.text(said).strip()


def is_own_field(text: str) -> bool:
    """Whether a line is one that the tool wrote at the head of such a note."""
    return text.partition(":")[0].strip() in OWN_FIELDS
