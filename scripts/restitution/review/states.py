"""What state a remark is in: the last decision, else what its copies say, else whether its place is known.

A reply shares the state of its thread until something is decided of it alone; one that was written after the
thread was decided opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from restitution.remarks import SURE, Applied, State, minute_of
from restitution.review.journal import Gathered

DECIDED: Final[dict[str, State]] = {
    "rejeter": "rejected",
    "resoudre": "resolved",
    "rouvrir": "open",
    "repondre": "answered",
}
CONVERSATION: Final = frozenset({"comment", "reply"})
DONE: Final = frozenset({"applied", "merged", "settled"})
"""What assembly made of an accepted change, when the text says it now."""
CLOSED: Final[frozenset[State]] = frozenset({"answered", "resolved", "rejected", "applied"})


def with_states(items: Sequence[Gathered], applied: Mapping[str, Applied]) -> None:
    """Give each remark its state. `applied`: what became of the accepted changes, by key."""
    for item in items:
        item.remark.state = _own_state(item, applied.get(item.remark.key))
    threads: dict[str, list[Gathered]] = {}
    for item in items:
        if item.remark.parent:
            threads.setdefault(item.remark.thread, []).append(item)
    roots = {item.remark.key: item for item in items}
    for thread, replies in threads.items():
        if thread in roots:
            _agree(roots[thread], replies)


def _own_state(item: Gathered, applied: Applied | None) -> State:
    remark = item.remark
    is_done = applied is not None and applied.result in DONE and remark.kind not in CONVERSATION
    if item.verdict == "accepter":
        return "resolved" if remark.kind in CONVERSATION else "applied" if is_done else "open"
    if item.verdict == "resoudre" and is_done:
        return "applied"
    if item.verdict:
        return DECIDED[item.verdict]
    if item.resolved:
        return "resolved"
    if not remark.source.passage or remark.placed == "orphan":
        return "orphan"
    if item.dropped or remark.confidence < SURE:
        return "to_confirm"
    return "new"


def _agree(root: Gathered, replies: list[Gathered]) -> None:
    """A thread is closed for its replies too, unless one of them came after it was."""
    later = [reply for reply in replies if _is_later(reply, root)]
    for reply in replies:
        if not reply.verdict:
            reply.remark.state = "new" if reply in later else root.remark.state
    if later and root.remark.state in CLOSED:
        root.remark.state = "open"


def _is_later(reply: Gathered, root: Gathered) -> bool:
    """Whether a reply came after its thread was settled, nothing being decided of it since.

    A decision says what it was about; one written by hand does not, nor what hour it was where the reviewer was:
    then dates tell, and a reply without any is a later one. A thread that was closed in a copy was so for the
    replies that this copy held.
    """
    if reply.verdict:
        return False
    if not root.verdict and root.resolved_in:
        return {entry.copy for entry in reply.remark.returned_in}.isdisjoint(root.resolved_in)
    if not root.at:
        return False
    if root.seen is not None:
        return reply.remark.key not in root.seen
    came = minute_of(reply.remark.date)
    return not came or came > root.at[: len(came)]
