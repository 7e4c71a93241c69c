"""Marks: each comment and change of a copy with its passage, its words, its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypedDict

from msgspec import structs

from restitution.remarks import ADDS, REMOVES, Kind, Mark, Placed, folded
from restitution.review.edits import tidied
from restitution.review.keys import key_of
from restitution.review.placing.copy import NOTES, Copy, Spot
from restitution.review.returned import SENT, Paragraph, RawMark

TALK: Final = frozenset({"comment", "reply"})
WORDS: Final = frozenset({"deletion", "insertion"})
NOWHERE: Final = Spot(-1, 0.0)


class _InNote(TypedDict, total=False):
    note: str
    note_offset: int


class Keys:
    """Keys within one copy: any two remarks of the same words, minute and passage have two.

    But a remark on a paragraph that its program copied is one.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[tuple[object, ...], bool]] = {}

    def key(self, mark: Mark, root: str, *, is_copy: bool) -> str:
        """The key of a mark. `root`: the anchor of its thread, or its own; `is_copy`: on a paragraph copied."""
        what, rank = (mark.quote, mark.offset, mark.parent, mark.relation), 1
        while True:
            anchor = root if rank == 1 else f"{root} {rank}"
            key = key_of(mark.kind, mark.author, mark.date, mark.text, anchor)
            if key not in self._found:
                self._found[key] = what, is_copy
                return key
            if self._found[key][0] == what and is_copy != self._found[key][1]:
                return key
            rank += 1


