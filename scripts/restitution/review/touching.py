"""Which tracked changes of a copy are one: what a person took out, and what she put in its place.

Word processors keep a replaced word as a deletion and an insertion that touch: either one alone leaves a text that
nobody wrote. Where no letter is kept between several of them, all are one; where only a space is kept, a deletion
and an insertion that have no other company are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from restitution.remarks import Mark
from restitution.review.edits import SPACES, Edit, edit_of, with_edits
from restitution.review.files import instant

BOTH: Final = frozenset({"deletion", "insertion"})
TOGETHER: Final = 10 * 60
"""Seconds between two changes of one gesture: what comes another day is another thought."""


class _Run(msgspec.Struct):
    """Changes of one person that touch, in the order of the text."""

    marks: list[Mark]
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        return {mark.kind for mark in self.marks} == BOTH


def replacements_in(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The groups of marks that replace words, each in the order of its text; of the other marks, none."""
    same_text: dict[tuple[str, ...], list[tuple[Edit, Mark]]] = {}
    for mark in marks:
        edit = _words_of(mark)
        if edit is not None:
            text = (mark.author, mark.passage, mark.base, *((mark.where, mark.note) if mark.note else ()))
            same_text.setdefault(text, []).append((edit, mark))
    groups = [group for pieces in same_text.values() for group in _groups(pieces)]
    return [group for group in groups if _replaces_words(group)]


def told_once(marks: Iterable[Mark]) -> list[Mark]:
    """One mark of each remark that people see: each once, and of a replacement the part with the first number."""
    once = list({mark.key: mark for mark in marks}.values())
    parts = [sorted(group, key=lambda one: (len(one.number), one.number)) for group in replacements_in(once)]
    silent = {mark.key for group in parts for mark in group[1:]}
    return [mark for mark in once if mark.key not in silent]


def _words_of(mark: Mark) -> Edit | None:
    """The letters that a deletion or an insertion changes; None of any other, or where the text does not tell."""
    if mark.kind not in BOTH or mark.relation != "in" or not (mark.passage and mark.base and mark.text):
        return None
    if mark.note:
        return _in_note(mark)
    if not mark.text.strip():
        return _blank(mark)
    edit = edit_of(mark)
    is_its = with_edits(mark.base, [edit]).split() == mark.proposed.split()
    return edit if is_its and mark.proposed != mark.base else None


def _in_note(mark: Mark) -> Edit | None:
    """The same of a change in a note at the foot of a page, whose text is not its passage's."""
    at = mark.note_offset
    if mark.kind == "insertion":
        return Edit(at, at, mark.text)
    return Edit(at, at + len(mark.text), "") if mark.note.startswith(mark.text, at) else None


def _blank(mark: Mark) -> Edit | None:
    """A space that goes or comes: alone it changes no word, between two words it is part of what replaces them."""
    at, spaces = mark.offset, SPACES.sub(" ", mark.text)
    if mark.kind == "insertion":
        return Edit(at, at, spaces)
    places = (at, max(0, at - len(spaces)))  # a space has no letter of its own: its place is that of the next one
    return next((Edit(one, one + len(spaces), "") for one in places if mark.base.startswith(spaces, one)), None)


def _groups(pieces: Sequence[tuple[Edit, Mark]]) -> list[list[Mark]]:
    runs: list[_Run] = []
    for edit, mark in sorted(pieces, key=lambda piece: (piece[0].start, piece[0].end)):
        run = next((one for one in reversed(runs) if edit.start <= one.end and _is_close(one, mark)), None)
        if run is None:
            runs.append(_Run([mark], edit.start, edit.end))
        else:
            run.marks.append(mark)
            run.end = max(run.end, edit.end)
    wholes = [run.marks for run in runs if run.is_whole]
    return wholes + _over_a_space([run for run in runs if not run.is_whole])


def _over_a_space(runs: Sequence[_Run]) -> list[list[Mark]]:
    """Of what is left, a deletion and an insertion with nothing but a space between them."""
    groups: list[list[Mark]] = []
    before: _Run | None = None
    for run in runs:
        if before is not None and _are_halves(before, run):
            groups.append([*before.marks, *run.marks])
            before = None
        else:
            before = run
    return groups


def _are_halves(one: _Run, other: _Run) -> bool:
    text = one.marks[0].note or one.marks[0].base
    between = text[one.end : other.start]
    alone = len(one.marks) == len(other.marks) == 1
    is_both = {one.marks[0].kind, other.marks[0].kind} == BOTH
    return alone and is_both and not between.strip() and _is_close(one, other.marks[0])


def _is_close(run: _Run, mark: Mark) -> bool:
    """Whether a change was made in the minutes of the others; programs that tell no time tell it of none."""
    now, then = instant(mark.date), instant(run.marks[-1].date)
    return abs(now - then) <= TOGETHER if now and then else now == then


def _replaces_words(group: Sequence[Mark]) -> bool:
    """Whether something that can be read goes, and something comes."""
    gone = "".join(mark.quote for mark in group if mark.kind == "deletion")
    come = "".join(mark.text for mark in group if mark.kind == "insertion")
    return bool(gone.strip()) and bool(come.strip())
