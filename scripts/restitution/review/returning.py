"""Remarks that a copy showed when it was sent, known again in it though they stand on other passages now.

A thread whose passage is gone was shown on a heading, one whose passage was cut on a part: their place makes
another key. Who said what, and when, did not change; or the copy says what it showed in the place of a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import structs

from restitution.remarks import Mark, Sent, folded, minute_of, said_digest
from restitution.review.keys import public_author

Said = tuple[str, str, str, str]


def said_of(mark: Mark) -> Said:
    """The parts of a key but the place: family, author, minute, words."""
    family = "comment" if mark.kind == "reply" else mark.kind
    return (family, public_author(mark.author), minute_of(mark.date), folded(mark.text))


def recognised(marks: Sequence[Mark], sent: Sent, known: Mapping[str, Mark]) -> list[Mark]:
    """The marks, those that `sent` carried under the key that they had. `known`: earlier copies' marks, by key."""
    here = {mark.key for mark in marks}
    missing: dict[Said | str, list[str]] = defaultdict(list)
    for key in sent.carried:
        if key not in here and key in known:
            missing[sent.masked.get(key) or said_of(known[key])].append(key)
    renamed: dict[str, str] = {}
    for mark in marks:
        shown = said_digest(mark.kind, mark.author, mark.date, mark.text)
        waiting = missing.get(shown) or missing.get(said_of(mark))
        if waiting and mark.key not in known and mark.key not in renamed:
            renamed[mark.key] = waiting.pop(0)
    return [_renamed(mark, renamed) for mark in marks]


def _renamed(mark: Mark, renamed: Mapping[str, str]) -> Mark:
    key, thread, parent = (renamed.get(one, one) for one in (mark.key, mark.thread, mark.parent))
    return structs.replace(mark, key=key, thread=thread, parent=parent)
