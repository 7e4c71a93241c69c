"""What the words of somebody leave: enough to know them again elsewhere, whichever names are masked there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from restitution.messages import folded

IN_A_ROW: Final = 3
"""Words that make a piece."""
SHARE: Final = 0.5
"""Share of a text's pieces from which it is theirs."""
Piece = tuple[str, ...]


class Imprint:
    """Of texts, leaf by leaf."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        said = [folded(text) for text in texts]
        self._whole = {text for text in said if text}
        self._pieces = {piece for text in said for piece in _pieces(text)}

    def __bool__(self) -> bool:
        return bool(self._whole)

    def holds(self, text: str) -> bool:
        """Whether a text says what one of them says, most of it at least."""
        if not self._whole or not text:
            return False
        plain = folded(text)
        pieces = list(_pieces(plain))
        if not pieces:
            return plain in self._whole
        return sum(piece in self._pieces for piece in pieces) >= SHARE * len(pieces)


def _pieces(plain: str) -> Iterator[Piece]:
    words = plain.split()
    return zip(*(words[start:] for start in range(IN_A_ROW)), strict=False)
