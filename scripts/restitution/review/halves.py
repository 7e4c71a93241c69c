"""A replacement is two tracked changes, and two remarks: either one alone leaves a text that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.remarks import Kind, Remark

HALVES: Final[dict[Kind, Kind]] = {"deletion": "insertion", "insertion": "deletion"}


def other_half(change: Remark, items: Iterable[Remark]) -> Remark | None:
    """What was added where a change takes words out, or taken out where it adds some, by the same person."""
    wanted = HALVES.get(change.kind)
    return next((one for one in items if one.kind == wanted and _touch(change, one)), None)


def _touch(one: Remark, other: Remark) -> bool:
    """Whether an insertion stands at one of both ends of a deletion, in the same words of a passage."""
    taken, added = (one, other) if one.kind == "deletion" else (other, one)
    is_theirs = (one.author, one.source.passage, one.base) == (other.author, other.source.passage, other.base)
    return is_theirs and added.offset in {taken.offset, taken.offset + len(taken.quote)}
