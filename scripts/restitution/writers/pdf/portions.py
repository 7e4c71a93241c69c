"""A document that is too long for Typst to hold whole: composed a portion at a time, then joined.

A portion is laid out by itself, hence is told what it cannot see: the number of its first page, how many pages
there are, on which page each heading stands that its table of contents names. All are laid out once to learn this,
then composed; and once more, should that have moved something.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

import msgspec

from restitution.model import Block, Document
from restitution.pandoc.numbering import Numbered, Numbering, numbers_of
from restitution.pandoc.portions import portions
from restitution.writers.pdf.blocks import BlockWriter
from restitution.writers.pdf.context import Context
from restitution.writers.pdf.glyphs import Glyphs
from restitution.writers.pdf.listing import Listed, Listing
from restitution.writers.pdf.literals import array
from restitution.writers.pdf.marks import Bookmark, Marks, Spot
from restitution.writers.pdf.room import STANDARDS, Attempt, Room, most_faithful
from restitution.writers.pdf.source import IMPORTS, opening

LONG: Final = 8_000_000
"""Bytes of JSON above which a document is composed in portions: 600 notes, 1,400 pages, 2 GB for Typst."""
SIZE: Final = 600_000
"""Bytes of JSON from which a portion may end: some 80 pages, for which it takes 150 MB."""
PASSES: Final = 4
"""At most, after the first look; each finds what it found, unless numbers of pages move text."""
TOLD: Final = "portion"
"""Name, among `sys.inputs`, of the file that a template reads."""
TOLD_FILE: Final = "portion.json"
JOINED: Final = "tout.pdf"
SEEN: Final = "restitution-portion"
SEEING: Final = """
#context [#metadata((
  last: counter(page).final().first(),
  notes: counter(footnote).final().first(),
  places: {labels}.map(key => (key, query(label(key)))).filter(it => it.last().len() > 0).map(it => {{
    let at = it.last().first().location().position()
    (it.first(), at.page, at.x.pt(), at.y.pt())
  }}),
))<{seen}>]
"""


class Unsettled(Exception):
    """A template moves text each time that it is told other page numbers, or does not show what it lists."""


class Seen(msgspec.Struct, frozen=True):
    """How a portion was laid out. `places`: label, page of the portion from 1, points from left and top."""

    last: int
    """Number of its last page."""
    notes: int
    """Number of its last footnote."""
    places: list[tuple[str, int, float, float]]


class Told(msgspec.Struct, frozen=True):
    """What a portion is told, as its template reads it."""

    first: int
    notes: int
    chapter: str
    total: int
    pages: dict[str, int]
    targets: list[str]


class Known:
    """What is known of all portions, or of the first ones while they are looked at."""

    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen
        self.firsts = [1, *(one.last + 1 for one in seen)]
        """Number of the first page of each, and of the one behind."""
        self.notes = [0, *(one.notes for one in seen)]
        self.spots = {
            label: Spot(first + page - 2, across, down)
            for first, one in zip(self.firsts, seen, strict=False)
            for label, page, across, down in one.places
        }

    @property
    def total(self) -> int:
        """How many pages there are."""
        return self.firsts[-1] - 1


class Portion:
    """A portion as markup, with what it lists."""

    def __init__(
        self, number: int, blocks: Sequence[Block], begun: Numbering, attempts: Iterator[Attempt]
    ) -> None:
        self.number = number
        self.attempts = attempts
        """Those that were not tried."""
        self._blocks = blocks
        self._begun = begun
        self.attempt = next(attempts)
        self.listing = Listing(number)

    @property
    def file(self) -> str:
        """Name of its PDF."""
        return f"portion-{self.number}.pdf"

    @property
    def text(self) -> str:
        """Name of the file that its blocks are written to."""
        return f"portion-{self.number}.typ"

    def write(self, room: Room, attempt: Attempt, glyphs: Glyphs, numbers: Mapping[str, Numbered]) -> Numbering:
        """Write it so; gives the numbers of headings as they stand behind it."""
        self.attempt, self.listing = attempt, Listing(self.number)
        numbering = copy.deepcopy(self._begun)
        context = Context(
            media=attempt.names,
            glyphs=glyphs,
            numbering=numbering,
            numbers=numbers,
            listing=self.listing,
            deepest=attempt.deepest,
        )
        room.put(self.text, f"{IMPORTS}{BlockWriter().write(context, self._blocks)}\n".encode())
        return numbering


class InPortions:
    """The composition of a long document."""

    def __init__(
        self, room: Room, document: Document, names: Mapping[str, str], glyphs: Glyphs, slices: Sequence[slice]
    ) -> None:
        self._room = room
        self._opening = opening(document)
        self._glyphs = glyphs
        self._numbers = numbers_of(document.blocks)
        self._portions: list[Portion] = []
        numbering = Numbering()
        for number, part in enumerate(slices):
            portion = Portion(number, document.blocks[part], numbering, room.attempts(names))
            numbering = portion.write(room, portion.attempt, glyphs, self._numbers)
            self._portions.append(portion)

    def compose(self) -> bytes:
        """The PDF. Raises `RestitutionError` when the template or a font is at fault, `Unsettled`."""
        known = Known([])
        for portion in self._portions:
            known = Known([*known.seen, self._take(portion, known, self._look)])
        for _ in range(PASSES):
            before, known = known, Known([self._take(portion, known, self._write) for portion in self._portions])
            if known.seen == before.seen and self._is_placed(known):
                from restitution.writers.pdf.joining import join  # noqa: PLC0415 loaded for a long document only

                joined = self._room.path(JOINED)
                join([self._room.path(portion.file) for portion in self._portions], self._marks(known), joined)
                return joined.read_bytes()
        raise Unsettled

    def _is_placed(self, known: Known) -> bool:
        return all(entry.key in known.spots for entry in _entries(self._portions))

    def _take(self, portion: Portion, known: Known, act: Callable[[Portion, str], Seen]) -> Seen:
        """What one portion becomes, as faithfully as Typst can; what it remembers of it is let go."""

        def attempt(how: Attempt) -> Seen:
            if how is not portion.attempt:
                portion.write(self._room, how, self._glyphs, self._numbers)
            return act(portion, self._source(portion))

        self._tell(portion, known)
        try:
            return most_faithful(chain([portion.attempt], portion.attempts), attempt)
        finally:
            self._room.forget()

    def _look(self, _: Portion, source: str) -> Seen:
        return msgspec.json.decode(self._room.look(source, SEEN), type=Seen)

    def _write(self, portion: Portion, source: str) -> Seen:
        # whose headings do not begin with the first level cannot be accessible by itself: the whole can
        standards = STANDARDS if portion is self._portions[0] else STANDARDS[1:]
        self._room.put(portion.file, self._room.compile(source, standards))
        return self._look(portion, source)

    def _source(self, portion: Portion) -> str:
        before = after = ""
        if portion.listing.lists:
            before = self._elsewhere(self._portions[: portion.number])
            after = self._elsewhere(self._portions[portion.number + 1 :])
        labels = array([*(entry.key for entry in portion.listing.entries), *sorted(self._passages())])
        return (
            f'{self._opening}{before}#include "{portion.text}"\n{after}{SEEING.format(labels=labels, seen=SEEN)}'
        )

    def _elsewhere(self, portions: Sequence[Portion]) -> str:
        return "".join(f"{entry.markup}\n" for entry in _entries(portions))

    def _passages(self) -> set[str]:
        """What links lead to that is no heading and no caption."""
        named = {entry.id for entry in _entries(self._portions)}
        return set().union(*(portion.listing.referred for portion in self._portions)) - named

    def _tell(self, portion: Portion, known: Known) -> None:
        begun = [entry.running for entry in _entries(self._portions[: portion.number]) if entry.level == 1]
        spots = self._named(known)
        told = Told(
            first=known.firsts[portion.number],
            notes=known.notes[portion.number],
            chapter=begun[-1] if begun else "",
            total=known.total,
            pages={key: spot.page + 1 for key, spot in known.spots.items()} if portion.listing.lists else {},
            targets=sorted(portion.listing.referred & spots.keys()),
        )
        self._room.put(TOLD_FILE, msgspec.json.encode(told))

    def _named(self, known: Known) -> dict[str, Spot]:
        """Where passages stand that are named by their ids: headings, captions, and what links lead to."""
        ids = {label: known.spots[label] for label in self._passages() & known.spots.keys()}
        for entry, spot in self._placed(known):
            if entry.id:
                ids.setdefault(entry.id, spot)
        return ids

    def _placed(self, known: Known) -> Iterator[tuple[Listed, Spot]]:
        """Headings and captions, with where they stand, as far as that is known."""
        for entry in _entries(self._portions):
            if spot := known.spots.get(entry.key):
                yield entry, spot._replace(title=entry.title)

    def _marks(self, known: Known) -> Marks:
        placed = list(self._placed(known))
        named = self._named(known)
        spots = named | {entry.key: spot for entry, spot in placed}
        return Marks(
            spots, named, [Bookmark(entry.level, entry.title, spot) for entry, spot in placed if entry.level]
        )


def _entries(portions: Sequence[Portion]) -> Iterator[Listed]:
    return chain.from_iterable(portion.listing.entries for portion in portions)


def slices_of(document: Document) -> list[slice]:
    """The portions of a long document; one of all others."""
    encode = msgspec.json.Encoder().encode
    is_long = sum(len(encode(block)) for block in document.blocks) > LONG
    return portions(document.blocks, SIZE) if is_long else [slice(None)]
