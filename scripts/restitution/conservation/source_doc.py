"""Every word of an old Word file (.doc), from its table of pieces: the counter's own reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec

from restitution.conservation.doc_marks import aside
from restitution.conservation.words import words
from restitution.word97 import opened

TOLD: Final = frozenset({"text", "footnotes", "endnotes", "boxes"})
"""Stories that a reader of the document has before her eyes, but for what each page repeats."""
FIELD: Final = re.compile("[\x13\x14\x15]")
BEGIN: Final = "\x13"
SEPARATE: Final = "\x14"
ANCHORS: Final = dict.fromkeys((*range(0x01, 0x07), 0x08, *range(0x13, 0x16)))
"""Marks of notes, pictures, comments and fields: they cut no word."""
OPTIONAL_HYPHEN: Final = 0x1F
PICTURE: Final = "\x01"
SHAPE: Final = "\x08"
FIRST_SIGN: Final = 0x20
"""Below it, characters are marks of the program."""


class DocWords(msgspec.Struct):
    """Words of an old Word file, and how many things are drawn among them."""

    all: Counter[str]
    """Those of its text, notes and boxes, deleted and hidden ones too."""
    live: Counter[str]
    """The same, without what is deleted or hidden."""
    around: Counter[str]
    """Those of headers, footers and comments."""
    drawn: int = 0
    """Pictures, boxes and objects of the text."""


def doc_words(data: bytes) -> DocWords:
    """Count a file. Raises `UnreadableSource` when it is no readable Word document of 1997 to 2003."""
    document = opened(data)
    characters, marks = document.characters(), aside(document)
    found = DocWords(Counter(), Counter(), Counter())
    for name, first, last in document.stories():
        text = characters[2 * first : 2 * last]
        if name in TOLD:
            found.all.update(story_words(_read(text)))
            found.drawn += _drawn("".join(_shown(_read(text))))
            found.live.update(story_words(_read(_without(text, marks[first:last]))))
        else:
            found.around.update(story_words(_read(text)))
    return found


def story_words(text: str) -> list[str]:
    """Words of a story without the instructions of its fields."""
    shown = "".join(_shown(text)).translate(ANCHORS | {OPTIONAL_HYPHEN: None})
    return words(shown)


def _drawn(text: str) -> int:
    """Things that stand in a text: at times one has a mark of each kind."""
    return text.count(PICTURE) + text.count(SHAPE) - text.count(SHAPE + PICTURE)


def _read(characters: bytes) -> str:
    return characters.decode("utf-16-le", "replace")


def _without(characters: bytes, marks: bytearray) -> bytes:
    """A text without what is marked, but for what ends a word or makes a field."""
    kept = (
        characters[2 * place : 2 * place + 2]
        for place, marked in enumerate(marks)
        if not marked or (characters[2 * place] < FIRST_SIGN and not characters[2 * place + 1])
    )
    return b"".join(kept)


def _shown(text: str) -> Iterator[str]:
    """A text without instructions; what belongs to no whole field stays."""
    silent = _instructions(text)
    for first, last in pairwise([0, *(place for pair in silent for place in pair), len(text)]):
        yield text[first:last] if (first, last) not in silent else ""


def _instructions(text: str) -> list[tuple[int, int]]:
    """From the beginning of each field to its result, or to its end; none inside another."""
    begun, found = list[tuple[int, int]](), list[tuple[int, int]]()
    for mark in FIELD.finditer(text):
        if mark[0] == BEGIN:
            begun.append((mark.start(), 0))
        elif mark[0] == SEPARATE and begun:
            begun[-1] = (begun[-1][0], mark.end())
        elif begun:
            start, result = begun.pop()
            found = [pair for pair in found if not start <= pair[0] < (result or mark.end())]
            found.append((start, result or mark.end()))
    return sorted(found)
