"""Step (a) for slides: each word is in the note or listed; paragraphs stay whole, slides in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from restitution.conservation.ast_words import block_words
from restitution.conservation.source_pptx import Told, slides_told
from restitution.conservation.verdict import Check, Stray
from restitution.conservation.words import words
from restitution.model import Reading

APART = "\0"
"""Between two words of a text in which others are looked for."""


def check_pptx(data: bytes, reading: Reading) -> Check:
    """Compare slides with their reading. Raises `UnreadableSource` when they cannot be counted."""
    slides = slides_told(data)
    held = [word for slide in slides for word in slide.words()]
    note = block_words(reading.blocks)
    pieces = [words(one.text) for one in reading.not_taken]
    listed = [word for piece in pieces for word in piece]
    told = Counter(note) + Counter(listed)
    return Check(
        words_in=len(held),
        words_note=len(note),
        words_not_taken=len(listed),
        missing=[Stray(word, word) for word in (Counter(held) - told).elements()],
        extra=[Stray(word, word) for word in (told - Counter(held)).elements()],
        moved=[Stray(said, said) for said in _moved(slides, _joined(note), [_joined(piece) for piece in pieces])],
    )


def _joined(found: Iterable[str]) -> str:
    return APART + "".join(word + APART for word in found)


def _moved(slides: Sequence[Told], note: str, listed: Sequence[str]) -> Iterator[str]:
    """Paragraphs that are not whole in the note, or not behind those of the slides before, or of their shape."""
    often = Counter(_joined(words(text)) for slide in slides for shape in _texts(slide) for text in shape)
    for part in ([slide.shapes for slide in slides], [slide.spoken for slide in slides]):
        reached = -1
        for shapes in part:
            furthest = reached
            for shape in shapes:
                last = reached
                for text in shape:
                    said = _joined(words(text))
                    place = note.find(said)
                    if len(said) == 1 or any(said in piece for piece in listed):
                        continue
                    if place < 0:
                        yield " ".join(words(text))
                    elif often[said] == 1 and note.count(said) == 1:
                        if place <= last:
                            yield " ".join(words(text))
                        last = max(last, place)
                        furthest = max(furthest, place)
            reached = furthest


def _texts(slide: Told) -> list[list[str]]:
    return [*slide.shapes, *slide.spoken]
