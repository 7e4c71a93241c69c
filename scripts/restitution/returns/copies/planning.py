"""Where each remark and each accepted change goes in a writer's file; what has no place there is told on her page.

Nothing is lost: each remark is a message of a comment, or the author of a tracked change, or a line of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import structs

from restitution.ooxml.word_comments import Message
from restitution.remarks import ANSWERER, REPORTER, Correction, Origin, Remark, is_in_a_note, left_to_a_hand
from restitution.returns.copies import spans
from restitution.returns.copies.finding import leaf_of
from restitution.returns.copies.marks import Change, Comment, Copy, Leaf, Marks
from restitution.returns.copies.phrases import (
    ALREADY,
    BY_HAND,
    IN_A_NOTE,
    NAMED,
    NOT_FOUND,
    NOT_PROPOSED,
    answer_of,
    corrected,
    decided_at,
    said,
)

CLOSED = frozenset({"resolved", "rejected", "applied"})
TALK = frozenset({"comment", "reply"})


class Remarked(msgspec.Struct, frozen=True, kw_only=True):
    """All that there is to say of one file."""

    path: str
    remarks: list[Remark] = []
    corrections: list[tuple[Correction, Origin]] = []
    """With the place of each in the file."""


class _Place(msgspec.Struct, frozen=True):
    """A paragraph of the file, and whether it is the one that was meant."""

    paragraph: int
    found: bool


def planned(about: Remarked, leaves: Sequence[Leaf], copy: Copy) -> Marks:
    """What goes where in the file that `copy` stands for; `leaves`: its note."""
    return _Planner(about, leaves, copy).marks()


class _Planner:
    def __init__(self, about: Remarked, leaves: Sequence[Leaf], copy: Copy) -> None:
        self._about = about
        self._leaves = leaves
        self._copy = copy
        self._by_key = {remark.key: remark for remark in about.remarks}
        self._marks = Marks()
        self._settled: set[str] = set()
        self._together: dict[str, set[str]] = {}
        """Key of a correction -> those of what it was joined of."""

    def marks(self) -> Marks:
        for correction, origin, keys in _joined(self._about.corrections):
            self._correct(correction, origin)
            self._together[correction.key] = keys
        written = {change.key for change in self._marks.changes if change.key}
        changed, self._settled = self._every(written), self._every(self._settled)
        for head, replies in _threads(self._about.remarks):
            silent = head.key in changed and not replies and not answer_of(head)
            if not silent:
                self._comment(head, replies)
        return self._marks

    def _every(self, keys: set[str]) -> set[str]:
        """Some keys, and those that were joined with them."""
        return keys.union(*(self._together.get(key, set()) for key in keys))

    def _place(self, origin: Origin, base: str) -> _Place | None:
        leaf = leaf_of(self._leaves, origin.where, base)
        found = self._copy.paragraph(leaf) if leaf is not None else None
        if found is None:
            every = [n for n, text in enumerate(self._copy.texts) if text.strip()]
            return _Place(every[0], found=False) if every and origin.path else None
        return _Place(*found)

    def _correct(self, correction: Correction, origin: Origin) -> None:
        place = self._place(origin, correction.base)
        changes = self._changes(correction, place) if place is not None and place.found else None
        if changes is None or not all(map(self._may_stand, changes)):
            if correction.key not in self._by_key:
                self._tell(correction, origin, place)
        elif changes:
            self._marks.changes += changes
        else:
            self._settled.add(correction.key)

    def _changes(self, correction: Correction, place: _Place) -> list[Change] | None:
        """What the correction changes in her words; nothing when they say it already; None when it is not safe."""
        if correction.masked:
            return None
        own = self._copy.texts[place.paragraph]
        when, who = correction.at, correction.author
        if correction.relation == "after":
            following = self._copy.texts[place.paragraph + 1 : place.paragraph + 2]
            if any(spans.says_the_same(text, correction.text) for text in following):
                return []
            words = spans.in_her_hand(spans.plain(correction.text), own)
            end = len(own)
            return None if spans.MASK.search(words) else [
                Change(paragraph=place.paragraph, start=end, end=end, new=words, author=who, date=when,
                       key=correction.key, is_paragraph=True)
            ]  # fmt: skip
        hunks = spans.changes(correction.base, correction.text, own)
        if hunks is None:
            return (
                []
                if spans.changes(correction.text, correction.text, own) is not None
                and (spans.says_the_same(correction.text, own))
                else None
            )
        return [
            Change(paragraph=place.paragraph, start=hunk.start, end=hunk.end, new=hunk.new, author=who, date=when,
                   key=correction.key)
            for hunk in hunks
        ]  # fmt: skip

    def _may_stand(self, change: Change) -> bool:
        """Whether it meets neither another change of ours nor what is not ours to change."""
        others = [one for one in self._marks.changes if one.paragraph == change.paragraph]
        return not any(_meet(one, change) for one in others) and self._copy.may_change(change)

    def _tell(self, correction: Correction, origin: Origin, place: _Place | None) -> None:
        """A correction of the editor's pen that cannot be proposed as a change: in words."""
        message = Message(correction.author or ANSWERER, correction.at, corrected(correction))
        if place is None:
            self._marks.told.append(as_remark(correction, origin, message.text))
        else:
            start, end = self._quoted(place, correction.base, 0, len(correction.base))
            self._marks.comments.append(
                Comment(paragraph=place.paragraph, start=start, end=end, messages=[message], keys=[])
            )

    def _quoted(self, place: _Place, base: str, start: int, end: int) -> tuple[int, int]:
        found = spans.span(base, start, end, self._copy.texts[place.paragraph]) if place.found else None
        return found or (0, 0)

    def _comment(self, head: Remark, replies: list[Remark]) -> None:
        base = head.base or head.quote
        offset = head.offset if head.base else 0
        place = self._place(head.source, base)
        if place is None:
            self._marks.told += [head, *replies]
            return
        is_whole = is_in_a_note(head)
        start, end = (0, 0) if is_whole else self._quoted(place, base, offset, offset + len(head.quote))
        self._marks.comments.append(
            Comment(
                paragraph=place.paragraph,
                start=start,
                end=end,
                messages=list(self._messages(head, replies, found=place.found)),
                resolved=head.state in CLOSED or head.key in self._settled,
                keys=[one.key for one in (head, *replies)],
            )
        )

    def _messages(self, head: Remark, replies: list[Remark], *, found: bool) -> Iterator[Message]:
        for remark in (head, *replies):
            yield Message(remark.author, remark.date, said(remark))
        if is_in_a_note(head):
            words = f" : « {head.quote} »" if head.quote else ""
            yield Message(REPORTER, decided_at(head), IN_A_NOTE.format(words=words))
        for remark in (head, *replies):
            if answer := answer_of(remark):
                yield Message(ANSWERER, decided_at(remark), answer)
        if head.key in self._settled:
            yield Message(REPORTER, decided_at(head), ALREADY)
        elif self._is_accepted(head) and head.key not in {change.key for change in self._marks.changes}:
            why = NAMED if self._is_masked(head) else NOT_PROPOSED
            yield Message(REPORTER, decided_at(head), why)
        elif left_to_a_hand(head):
            yield Message(REPORTER, decided_at(head), BY_HAND)
        if not found and (words := head.quote or head.base):
            yield Message(REPORTER, decided_at(head), NOT_FOUND.format(words=words))

    def _is_accepted(self, remark: Remark) -> bool:
        return any(correction.key == remark.key for correction, _ in self._about.corrections)

    def _is_masked(self, remark: Remark) -> bool:
        return any(one.masked for one, _ in self._about.corrections if one.key == remark.key)


