"""Paragraphs of letters: line ends undone, what is struck out and what is inserted in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

from restitution.review.pdf.letters import HYPHEN, Letter, Path
from restitution.review.pdf.page import Spot
from restitution.review.returned import Bookmark, Paragraph, Segment, Span, Status

NUMBER: Final = re.compile(
    r"\d+(?:\.\d+)*\s+|(?:Figure|Tableau)\s\d+\s*:\s+|Annexe\s[A-Z](?:\.\d+)*\s*:\s+|[A-Z](?:\.\d+)+\s+"
)
"""« 3.1 », « Tableau 2 : », « Annexe B : »."""
UNPARTED: Final = frozenset({HYPHEN, "/", "’", "'"})
"""What a line may end with in the middle of a word."""
WORD: Final = re.compile(r"\w+")
COMPOUND: Final = re.compile(r"\w+(?:-\w+)+")
BROKEN: Final = re.compile(rf"\w*{HYPHEN}\s*\w*")
"""A word that a line's end broke."""
Insertions: TypeAlias = dict[tuple[int, bool], list[tuple[Spot, str]]]
"""Identity of a letter, whether behind it -> what is inserted there."""


class Woven(msgspec.Struct):
    """The paragraphs, and where each letter and each insertion came to stand in them."""

    paragraphs: list[Paragraph] = []
    places: dict[int, Span] = {}
    """By the identity of a letter, or of the spot of an insertion."""

    def spans(self, spot: Spot) -> list[Span]:
        """What a spot covers, one span a paragraph."""
        if id(spot) in self.places:
            return [self.places[id(spot)]]
        if spot.beside is not None:
            at = self.places[id(spot.beside)]
            point = at.end if spot.is_behind else at.start
            return [Span(at.paragraph, point, point)]
        found: dict[int, Span] = {}
        for at in (self.places[id(letter)] for letter in spot.letters):
            known = found.get(at.paragraph, at)
            found[at.paragraph] = Span(at.paragraph, min(known.start, at.start), max(known.end, at.end))
        return [found[number] for number in sorted(found)]


def weave(
    letters: Iterable[Letter],
    struck: Iterable[Letter],
    inserted: Sequence[tuple[Spot, str]],
    names: Mapping[Path, Sequence[str]],
) -> Woven:
    """The paragraphs, in the order of their tags, lines joined into one text.

    `struck`: letters proposed for deletion; `inserted`: words proposed, each at its spot;
    `names`: bookmarks of paragraphs.
    """
    blocks: dict[Path, list[Letter]] = {}
    for letter in letters:
        blocks.setdefault(letter.block.path, []).append(letter)
    words = _words(blocks.values())
    gone = {id(letter) for letter in struck}
    behind: Insertions = {}
    for spot, text in inserted:
        behind.setdefault((id(spot.beside), spot.is_behind), []).append((spot, text))
    woven = Woven()
    for path in sorted(blocks):
        _Weaver(woven, blocks[path], gone, behind, words, names.get(path, ())).weave()
    return woven


def _words(blocks: Iterable[Sequence[Letter]]) -> frozenset[str]:
    """The words that stand whole on the pages, in small letters, with and without their hyphens."""
    text = " ".join("".join(letter.text for letter in block) for block in blocks)
    whole = BROKEN.sub(" ", text.casefold())
    return frozenset(WORD.findall(whole)) | frozenset(COMPOUND.findall(whole))


class _Weaver:
    def __init__(
        self,
        woven: Woven,
        letters: Sequence[Letter],
        gone: set[int],
        inserted: Insertions,
        words: frozenset[str],
        names: Sequence[str],
    ) -> None:
        self._woven = woven
        self._letters = letters
        self._gone = gone & {id(letter) for letter in letters}
        self._inserted = inserted
        self._last = max((at for at, letter in enumerate(letters) if letter.text.strip()), default=0)
        """Number of the last letter that is seen."""
        self._words = words
        self._names = names
        self._segments: list[Segment] = []
        self._length = 0

    def weave(self) -> None:
        """Adds the paragraph of these letters."""
        number = len(self._woven.paragraphs)
        for place, letter in enumerate(self._letters):
            self._insert(letter, number, is_behind=False)
            start = self._length
            self._say(self._text(place), "deleted" if self._is_gone(place) else "kept")
            self._woven.places[id(letter)] = Span(number, start, self._length)
            self._insert(letter, number, is_behind=True)
        first = self._letters[0]
        paragraph = Paragraph(
            segments=self._segments,
            bookmarks=[Bookmark(name, self._begins(), self._length) for name in self._names],
            kind=first.block.kind,
            place=_pages(first.page + 1, self._letters[-1].page + 1),
        )
        self._woven.paragraphs.append(paragraph)

    def _begins(self) -> int:
        """Where a passage begins: behind the number that is printed before a heading or a caption."""
        tag = self._letters[0].block.tag
        text = "".join(segment.text for segment in self._segments)
        number = NUMBER.match(text) if tag.startswith("H") or tag == "Caption" else None
        return number.end() if number else 0

    def _say(self, text: str, status: Status) -> None:
        if not text:
            return
        if self._segments and self._segments[-1].status == status:
            self._segments[-1] = Segment(self._segments[-1].text + text, status)
        else:
            self._segments.append(Segment(text, status))
        self._length += len(text)

    def _text(self, place: int) -> str:
        """A letter as the text has it: a line's end is one space, a hyphen that only breaks a word is nothing."""
        letter = self._letters[place]
        if letter.text == HYPHEN:
            return "-" if self._is_of_the_word(place) else ""
        if letter.box is None or not letter.text.strip():
            before = next((one for one in reversed(self._letters[:place]) if one.text), None)
            is_parted = before is None or before.text in UNPARTED or not before.text.strip(" \r\n")
            return "" if is_parted or place > self._last else letter.text if letter.box else " "
        return letter.text

    def _is_of_the_word(self, place: int) -> bool:
        """Whether a hyphen at the end of a line is the word's own: « Haute-Galdonne », or words seen elsewhere."""
        before = _run(reversed(self._letters[:place]))[::-1]
        after = _run(one for one in self._letters[place + 1 :] if one.text.strip())
        if not after or not after[0].islower():
            return True
        before, after = before.casefold(), after.casefold()
        if before + after in self._words:
            return False
        return f"{before}-{after}" in self._words or {before, after} <= self._words

    def _is_gone(self, place: int) -> bool:
        """Whether a letter is struck out; a blank between two that are is too."""
        letter = self._letters[place]
        if not self._gone or (letter.text.strip() and letter.text != HYPHEN):
            return id(letter) in self._gone
        around = [
            next((one for one in side if one.text.strip() and one.text != HYPHEN), None)
            for side in (reversed(self._letters[:place]), self._letters[place + 1 :])
        ]
        return all(one is not None and id(one) in self._gone for one in around)

    def _insert(self, letter: Letter, number: int, *, is_behind: bool) -> None:
        for spot, text in self._inserted.get((id(letter), is_behind), ()):
            start = self._length
            self._say(text, "inserted")
            self._woven.places[id(spot)] = Span(number, start, self._length)


def _pages(first: int, last: int) -> str:
    """« p. 12 », « p. 12-13 »."""
    return f"p. {first}" if last <= first else f"p. {first}-{last}"


def _run(letters: Iterable[Letter]) -> str:
    """The letters up to the first that is none."""
    found = ""
    for letter in letters:
        if not letter.text.isalnum():
            break
        found += letter.text
    return found
