"""The paragraphs of a view, and the size in which they fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from restitution.model import Block
from restitution.pandoc import ast
from restitution.writers.pptx.looks import GREEN, GREY, INK, OCHRE

SIZES: Final = (34, 30, 27, 24)
"""Points; smaller ones are not read from the back of a room."""
SENTENCE_SIZES: Final = (48, 40, 32, 24)
"""Of a view that is one sentence."""
LETTER: Final = 0.5
"""Of its size, how wide a letter is: a little more than Calibri's."""
LINE: Final = 1.2
POINT: Final = 12_700


class Look(msgspec.Struct, frozen=True):
    """How a paragraph looks."""

    colour: str = INK
    bold: bool = False
    italic: bool = False
    smallest: bool = False
    """Whether it always has the smallest size."""


class Text(msgspec.Struct, frozen=True):
    """One paragraph."""

    words: str
    look: Look = Look()
    is_item: bool = False
    space: int = 6
    """Points above it."""


LOOKS: Final = {
    "encadre-titre": Look(colour=OCHRE, bold=True, smallest=True),
    "verbatim": Look(colour=GREEN, italic=True),
    "lacune": Look(colour=GREY, italic=True),
    "sous-titre": Look(colour=OCHRE),
    "territoires": Look(colour=GREEN),
    "mention": Look(colour=GREY, smallest=True),
}
_ABOVE: Final = {"encadre-titre": 18, "mention": 24, "date": 18}


def texts_of(blocks: Iterable[Block], style: str = "") -> Iterator[Text]:
    """The paragraphs of some blocks, pictures left out."""
    for block in blocks:
        if block["t"] == "Div":
            own = next((name for name in block["c"][0][1] if name in LOOKS or name in _ABOVE), style)
            yield from texts_of(block["c"][1], own)
        elif block["t"] == "BulletList":
            for item in block["c"]:
                yield Text(words_of(item), is_item=True, space=12)
        elif words := "" if next(ast.images(block), None) else words_of(block):
            yield Text(words, LOOKS.get(style, Look()), space=_ABOVE.get(style, 2))


def words_of(node: Any) -> str:
    """The text of a block as one line."""
    return ast.text(node).strip("\n").replace("\n", " ")


def size_of(texts: Sequence[Text], width: int, height: int, sizes: Sequence[int] = SIZES) -> int:
    """The largest size in which some paragraphs fit, in points. `width`, `height`: in EMU."""
    return next((size for size in sizes if _height(texts, width, size) <= height / POINT), sizes[-1])


def _height(texts: Sequence[Text], width: int, size: int) -> float:
    sizes = [own_size(text, size) for text in texts]
    return sum(
        _lines(text.words, width, own) * own * LINE + text.space for text, own in zip(texts, sizes, strict=True)
    )


def own_size(text: Text, size: int) -> int:
    """The size of one paragraph where the others have `size`."""
    return SIZES[-1] if text.look.smallest else size


def _lines(words: str, width: int, size: int) -> int:
    return max(1, math.ceil(len(words) * size * LETTER * POINT / width * 1.05))
