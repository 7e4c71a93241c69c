"""Remarks that a copy showed when it was sent, known again in it though they stand on other passages now.

A thread whose passage is gone was shown on a heading, one whose passage was cut on a part: their place makes
another key. Who said what, and when, did not change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from restitution.remarks import Mark, folded
from restitution.review.keys import TO_THE_MINUTE, public_author

Said = tuple[str, str, str, str]


def said_of(mark: Mark) -> Said:
    """The parts of a key but the place: family, author, minute, words."""
    family = "comment" if mark.kind == "reply" else mark.kind
    return (family, public_author(mark.author), mark.date[:TO_THE_MINUTE], folded(mark.text))


def recognised(marks: Sequence[Mark], carried: Iterable[str], known: Mapping[str, Mark]) -> list[Mark]:
    """The marks, those that were carried under the key that they had. `known`: marks of earlier copies, by key."""
    here = {mark.key for mark in marks}
    missing: dict[Said, list[str]] = defaultdict(list)
    for key in carried:
        if key not in here and key in known:
            missing[said_of(known[key])].append(key)
    renamed: dict[str, str] = {}
    for mark in marks:
        waiting = missing.get(said_of(mark))
        if waiting and mark.key not in known and mark.key not in renamed:
            renamed[mark.key] = waiting.pop(0)
    return [_renamed(mark, renamed) for mark in marks]


def _renamed(mark: Mark, renamed: Mapping[str, str]) -> Mark:
    key, thread, parent = (renamed.get(one, one) for one in (mark.key, mark.thread, mark.parent))
    return structs.replace(mark, key=key, thread=thread, parent=parent)
