"""From the bytes of a returned DOCX to its record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import structs

from restitution.errors import UnreadableSource
from restitution.ooxml.word import NOT_WORD, Element, W
from restitution.review.docx.changes import marks_of
from restitution.review.docx.comments import Comment, comments_of
from restitution.review.docx.manifest import sent_of
from restitution.review.docx.opening import Opened
from restitution.review.docx.own import margin_styles, tell_own
from restitution.review.docx.redline import accept_ours, is_redline
from restitution.review.docx.story import Place, Story
from restitution.review.docx.walking import Walker
from restitution.review.returned import Bookmark, RawMark, Returned, Where

NOTES: dict[Where, str] = {"footnote": "note de bas de page", "endnote": "note de fin"}
BANDS: dict[Where, str] = {"header": "en-tête", "footer": "pied de page"}
WORD = "microsoft"
NOWHERE = 1 << 30
HEADING = re.compile(r"(?:heading|titre)\s*\d", re.IGNORECASE)
"""How the styles of headings begin, ours and those of a French Word."""


def read_docx(data: bytes) -> Returned:
    """What a returned DOCX holds (ECMA-376; the lists of answers: MS-DOCX). Damage is told in `problems`.

    Raises `UnreadableSource` when it is locked, no Word file, or nothing of its text can be read.
    """
    opened = Opened(data)
    sent = sent_of(opened)
    story = _story(opened, accept_ours if is_redline(sent) else lambda _: None)
    tell_own(story, margin_styles(_first(opened, "styles")))
    _place_bookmarks(story)
    comments = comments_of(
        _first(opened, "comments"), _first(opened, "commentsExtended"), story, from_word=_is_word_s(opened)
    )
    if not story.texts and not comments:
        raise UnreadableSource(NOT_WORD)
    _below_headings(story)
    return Returned(
        sent=sent,
        paragraphs=[text.finished() for text in story.texts],
        marks=_ordered(marks_of(story), comments),
        ours=sum(comment.is_ours for comment in comments),
        problems=opened.problems,
    )


def _story(opened: Opened, settle: Callable[[Element], None]) -> Story:
    """The body, the notes in the order in which they are called, headers and footers, each settled first."""
    story = Story()
    root = opened.root(opened.main)
    if root is not None:
        settle(root)
        Walker(story).walk(root)
    for kind, called in NOTES.items():
        order = {id_: number for number, (which, id_) in enumerate(story.calls) if which == kind}
        ranks = {id_: rank for rank, id_ in enumerate(order, 1)}
        parts = [opened.root(name) for name in opened.related(f"{kind}s")]
        for part in parts:
            if part is not None:
                settle(part)
        notes = [note for part in parts for note in _notes(part)]
        for note in sorted(notes, key=lambda note: order.get(note.get(W + "id", ""), NOWHERE)):
            id_ = note.get(W + "id", "")
            place = f"{called} {ranks[id_]}" if id_ in ranks else called
            Walker(story, kind, place, story.calls.get((kind, id_), -1)).walk(note)
    for kind, place in BANDS.items():
        for name in opened.related(kind):
            band = opened.root(name)
            if band is not None:
                Walker(story, kind, place).walk(band)
    return story


def _notes(root: Element | None) -> Iterator[Element]:
    """Notes of the writers: not the rules that part them from the text."""
    for note in [] if root is None else root.iterchildren(W + "footnote", W + "endnote"):
        if note.get(W + "type", "normal") == "normal":
            yield note


def _first(opened: Opened, kind: str) -> Element | None:
    return next((root for name in opened.related(kind) if (root := opened.root(name)) is not None), None)


def _is_word_s(opened: Opened) -> bool:
    """Whether Word wrote the file last."""
    roots = (opened.root(name) for name in opened.names("docprops/app.xml"))
    said = [root.findtext("{*}Application") or "" for root in roots if root is not None]
    return any(WORD in application.lower() for application in said)


def _below_headings(story: Story) -> None:
    """Tells a table by the heading above it: its number says nothing to a person."""
    heading = ""
    for text in story.texts:
        if text.kind == "body" and HEADING.match(text.style):
            heading = " ".join(text.text.split()) or heading
        elif text.kind == "table" and heading:
            text.place = f"{text.place}, sous « {heading} »"


def _place_bookmarks(story: Story) -> None:
    """What each bookmark covers of each paragraph; of one without an end, the rest of its paragraph."""
    for mark in story.bookmarks:
        if mark.start is None:
            continue
        is_closed = mark.end is not None
        end = mark.end or Place(mark.start.paragraph, NOWHERE)
        for span in story.spans(mark.start, end):
            found = Bookmark(mark.name, span.start, span.end, is_closed)
            story.texts[span.paragraph].bookmarks.append(found)


def _ordered(changes: list[RawMark], comments: list[Comment]) -> list[RawMark]:
    """All marks in reading order, ours left out, each reply behind the comment that opens its thread."""
    roots = {number: _root(number, comments) for number in range(len(comments))}
    opening = [number for number, root in roots.items() if root == number and not comments[number].is_ours]
    entries: list[tuple[Place, int, int | RawMark]] = [(_place(mark), 1, mark) for mark in changes] + [
        (_place(comments[number].mark), 0, number) for number in opening
    ]
    marks: list[RawMark] = []
    for _, _, entry in sorted(entries, key=lambda entry: entry[:2]):
        if isinstance(entry, RawMark):
            marks.append(entry)
            continue
        first = len(marks)
        marks.append(_finished(comments[entry], -1))
        answers = [number for number, root in roots.items() if root == entry and number != entry]
        marks += [_finished(comments[number], first) for number in answers if not comments[number].is_ours]
    return marks


def _root(number: int, comments: list[Comment]) -> int:
    """The comment that opens the thread of another; what answers only replies of ours opens its own."""
    seen, found = {number}, number
    above = comments[number].parent
    while above >= 0 and above not in seen:
        seen.add(above)
        if not comments[above].is_ours:
            found = above
        above = comments[above].parent
    return found


def _finished(comment: Comment, parent: int) -> RawMark:
    return structs.replace(
        comment.mark,
        kind="comment" if parent < 0 else "reply",
        parent=parent,
        resolved=comment.resolved,
        elements={comment.kind: 1},
    )


def _place(mark: RawMark) -> Place:
    spans = mark.spans or mark.moved_to
    return Place(spans[0].paragraph, spans[0].start) if spans else Place(NOWHERE, 0)
