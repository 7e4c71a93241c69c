"""Remarks in reading order, each reply behind what it answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec import structs

from restitution.remarks import OURS
from restitution.review.returned import RawMark

MOVED_WORDS: Final = 3
GONE: Final = frozenset({"deletion", "paragraph_deletion"})
COME: Final = frozenset({"insertion", "paragraph_insertion"})


class Told(msgspec.Struct, eq=False):
    """A remark before it is numbered."""

    mark: RawMark
    name: str = ""
    above: str = ""
    """Name of the comment that it answers."""

    @property
    def is_ours(self) -> bool:
        """Whether we wrote it ourselves, in a review copy."""
        return self.mark.kind in {"comment", "reply"} and self.mark.author in OURS


def threaded(told: Iterable[Told]) -> list[Told]:
    """The same, comments that answer one that is there made replies."""
    found = list(told)
    known = {one.name: one for one in found if one.name}
    for one in found:
        above = known.get(one.above)
        if above is not None and above is not one:
            one.mark = structs.replace(one.mark, kind="reply", elements={"reply": 1})
        else:
            one.above = ""
    return found


def with_moves(told: Iterable[Told]) -> list[Told]:
    """The same, words that one person took out in one place and put in another told once: a move.

    LibreOffice keeps no move in OpenDocument; fewer words than `MOVED_WORDS`, or words that come and go several
    times, say nothing.
    """
    found = list(told)
    gone, come = (_by_words(found, kinds) for kinds in (GONE, COME))
    for key, left in gone.items():
        went = come.get(key, [])
        if len(left) == len(went) == 1 and len(key[1].split()) >= MOVED_WORDS:
            here, there = left[0].mark, went[0].mark
            elements = here.elements | there.elements
            left[0].mark = structs.replace(here, kind="move", moved_to=there.spans, elements=elements)
            found.remove(went[0])
    return found


def _by_words(told: Iterable[Told], kinds: frozenset[str]) -> dict[tuple[str, str], list[Told]]:
    """Remarks of these kinds by who said what."""
    found: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.mark.kind in kinds:
            found.setdefault((one.mark.author, " ".join(one.mark.text.split())), []).append(one)
    return found


def in_order(told: Iterable[Told]) -> list[RawMark]:
    """The marks, numbered: by place, those without one last, without what we wrote ourselves."""
    found = list(told)
    known = {one.name: one for one in found if one.name}
    kept = sorted((one for one in found if not one.is_ours), key=_place)
    threads: dict[int, list[Told]] = {}
    for one in kept:
        head = _answered(one, known, to_the_head=True)
        threads.setdefault(id(head or one), []).append(one)
    placed: list[Told] = []
    for thread in threads.values():
        placed += sorted(thread, key=lambda one: _answered(one, known) is not None)
    numbers = {id(one): number for number, one in enumerate(placed)}
    parents = [_answered(one, known) for one in placed]
    return [
        one.mark if above is None else structs.replace(one.mark, parent=numbers[id(above)])
        for one, above in zip(placed, parents, strict=True)
    ]


def _answered(one: Told, known: Mapping[str, Told], *, to_the_head: bool = False) -> Told | None:
    """The remark that another answers, through ours if it answers one of them; None when nobody's.

    `to_the_head`: that which opens the thread.
    """
    found: Told | None = None
    seen = {id(one)}
    above = known.get(one.above)
    while above is not None and id(above) not in seen:
        seen.add(id(above))
        if not above.is_ours:
            found = above
            if not to_the_head:
                break
        above = known.get(above.above)
    return found


def _place(one: Told) -> tuple[float, float]:
    first = next(iter(one.mark.spans), None)
    return (math.inf, 0) if first is None else (first.paragraph, first.start)
