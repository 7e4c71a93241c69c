"""Step (c) for the PDF: its text, read back by its tags, against the document's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, groupby

import msgspec

from restitution.conservation.align import unpaired
from restitution.conservation.published_tags import HYPHEN, Piece, Tagged, read_tags
from restitution.conservation.published_units import LABELS, Unit, all_notes, letters_of, read_units, with_signs
from restitution.conservation.published_verdict import (
    GLUED,
    Stray,
    Verified,
    around,
    counted,
    settle_pictures,
    tell_pictures,
    tell_words,
)
from restitution.conservation.words import words
from restitution.model import Document

INLINE = frozenset(
    {"Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Sub", "Annot", "Figure", "Formula", "Lbl"}
)
"""Kinds of tags that stand inside a text."""
NUMBER = re.compile(r"(?:Annexe)?[A-Z]*[0-9]*")
"""Of a heading, its points left out."""
CAPTION = re.compile(rf"(?:{'|'.join(sorted(LABELS))})\s*[0-9]+(?![0-9])")


MOST_TOGETHER = 8


class Segment(msgspec.Struct):
    """The text of one block of the file."""

    kind: str
    """Kind of its tag; `Lbl`: the number or bullet of an item, or the term of a definition."""
    pieces: list[str] = []

    @property
    def text(self) -> str:
        """Its characters, hyphens of line ends left out."""
        return "".join(self.pieces)

    @property
    def prefixes(self) -> list[str]:
        """Letters that may stand before the document's words: none, or the number that we print."""
        first = letters_of(self.pieces[0])
        if self.kind.startswith("H") and NUMBER.fullmatch(first):
            return [first, ""]
        found = CAPTION.match(self.text) if self.kind == "Caption" else None
        return [letters_of(found[0]), ""] if found else [""]


class Read(msgspec.Struct):
    """A PDF as its tags tell it."""

    segments: list[Segment]
    notes: list[list[Segment]]
    alternatives: list[str]


def read_segments(tagged: Tagged) -> Read:
    """Blocks of text in reading order; footnotes apart, in order of reference; without the table of contents."""
    flow: list[Piece] = []
    notes: dict[tuple[int, ...], list[Piece]] = {}
    for piece in tagged.pieces:
        if "TOC" in piece.kinds:
            continue
        depth = _last(piece.kinds, "Note") + 1
        if depth:
            inside = Piece(piece.path[depth - 1 :], piece.kinds[depth - 1 :], piece.text)
            notes.setdefault(piece.path[:depth], []).append(inside)
        else:
            flow.append(piece)
    return Read(_segments(flow), [_segments(pieces) for pieces in notes.values()], tagged.alternatives)


def _segments(pieces: Sequence[Piece]) -> list[Segment]:
    blocks = groupby((piece for piece in pieces if not _is_mark(piece.kinds)), key=_block)
    segments = []
    for _, group in blocks:
        inside = list(group)
        kinds = inside[0].kinds[: len(_block(inside[0]))]
        segments.append(Segment(kinds[-1], [piece.text.replace(HYPHEN, "") for piece in inside]))
    return [segment for segment in segments if letters_of(segment.text)]


def _block(piece: Piece) -> tuple[int, ...]:
    """Path of the nearest tag that is a block, or the label of an item."""
    label = _last(piece.kinds, "Lbl")
    if label > 0:
        return piece.path[: label + 1]
    depth = len(piece.kinds)
    while depth > 1 and piece.kinds[depth - 1] in INLINE:
        depth -= 1
    return piece.path[:depth]


def _is_mark(kinds: tuple[str, ...]) -> bool:
    """Whether a piece is the mark of a footnote: a label outside of a list."""
    label = _last(kinds, "Lbl")
    return label > 0 and kinds[label - 1] != "LI"


def _last(kinds: tuple[str, ...], kind: str) -> int:
    return max((place for place, found in enumerate(kinds) if found == kind), default=-1)


