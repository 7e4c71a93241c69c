"""What the words of somebody leave: enough to know them again elsewhere, whichever names are masked there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from restitution.messages import folded

IN_A_ROW: Final = 3
"""Words that make a piece."""
SHARE: Final = 0.5
"""Share of a text's pieces from which it is theirs."""
FEWEST: Final = 4
"""Pieces that a text of unknown origin has at least: three words in a row are anybody's."""
LABEL: Final = " : "
"""What stands between who speaks and what is said."""
Piece = tuple[str, ...]
Said = tuple[str, str]
"""Path of a note, and what stands in one of its leaves."""


class Imprint:
    """Of what some people say, leaf by leaf."""

    def __init__(self, texts: Iterable[Said] = ()) -> None:
        self._whole: dict[str, set[str]] = {}
        self._pieces: dict[str, set[Piece]] = {}
        for path, text in texts:
            plain = folded(text)
            self._whole.setdefault(path, set()).add(plain)
            self._pieces.setdefault(path, set()).update(_pieces(plain))
        self._all = {piece for pieces in self._pieces.values() for piece in pieces}

    def __bool__(self) -> bool:
        return bool(self._whole)

    def holds(self, text: str, path: str = "") -> bool:
        """Whether most of a text is what they say. `path`: of the note that it comes from, where it is known."""
        if not self._whole or not text:
            return False
        pieces = list(_pieces(folded(text)))
        if path in self._whole:
            own = self._pieces[path]
            is_said = folded(text.rpartition(LABEL)[2]) in self._whole[path]
            return is_said or (bool(pieces) and _share(pieces, own) >= SHARE)
        return len(pieces) >= FEWEST and _share(pieces, self._all) >= SHARE


def _share(pieces: list[Piece], known: set[Piece]) -> float:
    return sum(piece in known for piece in pieces) / len(pieces)


def _pieces(plain: str) -> Iterator[Piece]:
    words = plain.split()
    return zip(*(words[start:] for start in range(IN_A_ROW)), strict=False)
