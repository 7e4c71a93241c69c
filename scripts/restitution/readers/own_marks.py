"""A copy that went back to its writer and comes home as her note: what is left in it of ours is not hers."""

from __future__ import annotations

from collections.abc import Iterable

from restitution.model import Internal
from restitution.ooxml.own_source import OwnSource
from restitution.remarks import OURS

_TALK = frozenset({"comment", "reply"})


def hers(remarks: Iterable[Internal], own: OwnSource) -> list[Internal]:
    """The remarks that nobody of us put there: a comment of ours that she changed is hers, and so is her reply."""
    return [one for one in remarks if not _is_ours(one, own)]


def _is_ours(one: Internal, own: OwnSource) -> bool:
    if one.kind in _TALK:
        return one.author in OURS or own.has(one.author, one.date, one.text)
    return own.has(one.author, one.date, "")