def _threads(remarks: Iterable[Remark]) -> list[tuple[Remark, list[Remark]]]:
    """Each remark that opens a thread, with the replies that came to the same file; a reply alone opens one."""
    threads: dict[str, tuple[Remark, list[Remark]]] = {}
    late: list[Remark] = []
    for remark in remarks:
        if remark.kind == "reply" and remark.thread != remark.key:
            late.append(remark)
        else:
            threads[remark.key] = (remark, [])
    for reply in late:
        if reply.thread in threads:
            threads[reply.thread][1].append(reply)
        else:
            threads[reply.thread or reply.key] = (reply, [])
    for _, replies in threads.values():
        replies.sort(key=lambda one: (one.date, one.number))
    return list(threads.values())


def _meet(one: Change, other: Change) -> bool:
    """Whether two changes of a paragraph touch each other; what comes behind it touches nothing in it."""
    return not (one.is_paragraph or other.is_paragraph) and one.start <= other.end and other.start <= one.end


def _joined(corrections: Iterable[tuple[Correction, Origin]]) -> list[tuple[Correction, Origin, set[str]]]:
    """The corrections with their keys; those that one person made one upon the other are one.

    « gros » struck out and « petit » written are two remarks, the second made upon what the first leaves: proposed
    apart, « petitgros » would stand in the writer's words.
    """
    found: list[tuple[Correction, Origin, set[str]]] = []
    for correction, origin in corrections:
        for place, (before, at, keys) in enumerate(found):
            if _goes_on(before, correction):
                found[place] = (structs.replace(before, text=correction.text), at, keys | {correction.key} - {""})
                break
        else:
            found.append((correction, origin, {correction.key} - {""}))
    return found


def _goes_on(before: Correction, correction: Correction) -> bool:
    """Whether a correction was made upon what the one before leaves, by the same person."""
    first, second = ((one.passage, one.author, one.relation, bool(one.key)) for one in (before, correction))
    return first == second and before.relation == "in" and before.base != before.text == correction.base


def as_remark(correction: Correction, origin: Origin, text: str) -> Remark:
    """A correction of the editor's pen as her page tells it."""
    return Remark(key="", number="", kind="comment", author=correction.author, date=correction.at, text=text,
                  base=correction.base, source=origin)  # fmt: skip