class _Matcher:
    """Goes through segments with units: each unit must come next, whole, with nothing between but furniture."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._letters = [letters_of(segment.text) for segment in segments]
        self._index = 0
        self._offset = 0
        self.glued: list[Unit] = []
        """Texts of which two words stand in one: the letters are there, what parts them is not."""
        self.titles: list[Segment] = []
        """Of the table of contents: ours."""
        self.units: list[Unit] = []
        """In the order in which they were looked for."""
        self._below: set[int] = set()

    def holds(self, wanted: Sequence[Unit]) -> bool:
        """Whether the segments are the units and nothing else."""
        self.units = units = list(wanted)
        number = began = 0
        while number < len(units):
            unit = units[number]
            before = self._index
            if unit.kind == "contents":
                self._skip_title(units[number + 1 : number + 2])
                number += 1
            elif self._take(unit):
                number += 1
            elif unit.body and id(unit) not in self._below:
                self._put_below(number, unit)
            else:
                number = began + self._take_together(units[began : began + MOST_TOGETHER])
                if number == began:
                    return False
            if self._index != before and not self._offset:
                began = number
        return not self._offset and all(segment.kind == "Lbl" for segment in self._segments[self._index :])

    def _put_below(self, number: int, caption: Unit) -> None:
        """A caption that does not come next may stand below what it is the caption of."""
        body = number + caption.size
        end = body + caption.body
        self.units[number:end] = self.units[body:end] + self.units[number:body]
        self._below.add(id(caption))

    def _take_together(self, units: Sequence[Unit]) -> int:
        """How many units are one segment together; a cell may hold a text and a heading without a tag each."""
        if self._index == len(self._segments):
            return 0
        for count in range(2, len(units) + 1):
            if stands_for(self._segments[self._index], units[0].joined(units[1:count])):
                self._index, self._offset = self._index + 1, 0
                return count
        return 0

    def _take(self, unit: Unit) -> bool:
        before = self._index
        self._skip_labels(unit)
        segment = self._segments[self._index] if self._index < len(self._segments) else None
        if segment and not self._offset and stands_for(segment, unit):
            self.glued.extend([unit] if is_glued(segment, unit) else [])
            self._index += 1
            return True
        if not unit.letters:
            self._index = before
        return self._run(unit.letters)

    def _run(self, letters: str) -> bool:
        """Whether these letters come next, in a part of a segment or over several."""
        index, offset = self._index, self._offset
        while letters and index < len(self._segments):
            here = self._letters[index][offset:]
            if letters.startswith(here):
                letters, index, offset = letters[len(here) :], index + 1, 0
            elif here.startswith(letters):
                letters, offset = "", offset + len(letters)
            else:
                return False
        if not letters:
            self._index, self._offset = index, offset
        return not letters

    def _skip_labels(self, unit: Unit) -> None:
        """Numbers of items are not the document's words, terms of definitions are."""
        while not self._offset and self._index < len(self._segments):
            segment = self._segments[self._index]
            if segment.kind != "Lbl" or (unit.kind == "term" and stands_for(segment, unit)):
                return
            self._index += 1

    def _skip_title(self, following: Sequence[Unit]) -> None:
        """The title of the table of contents is ours."""
        segment = self._segments[self._index] if self._index < len(self._segments) else None
        is_next = segment and any(stands_for(segment, unit) for unit in following)
        if segment and segment.kind.startswith("H") and not self._offset and not is_next:
            self.titles.append(segment)
            self._index += 1


def stands_for(segment: Segment, unit: Unit) -> bool:
    """Whether a segment is one unit, with the number that we print and what stands for pictures and signs."""
    letters = letters_of(segment.text)
    bare = [letters.removeprefix(prefix) for prefix in segment.prefixes]
    if unit.letters in bare:
        return True
    if unit.signs and "[" in segment.text:
        shown = letters_of(with_signs(segment.text, unit.signs))
        bare += [shown.removeprefix(prefix) for prefix in segment.prefixes]
    if unit.is_lenient:
        return any(map(unit.fits_letters, bare))
    return bool(unit.letters or unit.signs) and unit.letters in bare


def is_glued(segment: Segment, unit: Unit) -> bool:
    """Whether a word of the unit ends in the middle of a word of the segment. A line may end anywhere."""
    found = [len(word) for piece in segment.pieces for word in words(piece)]
    before = sum(found) - len(unit.letters)
    if before < 0 or letters_of(segment.text)[before:] != unit.letters:
        return False
    ends = set(accumulate(found))
    return any(before + end not in ends for end in accumulate(map(len, unit.words)))


def check_pdf(data: bytes, document: Document) -> Verified:
    """Compare a PDF with its document. Raises `Loss` when it cannot be read."""
    read = read_segments(read_tags(data))
    units = read_units(document.blocks)
    verified = counted(units)
    carried = settle_pictures(verified, units, read.alternatives)
    flow = _compare(verified, [units], [read.segments])
    _compare(verified, list(all_notes(flow)), read.notes)
    tell_pictures(verified, units, carried, (segment.text for segment in read.segments))
    return verified


def _compare(
    verified: Verified, texts: Sequence[Sequence[Unit]], found: Sequence[Sequence[Segment]]
) -> list[Unit]:
    """Compare texts (the whole flow, or footnotes) one by one; gives them back in the file's order."""
    matchers = [_Matcher(segments) for segments in found]
    same = len(texts) == len(found) and all(map(_Matcher.holds, matchers, texts))
    if not same:
        titles = [title for matcher in matchers for title in matcher.titles]
        rest = [segment for segments in found for segment in segments if segment not in titles]
        _tell(verified, list(chain.from_iterable(texts)), rest)
    for unit in chain.from_iterable(matcher.glued for matcher in matchers):
        verified.missing.append(Stray(unit.leaf, f"{GLUED} : {around(unit.words, 0, len(unit.words))}"))
    return [unit for matcher in matchers for unit in matcher.units]


def _tell(verified: Verified, units: Sequence[Unit], segments: Sequence[Segment]) -> None:
    """Say what differs: whole texts first, then words of those that are left."""
    terms = {unit.letters for unit in units if unit.kind == "term"}
    texts = [s for s in segments if s.kind != "Lbl" or letters_of(s.text) in terms]
    wanted = [unit for unit in units if unit.letters or unit.is_lenient]
    lacking, over = unpaired([unit.letters for unit in wanted], [_bare(segment) for segment in texts])
    strangers = [texts[place] for place in over]
    lost: list[Unit] = []
    moved: list[Stray] = []
    for unit in (wanted[place] for place in lacking):
        same = next((segment for segment in strangers if stands_for(segment, unit)), None)
        if same is None:
            lost.append(unit)
            continue
        strangers.remove(same)
        if unit.letters == _bare(same):
            moved.append(Stray(unit.leaf, around(unit.words, 0, len(unit.words))))
    verified.moved.extend(moved)
    if lost or strangers or not moved:
        tell_words(verified, lost, [word for segment in strangers for word in words(segment.text)])


def _bare(segment: Segment) -> str:
    return letters_of(segment.text).removeprefix(segment.prefixes[0])
