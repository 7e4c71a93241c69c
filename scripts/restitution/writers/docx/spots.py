"""Where a remark goes in a copy: on its words, on words close to them, on their passage, or on a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from restitution.remarks import Placed, Remark, Sent, passage_of

LIKE, LONG_ENOUGH = 75.0, 8
"""Of 100, how like the quote some words must be to carry it, when it has more letters than this (review §4)."""
SHORT = 8
"""Letters of a passage at whose end all points stand: when LibreOffice 7.4 opens a file, a bookmark loses a letter
at its end for each comment before it, and of « G » nothing would be left."""
NOTE = "note "
"""Begins the place of a remark on a footnote, which is carried to the paragraph that calls it."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """From a place in the passage of one bookmark to a place in that of another, most often the same."""

    first: str
    start: int
    last: str
    end: int
    placed: Placed


class Spots:
    """The passages of a copy. `beside`: for each bookmark the number of what it stands in, a cell or the body."""

    def __init__(self, sent: Sent, order: Iterable[str], beside: Mapping[str, int]) -> None:
        self.texts = {passage.bookmark: passage.text for passage in sent.passages}
        self._order = [name for name in order if name in self.texts]
        self._rank = {name: number for number, name in enumerate(self._order)}
        self._beside = beside
        told = {passage.bookmark: passage.passage for passage in sent.passages if passage.passage}
        self._places: dict[str, str] = {}
        for name in (*(one for one in self._order if one not in told), *told):
            self._places.setdefault(told.get(name) or passage_of(name), name)
            self._places.setdefault(passage_of(name), name)

    def rank(self, spot: Spot) -> tuple[int, int]:
        """Its place in the reading order."""
        return self._rank[spot.first], spot.start

    def mark_of(self, remark: Remark) -> str:
        """The bookmark of what a remark is about; empty: nowhere.

        Of a passage its first place, a quotation only for want of others; of words that stand in several places,
        the one that is meant.
        """
        if remark.bookmark:
            return remark.bookmark if remark.bookmark in self._rank else ""
        return self._places.get(passage_of(remark.source.passage), "")

    def find(self, remark: Remark, home: str) -> Spot | None:
        """Where a remark goes. `home`: bookmark of a heading, should its passage stand nowhere at all.

        None when the copy holds neither.
        """
        mark = self.mark_of(remark)
        if mark:
            is_of_note = remark.where.startswith(NOTE)  # its words stand elsewhere
            return self.whole(mark) if is_of_note else self._in(mark, remark)
        return self.whole(home, "orphan") if home in self._rank else None

    def whole(self, mark: str, placed: Placed = "paragraph") -> Spot:
        """All of a passage."""
        return Spot(first=mark, start=0, last=mark, end=len(self.texts[mark]), placed=placed)

    def _in(self, mark: str, remark: Remark) -> Spot:
        text, quote = self.texts[mark], " ".join(remark.quote.split())
        if not (quote or remark.base):  # said of the passage, in no copy
            return self.whole(mark, "exact")
        at, is_sure = moved(remark.base, text, remark.offset, len(quote))
        if not quote:
            placed: Placed = "exact" if is_sure else "paragraph"
            at = len(text) if len(text) <= SHORT else at
            return Spot(first=mark, start=at, last=mark, end=at, placed=placed)
        places = list(_all(text, quote))
        if places:
            start = min(places, key=lambda place: abs(place - at))
            is_known = len(places) == 1 or (is_sure and start == at)
            return Spot(
                first=mark, start=start, last=mark, end=start + len(quote), placed="exact" if is_known else "fuzzy"
            )
        return self._over(mark, quote, at) or _like(mark, text, quote) or self.whole(mark)

    def _over(self, mark: str, quote: str, at: int) -> Spot | None:
        """A quote that begins in a passage and ends in one of the next, in the same cell or the same text."""
        text = self.texts[mark]
        starts = [place for place in range(len(text)) if quote.startswith(text[place:])]
        if not starts:
            return None
        start = min(starts, key=lambda place: abs(place - at))
        rest = quote[len(text) - start :].strip()
        for name in self._order[self._rank[mark] + 1 :]:
            held = self.texts[name]
            if self._beside.get(name) != self._beside.get(mark) or not held:
                return None
            if held.startswith(rest):
                return Spot(first=mark, start=start, last=name, end=len(rest), placed="exact")
            if not rest.startswith(held):
                return None
            rest = rest[len(held) :].strip()
        return None


def moved(base: str, text: str, offset: int, length: int) -> tuple[int, bool]:
    """The place in `text` of `offset` in `base`, and whether the `length` letters there and some around stayed."""
    offset = min(max(0, offset), len(base))
    if base == text or not base:
        return min(offset, len(text)), base == text
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - 40 ms, only where a remark waits

    for step in Indel.opcodes(base, text):
        if step.src_start <= offset <= step.src_end and step.tag == "equal":
            around = step.src_end - step.src_start - length
            is_held = offset + length <= step.src_end and around >= LONG_ENOUGH
            return step.dest_start + offset - step.src_start, is_held
        if step.src_start <= offset < step.src_end:
            return step.dest_start, False
    return len(text), False


def _all(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _like(mark: str, text: str, quote: str) -> Spot | None:
    """Words that are like the quote, whole."""
    if len(quote) <= LONG_ENOUGH:
        return None
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=LIKE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start = text.rfind(" ", 0, found.dest_start + 1) + 1
    end = text.find(" ", found.dest_end - 1)
    end = len(text) if end < 0 else end
    return Spot(first=mark, start=start, last=mark, end=end, placed="fuzzy") if start < end else None