class Marking:
    """Makes the marks of a copy."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._keys = Keys()
        self._roots: dict[str, str] = {}
        self._copied: dict[int, bool] = {}

    def marks(self, raws: Sequence[RawMark]) -> list[Mark]:
        """One mark a remark; what a program wrote twice is gathered."""
        made: list[Mark] = []
        found: dict[str, Mark] = {}
        for number, raw in enumerate(raws):
            parent = made[raw.parent] if 0 <= raw.parent < len(made) else None
            self._copied[number] = self._is_copied(raw)
            mark = self._mark(raw, parent, is_copy=self._copied[number])
            before = found.get(mark.key)
            made.append(mark if before is None else structs.replace(before, elements=_sum(before, mark)))
            found[mark.key] = made[-1]
        return list(found.values())

    def _is_copied(self, raw: RawMark) -> bool:
        """Whether a remark stands on a copy of a paragraph, or answers one that does."""
        copied = any(spot.is_copy for spot in self._copy.spots(raw.spans))
        return raw.kind in TALK and (copied or self._copied.get(raw.parent, False))

    def _mark(self, raw: RawMark, parent: Mark | None, *, is_copy: bool) -> Mark:
        if parent is not None and not raw.spans:
            mark = structs.replace(parent, key="", proposed="")
        else:
            mark = self._placed(raw)
        mark = structs.replace(
            mark, kind=raw.kind, elements=raw.elements, author=raw.author, date=raw.date, text=raw.text,
            resolved=raw.resolved, look=raw.look or self._destination(raw), parent=parent.key if parent else "",
        )  # fmt: skip
        root = self._roots[parent.key] if parent else mark.passage or folded(mark.quote)
        key = self._keys.key(mark, root, is_copy=is_copy)
        self._roots.setdefault(key, root)
        thread = parent.thread or parent.key if parent else key if raw.kind in TALK else ""
        return structs.replace(mark, key=key, thread=thread)

    def _placed(self, raw: RawMark) -> Mark:
        """A mark with its place, its quote and what it proposes."""
        copy, spots = self._copy, self._copy.spots(raw.spans, adds=raw.kind in ADDS)
        spots = [spot for spot in spots if spot.entry >= 0] or [NOWHERE]
        first = next((spot for spot in spots if not spot.is_added), spots[0])
        added = first.is_added
        passages = list(dict.fromkeys(copy.sending.passage(spot.entry) for spot in spots if spot.entry >= 0))
        base = copy.base(first.entry) if first.entry >= 0 else ""
        quote = self._quote(raw, spots)
        return Mark(
            key="",
            kind=raw.kind,
            elements={},
            quote=quote,
            offset=first.start,
            passage=copy.sending.passage(first.entry) if first.entry >= 0 else "",
            passages=passages if len(passages) > 1 else [],
            relation="after" if added else "spans" if len(passages) > 1 else "in",
            base=base,
            proposed="" if raw.kind in TALK else self._proposed(raw, first, base, alone=len(spots) == 1),
            placed=_how(first, added, quote),
            confidence=round(min(spot.confidence for spot in spots), 2),
            where=self._where(raw, first),
            under=copy.sending.under(first.entry) if first.entry >= 0 else [],
            bookmark=copy.sending.bookmark(first.entry) if first.entry >= 0 else "",
            **self._in_a_note(raw),
        )

    def _in_a_note(self, raw: RawMark) -> _InNote:
        """The note in which words went or came, and where in it: its passage is the one that calls it."""
        paragraphs = [self._copy.paragraphs[span.paragraph] for span in raw.spans]
        if raw.kind not in WORDS or len(paragraphs) != 1 or paragraphs[0].kind not in NOTES:
            return {}
        return {"note": paragraphs[0].sent, "note_offset": _sent_before(paragraphs[0], raw.spans[0].start)}

    def _quote(self, raw: RawMark, spots: list[Spot]) -> str:
        """The words that a mark is about, as they were sent."""
        if all(spot.is_inside and spot.entry >= 0 and not spot.is_added for spot in spots):
            parts = (self._copy.base(spot.entry)[spot.start : spot.end] for spot in spots)
        else:
            parts = (self._copy.sent_words(span) for span in raw.spans)
        return " ".join(" ".join(parts).split())

    def _proposed(self, raw: RawMark, spot: Spot, base: str, *, alone: bool) -> str:
        """The passage with this change alone; as it was where the change is not of this one text."""
        if spot.is_added and raw.kind in ADDS:
            return raw.text
        if not alone or not spot.is_inside or spot.is_added or spot.entry < 0:
            return base
        before, words, behind = base[: spot.start], base[spot.start : spot.end], base[spot.end :]
        if raw.kind in ADDS:
            return tidied(before + (raw.text or "\n") + words + behind)
        if raw.kind in REMOVES:
            return tidied(before + behind)
        if raw.kind == "move":
            return self._moved(raw, spot, base)
        return base

    def _moved(self, raw: RawMark, spot: Spot, base: str) -> str:
        """Words moved within their passage; those that went to another leave the text as it is: none is lost."""
        to = self._copy.spots(raw.moved_to, adds=True)
        if len(to) != 1 or to[0].entry != spot.entry or not to[0].is_inside or to[0].is_added:
            return base
        at, words = to[0].start, base[spot.start : spot.end]
        if spot.start < at < spot.end:
            return base
        rest = base[: spot.start] + base[spot.end :]
        at -= len(words) if at >= spot.end else 0
        return tidied(f"{rest[:at]} {words} {rest[at:]}")

    def _destination(self, raw: RawMark) -> str:
        """Where the words of a move went, as the copy calls it: « vers ¶ 4.2-13 de la copie »."""
        to = next((spot for spot in self._copy.spots(raw.moved_to, adds=True) if spot.entry >= 0), NOWHERE)
        code = self._copy.sending.code(to.entry) if to.entry >= 0 else ""
        return f"{'derrière' if to.is_added else 'vers'} ¶ {code} de la copie" if code else ""

    def _where(self, raw: RawMark, spot: Spot) -> str:
        """For a person: where it stands in the copy; of a table, which nobody numbers, its code and its title."""
        paragraph = next((self._copy.paragraphs[span.paragraph] for span in raw.spans[:1]), None)
        sending = self._copy.sending
        code = sending.code(spot.entry) if spot.entry >= 0 else ""
        if paragraph is None or not paragraph.place:
            return f"¶ {code}" if code else ""
        if paragraph.kind != "table" or not code:
            return paragraph.place
        title = next(iter(sending.titles(spot.entry)), "")
        return f"¶ {code}, sous « {title} »" if title else f"¶ {code}"


def _sent_before(paragraph: Paragraph, place: int) -> int:
    """How many letters of a paragraph, as it was sent, stand before a place in it."""
    count = start = 0
    for segment in paragraph.segments:
        end = start + len(segment.text)
        count += max(0, min(end, place) - start) if segment.status in SENT else 0
        start = end
    return count


def _how(spot: Spot, added: bool, quote: str) -> Placed:
    if spot.entry < 0:
        return "orphan"
    if added:
        return "after"
    return "exact" if spot.is_inside and (quote or spot.start) else "paragraph"


def _sum(one: Mark, other: Mark) -> dict[Kind, int]:
    kinds: Iterator[Kind] = iter([*one.elements, *other.elements])
    return {kind: one.elements.get(kind, 0) + other.elements.get(kind, 0) for kind in kinds}
