"""What a reader and a counter of one copy disagree about: nothing of it is lost, and a person is told to look.

What the counter alone found is a remark of its own, without place or words, that says where to look: it is decided
like any other. What the reader alone found stays, and counts for no element. So a damaged file never holds up
the publications after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, get_args

from msgspec import structs

from restitution.messages import number
from restitution.remarks import Kind, Mark
from restitution.review.balance import NAMES
from restitution.review.keys import key_of

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def levelled(marks: Iterable[Mark], counted: Mapping[str, int], copy: str) -> tuple[list[Mark], list[str]]:
    """The marks of a copy, their elements as many as were counted, and what differed: a French sentence a kind.

    `copy`: hash of the file, by which what nobody read is told from the same in another file.
    """
    found = list(marks)
    read: Counter[str] = Counter()
    for mark in found:
        read.update(mark.elements)
    said: list[str] = []
    for kind in KINDS:
        more = counted.get(kind, 0) - read[kind]
        if more:
            found = [*found, _unread(kind, more, copy)] if more > 0 else _without(found, kind, -more)
            said.append(
                f"Le compte et la lecture de ce fichier diffèrent ({NAMES[kind]} : {number(counted.get(kind, 0))} "
                f"comptés, {number(read[kind])} lus) : comparez la liste des remarques avec l'original."
            )
    return found, said


def _unread(kind: Kind, count: int, copy: str) -> Mark:
    text = (
        f"À chercher dans l'original de cette copie ({NAMES[kind]} : {number(count)}) : le fichier en contient de "
        "plus que ce qui a pu être lu."
    )
    return Mark(key=key_of(kind, "", "", text, copy), kind=kind, elements={kind: count}, text=text)


def _without(marks: list[Mark], kind: Kind, surplus: int) -> list[Mark]:
    """The marks with fewer elements of a kind, the last ones first."""
    left: list[Mark] = []
    for mark in reversed(marks):
        less = min(surplus, mark.elements.get(kind, 0))
        surplus -= less
        elements = {one: count - less * (one == kind) for one, count in mark.elements.items()}
        left.append(structs.replace(mark, elements={one: count for one, count in elements.items() if count}))
    return left[::-1]
