"""Which changes that reviewers proposed can stand in a copy as their own tracked changes: those that still fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from restitution.remarks import Remark
from restitution.writers.docx.letters import Letters
from restitution.writers.docx.spots import Spot, Spots

SPACES = re.compile(r"\s")


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked change: words deleted from `start` to `end`, or the remark's own inserted where both are."""

    remark: Remark
    mark: str
    start: int
    end: int


def edits_of(
    changes: Iterable[Remark], spots: Spots, letters: Callable[[str], Letters], comments: Sequence[Spot]
) -> list[Edit]:
    """The insertions and deletions in passages that are as they were, none across a comment's or another's end."""
    bounds = {
        (mark, place) for spot in comments for mark, place in ((spot.first, spot.start), (spot.last, spot.end))
    }
    edits: list[Edit] = []
    wanted = [edit for remark in changes if (edit := _edit(remark, spots)) is not None]
    for edit in sorted(wanted, key=lambda one: one.remark.kind):  # deletions first
        known = [other for other in edits if other.mark == edit.mark]
        is_apart = not any(mark == edit.mark and edit.start < place < edit.end for mark, place in bounds)
        if is_apart and _fits(edit, letters(edit.mark)) and not any(_clash(edit, other) for other in known):
            edits.append(edit)
    return edits


def whole_ones(edits: Sequence[Edit], changes: Iterable[Remark]) -> list[Edit]:
    """The edits without those of a replacement of which another part cannot stand: half of it says nothing."""
    shown = {edit.remark.key for edit in edits}
    cut = {change.replacement for change in changes if change.key not in shown} - {""}
    return [edit for edit in edits if edit.remark.replacement not in cut]


def _edit(remark: Remark, spots: Spots) -> Edit | None:
    mark = spots.mark_of(remark)
    base, start = remark.base, remark.offset
    text = SPACES.sub(" ", remark.text)
    if not mark or not text or remark.relation != "in" or base != spots.texts[mark]:
        return None
    if remark.kind == "deletion" and base[start : start + len(text)] == text:
        return Edit(remark=remark, mark=mark, start=start, end=start + len(text))
    if remark.kind == "insertion" and 0 <= start <= len(base):
        proposed = " ".join((base[:start] + text + base[start:]).split())
        is_meant = proposed == " ".join(remark.proposed.split())
        return Edit(remark=remark, mark=mark, start=start, end=start) if is_meant else None
    return None


def _fits(edit: Edit, letters: Letters) -> bool:
    return letters.is_free(edit.start) if edit.start == edit.end else letters.is_plain(edit.start, edit.end)


def _clash(edit: Edit, other: Edit) -> bool:
    """Whether two changes overlap, or touch so that a word processor makes one of them."""
    is_one = (edit.remark.kind, edit.remark.author) == (other.remark.kind, other.remark.author)
    if is_one and edit.start <= other.end and other.start <= edit.end:
        return True
    if edit.start == edit.end:
        return other.start < edit.start < other.end
    return edit.start < other.end and other.start < edit.end
