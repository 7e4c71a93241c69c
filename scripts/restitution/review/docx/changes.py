"""Tracked changes as people made them: the many elements of one change gathered in one mark.

Rules, by who made a change and on which day (the *hand*):

- what a hand inserted or deleted in a row that it inserted or deleted is part of the row;
- the end of a paragraph whose words are all of that change is the paragraph itself, with its words; Word and
  LibreOffice also mark the end of the paragraph *before* (typing behind a paragraph): the words are then those of
  the next one. Any other end is a split or a merge: a mark without words at the end of the paragraph;
- a move is known by its name. Without one (LibreOffice) a paragraph that words left and one to which they came
  make a move: those of equal words first, then in order. LibreOffice 25 marks only the ends of moved paragraphs:
  the deleted and the inserted words are then part of the move;
- runs of one kind that touch each other in a paragraph are one change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from restitution.remarks import Kind
from restitution.review.docx.story import Change, Place, Side, Story
from restitution.review.returned import RawMark, Span

RUNS: Final[dict[Kind, Kind]] = {"paragraph_insertion": "insertion", "paragraph_deletion": "deletion"}
FILLER: Final = "\u200d"
"""What LibreOffice writes into an inserted row that is empty."""
PARTS: Final[dict[Kind, tuple[Kind, Kind]]] = {
    "row_insertion": ("insertion", "paragraph_insertion"),
    "row_deletion": ("deletion", "paragraph_deletion"),
}
"""What a row that was inserted or deleted gathers."""


def marks_of(story: Story) -> list[RawMark]:
    """The changes of a story, each element of them in one mark; in no order."""
    gatherer = _Gatherer(story)
    return [
        *gatherer.moves(),
        *gatherer.rows(),
        *gatherer.ends("paragraph_insertion"),
        *gatherer.ends("paragraph_deletion"),
        *gatherer.runs(),
    ]


class _Gatherer:
    """Takes from what is left, the largest changes first."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._taken: set[int] = set()
        self._by_paragraph: dict[int, list[Change]] = {}
        for change in story.changes:
            self._by_paragraph.setdefault(change.start.paragraph, []).append(change)

    def _left(self) -> list[Change]:
        return [change for change in self._story.changes if id(change) not in self._taken]

    def _in(self, number: int, kind: Kind) -> list[Change]:
        """What is left of a kind in a paragraph."""
        here = self._by_paragraph.get(number, [])
        return [change for change in here if change.kind == kind and id(change) not in self._taken]

    def _take(self, change: Change) -> bool:
        """Takes a change out of what is left; False when it was taken before."""
        is_left = id(change) not in self._taken
        self._taken.add(id(change))
        return is_left

    def rows(self) -> list[RawMark]:
        """Rows and cells, the outermost first."""
        found = [change for change in self._left() if change.kind in PARTS]
        found.sort(key=lambda change: (change.start, -change.end.paragraph))
        return [self._row(change) for change in found if self._take(change)]

    def _row(self, row: Change) -> RawMark:
        inner = [
            change
            for number in range(row.start.paragraph, row.end.paragraph + 1)
            for kind in (row.kind, *PARTS[row.kind])
            for change in self._in(number, kind)
            if change.hand == row.hand
        ]
        return self._mark(row, [row, *filter(self._take, inner)], self._story.spans(row.start, row.end))

    def moves(self) -> list[RawMark]:
        """Moves by their name, then those without one."""
        named: dict[str, list[Change]] = {name: [] for name in self._story.moves}
        bare: dict[Side, dict[int, list[Change]]] = {"from": {}, "to": {}}
        for change in [change for change in self._left() if change.side]:
            self._take(change)
            text = self._story.text_at(change.start)
            name = change.name or text.moves.get(change.side or "from", "")
            if name:
                named[name].append(change)
            else:
                bare[change.side or "from"].setdefault(text.number, []).append(change)
        marks = [self._move(self._story.moves[name], parts) for name, parts in named.items()]
        for parts in self._pairs(list(bare["from"].values()), list(bare["to"].values())):
            carried = [change for part in parts for change in self._carried(part)]
            marks.append(self._move(parts[0], parts, carried))
        return marks

    def _pairs(self, left: list[list[Change]], came: list[list[Change]]) -> list[list[Change]]:
        """Paragraphs that words left and those to which they came, two by two as far as there are."""
        pairs: list[list[Change]] = []
        rest = []
        for one in left:
            words = self._moved(one)
            twin = next((other for other in came if words and self._moved(other) == words), None)
            if twin is None:
                rest.append(one)
            else:
                came = [other for other in came if other is not twin]
                pairs.append([*one, *twin])
        shared = min(len(rest), len(came))
        pairs += [[*one, *other] for one, other in zip(rest, came, strict=False)]
        return pairs + rest[shared:] + came[shared:]

    def _moved(self, parts: list[Change]) -> str:
        return " ".join(self._story.words(self._spans_of_move(parts)).split())

    def _spans_of_move(self, parts: Iterable[Change]) -> list[Span]:
        """The words of a move; of a paragraph of which only the end says so, all of them."""
        parts = list(parts)
        with_runs = {part.start.paragraph for part in parts if not part.is_mark}
        spans: list[Span] = []
        for part in parts:
            if part.is_mark and part.start.paragraph in with_runs:
                continue
            start = Place(part.start.paragraph, 0) if part.is_mark else part.start
            spans += self._story.spans(start, part.end)
        return _joined(spans)

    def _carried(self, part: Change) -> list[Change]:
        """Runs deleted or inserted in a paragraph of which only the end says that it was moved."""
        kind: Kind = "deletion" if part.side == "from" else "insertion"
        if not part.is_mark or self._story.texts[part.start.paragraph].has_kept.get(kind):
            return []
        return [
            change
            for change in self._in(part.start.paragraph, kind)
            if change.hand == part.hand and self._take(change)
        ]

    def _move(self, first: Change, parts: list[Change], carried: Iterable[Change] = ()) -> RawMark:
        spans: dict[Side, list[Span]] = {
            side: self._spans_of_move(part for part in parts if part.side == side) for side in ("from", "to")
        }
        if not parts:
            spans[first.side or "from"] = self._story.spans(first.start, first.end)
        elements = Counter[Kind](change.kind for change in carried)
        return RawMark(
            kind="move",
            author=first.author or next((part.author for part in parts), ""),
            date=first.date or next((part.date for part in parts), ""),
            text=self._story.words(spans["from"] or spans["to"]),
            spans=spans["from"],
            moved_to=spans["to"],
            elements={"move": 1, **elements},
        )

    def ends(self, kind: Kind) -> list[RawMark]:
        """Whole paragraphs, and the ends that alone were inserted (splits) or deleted (merges)."""
        ends = {change.start.paragraph: change for change in self._left() if change.kind == kind}
        marks, done = [], set()
        for number in sorted(ends):
            if number in done:
                continue
            chain = [number]
            while (after := self._story.next_of(chain[-1])) in ends and ends[after].hand == ends[number].hand:
                chain.append(after)
            done.update(chain)
            is_behind = not self._is_whole(number, ends[number]) and (
                after is not None
                and after not in ends
                and self._story.texts[after].length > 0
                and self._is_whole(after, ends[number])
            )
            for one in chain:
                about = self._story.next_of(one) if is_behind else one
                marks.append(self._paragraph(ends[one], one if about is None else about))
        return marks

    def _is_whole(self, number: int, end: Change) -> bool:
        """Whether all that a paragraph holds is part of the change of its end."""
        text, kind = self._story.texts[number], RUNS[end.kind]
        runs = self._in(number, kind)
        spans = [Span(number, run.start.offset, run.end.offset) for run in runs]
        return (
            not text.has_kept.get(kind)
            and all(run.hand == end.hand for run in runs)
            and sum(span.end - span.start for span in _joined(spans)) == text.length
        )

    def _paragraph(self, end: Change, about: int) -> RawMark:
        self._take(end)
        if not self._is_whole(about, end):
            return self._mark(end, [end], self._story.spans(end.start, end.end))
        runs = self._in(about, RUNS[end.kind])
        whole = self._story.spans(Place(about, 0), Place(about, self._story.texts[about].length))
        return self._mark(end, [end, *filter(self._take, runs)], whole)

    def runs(self) -> list[RawMark]:
        """What is left, runs of one change joined."""
        marks: list[RawMark] = []
        group: list[Change] = []
        for change in sorted(self._left(), key=_order):
            if group and not _touches(group[-1], change):
                marks.append(self._group(group))
                group = []
            group.append(change)
        return [*marks, self._group(group)] if group else marks

    def _group(self, group: list[Change]) -> RawMark:
        spans = _joined(span for change in group for span in self._story.spans(change.start, change.end))
        return self._mark(group[0], group, spans)

    def _mark(self, change: Change, parts: list[Change], spans: list[Span]) -> RawMark:
        text = "" if change.kind == "format" else self._story.words(spans)
        text = "" if FILLER in text and not text.strip(f"{FILLER}\n") else text
        return RawMark(
            kind=change.kind,
            author=change.author,
            date=change.date,
            text=text,
            spans=spans,
            elements=dict(Counter(part.kind for part in parts)),
            look=next((part.look for part in (change, *parts) if part.look), "") if not text.strip() else "",
        )


def _order(change: Change) -> tuple[str, bool, Place, Place]:
    return change.kind, change.is_mark, change.start, change.end


def _touches(one: Change, other: Change) -> bool:
    """Whether two runs are of one change."""
    same = one.kind == other.kind and one.hand == other.hand and one.is_mark == other.is_mark
    look = one.look == other.look or one.kind != "format"
    return same and look and one.end == other.start and other.kind in {"insertion", "deletion", "format"}


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans with those of one paragraph that touch each other, or are empty beside others, made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].paragraph == span.paragraph and joined[-1].end == span.start:
            joined[-1] = Span(span.paragraph, joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
