"""Puts open remarks into a copy to review: threads on their words, tracked changes where they still fit.

Who said what and when is written as it came, so that a remark that comes back is known again. What is ours (why a
remark moved, the editor's answer, a change that no longer fits) bears a name of ours and is never taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from msgspec import structs

from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.parts import DOCUMENT, LISTS, STYLE_SHEET, serialise
from restitution.ooxml.word_marks import said_by
from restitution.remarks import ANSWERER, REPORTER, Kind, Remark, Sent, is_dated
from restitution.writers.docx.changes import Edit, edits_of, whole_ones
from restitution.writers.docx.comments import Comments, Message
from restitution.writers.docx.letters import Letters
from restitution.writers.docx.marks import Marks
from restitution.writers.docx.places import Places
from restitution.writers.docx.reports import proposal, report
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.spots import Spot, Spots

COMMENT: Final[Kind] = "comment"
REPLY: Final[Kind] = "reply"
FIRST_CHANGE: Final = 3_000_000
"""Number of the first tracked change: bookmarks have lower ones."""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for the reviewers and the editor."""

    remarks: Sequence[Remark] = ()
    """Comments with their replies, and changes that are not decided."""
    wholes: Sequence[Remark] = ()
    """Of these, the replacements, told as one where their parts cannot be shown."""
    homes: Mapping[str, str] = {}
    """Key of a remark whose passage stands nowhere -> bookmark of the heading that takes it."""
    masked: Mapping[str, str] = {}
    """Key of a remark that may be told otherwise than it came -> `said_digest` of how it is."""


class _Thread(msgspec.Struct, frozen=True):
    spot: Spot
    messages: list[Message]


def carry(parts: dict[str, bytes], marks: Marks, sheet: Sheet, sent: Sent, waiting: Open, epoch: int) -> list[str]:
    """Adds the remarks on what a copy holds; keys of those that it shows as their own authors' marks.

    `sent`: what the copy holds; `epoch`: date of the text, in seconds, which what is ours bears.
    """
    if not waiting.remarks:
        return []
    bearer = _Bearer(marks, sent, waiting, datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    bearer.bear(parts, sheet)
    return bearer.carried


def with_threads(data: bytes, sent: Sent, threads: Sequence[Remark], date: str) -> tuple[bytes, set[str]]:
    """A redline of ours with the comments and replies on what is left of its text, and the keys of their threads.

    `sent`: what the new one of both documents held; `date`: what our own replies bear (ISO 8601). A thread on a
    passage that is not there is left out.
    """
    parts = open_package(data)
    root, styles = parse(parts[DOCUMENT]), parse(parts[STYLE_SHEET])
    marks = Marks.of(root)
    shown = [
        structs.replace(passage, text=marks.said[passage.bookmark])
        for passage in sent.passages
        if passage.bookmark in marks.said
    ]
    bearer = _Bearer(marks, structs.replace(sent, passages=shown), Open(remarks=threads), date)
    bearer.bear(parts, Sheet(styles, parse(parts[LISTS])))
    parts[DOCUMENT] = serialise(root)
    return write_package(parts), {one.thread or one.key for one in threads if one.key in bearer.carried}


class _Bearer:
    def __init__(self, marks: Marks, sent: Sent, waiting: Open, date: str) -> None:
        self.carried: list[str] = []
        self._spots = Spots(sent, marks.said, marks.beside)
        self._marks = marks
        self._waiting = waiting
        self._date = date

    def bear(self, parts: dict[str, bytes], sheet: Sheet) -> None:
        """Puts them into the text and adds their parts."""
        remarks = self._waiting.remarks
        threads = self._threads(remark for remark in remarks if remark.kind in {COMMENT, REPLY})
        changes = [remark for remark in remarks if remark.kind not in {COMMENT, REPLY}]
        fitting = edits_of(changes, self._spots, self._letters, [one.spot for one in threads])
        edits = whole_ones(fitting, changes)
        shown = [edit.remark.key for edit in edits]
        told = [self._proposal(remark) for remark in self._told_as_one(changes) if remark.key not in shown]
        self.carried += shown
        self._write(parts, sheet, [*threads, *(thread for thread in told if thread is not None)], edits)

    def _letters(self, mark: str) -> Letters:
        return Letters(self._marks.seen(mark))

    def _told_as_one(self, changes: Iterable[Remark]) -> list[Remark]:
        """The changes, the parts of each replacement once: their first one stands for all."""
        wholes = {one.key: one for one in self._waiting.wholes}
        return [wholes.get(one.key, one) for one in changes if one.replacement not in wholes.keys() - {one.key}]

    def _write(self, parts: dict[str, bytes], sheet: Sheet, threads: list[_Thread], edits: list[Edit]) -> None:
        comments, places = Comments(sheet), Places(self._letters)
        for thread in sorted(threads, key=lambda one: (*self._spots.rank(one.spot), -one.spot.end)):
            numbers = comments.add(thread.messages)
            places.comment(thread.spot, [(number, comments.reference(number)) for number in numbers])
        for number, edit in enumerate(edits, FIRST_CHANGE):
            places.edit(edit, said_by(str(number), edit.remark.author, edit.remark.date))
        places.settle(self._marks)
        comments.write(parts)

    def _threads(self, remarks: Iterable[Remark]) -> list[_Thread]:
        """Each comment with its replies; a reply to nothing that is left begins a thread."""
        gathered: dict[str, list[Remark]] = {}
        for remark in remarks:
            gathered.setdefault(remark.thread or remark.key, []).append(remark)
        threads = []
        for key, members in gathered.items():
            members.sort(key=lambda member: member.key != key)
            spot = self._spots.find(members[0], self._waiting.homes.get(members[0].key, ""))
            if spot is not None:
                self.carried += [member.key for member in members]
                threads.append(_Thread(spot, self._told(members, spot)))
        return threads

    def _told(self, members: list[Remark], spot: Spot) -> list[Message]:
        """A comment, its replies and the editor's answers as they came, then what is ours."""
        said = [_message(member) for member in members]
        answers = [self._answer(member) for member in members if member.answer]
        rest = said[1:] + answers
        if all(is_dated(message.date) for message in rest):
            rest.sort(key=lambda message: message.date)
        return [said[0], *rest, *self._ours(members[0], report(members[0], spot))]

    def _answer(self, remark: Remark) -> Message:
        dates = [event.at for event in remark.history if event.text == remark.answer and event.at]
        date = dates[-1] if dates else self._date
        return Message(key=f"{remark.key}/answer", author=ANSWERER, date=date, text=remark.answer)

    def _ours(self, remark: Remark, text: str) -> list[Message]:
        return [Message(key=f"{remark.key}/report", author=REPORTER, date=self._date, text=text)] if text else []

    def _proposal(self, remark: Remark) -> _Thread | None:
        """A change told in words, on the whole passage."""
        mark = self._spots.mark_of(remark)
        home = self._waiting.homes.get(remark.key, "")
        spot = self._spots.whole(mark) if mark else self._spots.find(remark, home)
        if spot is None:
            return None
        told = proposal(remark, spot, self._spots.texts[spot.first])
        answers = [self._answer(remark)] if remark.answer else []
        return _Thread(spot, [*self._ours(remark, told), *answers])


def _message(remark: Remark) -> Message:
    return Message(key=remark.key, author=remark.author, date=remark.date, text=remark.text)
