"""What was read of an OpenDocument text, numbered: paragraphs in reading order, remarks with their threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml.etree import _Element as Element
from msgspec import structs

from restitution.ooxml.opendocument import q
from restitution.remarks import Kind, Sent
from restitution.review.guide import TITLE
from restitution.review.odt.changes import Change
from restitution.review.odt.draft import Draft, Range
from restitution.review.odt.looks import local
from restitution.review.odt.story import Made, Story
from restitution.review.odt.wording import lines
from restitution.review.own_words import is_code, is_of_guide
from restitution.review.returned import SENT, RawMark, Returned
from restitution.review.threads import Told, in_order, threaded, with_moves

NOWHERE: Final = (
    "Une modification suivie n'est rattachée à aucun endroit du texte : elle est reprise sans place, à confirmer."
)
KINDS: Final[dict[str, tuple[Kind, Kind, Kind]]] = {
    "insertion": ("insertion", "paragraph_insertion", "row_insertion"),
    "deletion": ("deletion", "paragraph_deletion", "row_deletion"),
    "format-change": ("format", "format", "format"),
}
"""Sort of a change -> its kind among words, when it reaches over the end of a paragraph, when it is a row's."""
PASSAGES: Final = ("src_", "gen_")


def gathered(story: Story, roots: Iterable[Element], sent: Sent | None, problems: list[str]) -> Returned:
    """The copy, read. `roots`: of the parts, in which every annotation must have been met."""
    drafts = [*story.body, *story.notes, *story.bands]
    _mark_own(story.body)
    numbers = {id(draft): number for number, draft in enumerate(drafts)}
    ranges = {comment.node: comment.range for comment in story.comments}
    nodes = [
        *ranges,
        *(node for root in roots for node in root.iter(q("office:annotation")) if node not in ranges),
    ]
    comments = threaded(_comment(node, ranges.get(node, Range()), numbers) for node in nodes)
    made = _without_those_of_comments(story.made, comments)
    changes = with_moves([*_rows_together(made, numbers), *_unplaced(story, problems)])
    return Returned(
        sent=sent,
        paragraphs=[draft.done(numbers) for draft in drafts],
        marks=in_order([*comments, *changes]),
        ours=sum(told.is_ours for told in comments),
        problems=problems,
    )


def _mark_own(body: list[Draft]) -> None:
    """What is ours: codes, and the page on how to review, from its title to the first bookmark of ours."""
    is_guide = False
    for draft in body:
        if any(bookmark.name.startswith(PASSAGES) for bookmark in draft.bookmarks):
            is_guide = False
        elif " ".join("".join(segment.text for segment in draft.segments).split()) == TITLE:
            is_guide = True
        sent = "".join(segment.text for segment in draft.segments if segment.status in SENT)
        is_margin = draft.ours and (not sent.strip() or is_code(sent))
        draft.ours = is_margin or (is_guide and is_of_guide(sent))


def _comment(node: Element, range_: Range, numbers: dict[int, int]) -> Told:
    spans = range_.spans(numbers)
    filled = [span for span in spans if span.end > span.start]
    mark = RawMark(
        kind="comment",
        author=(node.findtext(q("dc:creator")) or "").strip(),
        date=(node.findtext(q("dc:date")) or "").strip(),
        text=lines(node),
        spans=filled or spans[:1],
        resolved=local(node, "resolved") == "true",
        elements={"comment": 1},
    )
    return Told(mark, local(node, "name"), local(node, "parent-name"))


def _without_those_of_comments(made: Iterable[Made], comments: Iterable[Told]) -> list[Made]:
    """The changes; an insertion that only tracks a comment is an element of that comment, no remark."""
    named = {one.name: one for one in comments if one.name and not one.is_ours}
    kept = []
    for one in made:
        told = named.get(one.comment)
        if told is None or one.change.sort != "insertion":
            kept.append(one)
            continue
        words, _, row = KINDS["insertion"]
        kind = words if one.row is None else row
        elements = told.mark.elements | {kind: told.mark.elements.get(kind, 0) + 1}
        told.mark = structs.replace(told.mark, elements=elements)
    return kept


def _rows_together(made: Iterable[Made], numbers: dict[int, int]) -> Iterator[Told]:
    """The changes; those of the cells of one row that came or went are one."""
    rows: dict[tuple[int, Kind, str], Told] = {}
    for one in made:
        mark = _change(one, numbers)
        key = (id(one.row), mark.kind, mark.author)
        if one.row is None or mark.kind == "format":
            yield Told(mark)
        elif key in rows:
            rows[key].mark = _joined(rows[key].mark, mark)
        else:
            rows[key] = Told(mark)
        yield from _remark_on(one.change, mark)
    yield from rows.values()


def _change(one: Made, numbers: dict[int, int]) -> RawMark:
    words, paragraph, row = KINDS[one.change.sort]
    kind = row if one.row is not None else paragraph if one.range.crossed else words
    return RawMark(
        kind=kind,
        author=one.change.author,
        date=one.change.date,
        text=one.range.text,
        spans=one.range.spans(numbers),
        elements={kind: 1},
        look=", ".join(one.range.looks) if kind == "format" else "",
    )


def _joined(first: RawMark, other: RawMark) -> RawMark:
    """What was changed in two cells of a row."""
    elements = {first.kind: first.elements[first.kind] + other.elements[first.kind]}
    text = "\t".join(filter(None, [first.text, other.text]))
    return structs.replace(first, text=text, spans=[*first.spans, *other.spans], elements=elements)


def _remark_on(change: Change, mark: RawMark) -> Iterator[Told]:
    """What the reviewer wrote on a change: a comment that has no element of its own in the file."""
    text = "" if change.remark is None else lines(change.remark)
    if text:
        yield Told(structs.replace(mark, kind="comment", text=text, elements={}, look=""))


def _unplaced(story: Story, problems: list[str]) -> Iterator[Told]:
    """Changes to which nothing in the text refers."""
    lost = [change for region in story.changes.regions if not region.placed for change in region.changes]
    for change in lost:
        kind = KINDS[change.sort][0]
        text = "\n".join(filter(None, map(lines, change.content())))
        mark = RawMark(kind=kind, author=change.author, date=change.date, text=text, elements={kind: 1})
        yield Told(mark)
        yield from _remark_on(change, mark)
    if lost:
        problems.append(NOWHERE)
