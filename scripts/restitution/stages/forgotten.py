"""Passages of which no text of ours may say what they were: those in which somebody speaks who withdrew."""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec import structs

from restitution.remarks import Anchor
from restitution.stages.withdrawn import TAKEN, Forgetting


def forgotten_anchors(anchors: Iterable[Anchor], forgetting: Forgetting, present: Container[str]) -> list[Anchor]:
    """The anchors, every id kept. `present`: the files that there are.

    Of a passage that is gone: without text when it was theirs, or when nobody can tell any more whose it was, as
    its file went too; else without their names.
    """
    if not forgetting.sieve.people:
        return list(anchors)
    return [_forgotten(anchor, forgetting, present) if anchor.gone else anchor for anchor in anchors]


def _forgotten(anchor: Anchor, forgetting: Forgetting, present: Container[str]) -> Anchor:
    text = forgetting.text(anchor.text, anchor.source)
    if text == TAKEN or anchor.source not in present:
        return structs.replace(anchor, text="", withdrawn=True)
    return structs.replace(anchor, text=text)
