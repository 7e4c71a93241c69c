"""Every piece of a file, whatever it is inside, shown to the search."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from restitution.leaks.binary import pieces_of_bytes
from restitution.leaks.package import pieces_of_package
from restitution.leaks.page import is_page, pieces_of_page
from restitution.leaks.pdf import pieces_of_pdf
from restitution.leaks.picture import is_picture, pieces_of_picture
from restitution.leaks.records import Leak, Piece
from restitution.leaks.search import Searcher
from restitution.leaks.text import decoded
from restitution.leaks.xml import is_xml, pieces_of_xml

MOST: Final = 200
"""Leaks told of one file: more would say nothing new."""
DEEPEST: Final = 4
"""Files inside files that are opened."""
PORTION: Final = 4_000_000
"""Letters that are searched at once: all of a publication that is not very long."""
AGAIN: Final = 2_000
"""Letters whose lines are searched again with what follows: no name is longer, nor what tells that it is none."""
FILE_NAME: Final = "nom du fichier"


def leaks_in(name: str, data: bytes, searcher: Searcher) -> list[Leak]:
    """What a file gives away, by its name as it is published and by all that it holds; once a place."""
    found: dict[tuple[str, str, str], Leak] = {}
    for piece in chain([Piece(FILE_NAME, name, coded=True)], pieces_of(data)):  # each is as long as its part
        for leak in _leaks(name, piece, searcher):
            found.setdefault((leak.place, leak.what, leak.who), leak)
            if len(found) == MOST:
                return list(found.values())
    return list(found.values())


def _leaks(name: str, piece: Piece, searcher: Searcher) -> Iterator[Leak]:
    if piece.what:
        yield Leak(file=name, place=piece.place, what=piece.what)
    for text in _at_once(piece.text):
        for hit in searcher.hits(text, coded=piece.coded):
            told = {"what": hit.what, "who": hit.who, "around": hit.around}
            yield Leak(file=name, place=piece.place, **told, listed=hit.listed)


def _at_once(text: str) -> Iterator[str]:
    """A text in portions of whole lines, each with the last ones of that before: a search makes copies of it."""
    start = 0
    while len(text) - start > PORTION and (end := text.find("\n", start + PORTION)) >= 0:
        yield text[start:end]
        start = text.find("\n", end - AGAIN)
    yield text[start:]


def pieces_of(data: bytes, place: str = "", depth: int = 0) -> Iterator[Piece]:
    """The pieces of any file, by what its first bytes say that it is. `place`: of the file in another one."""

    def inside(inner: bytes, where: str) -> Iterator[Piece]:
        return pieces_of(inner, where, depth + 1) if depth < DEEPEST else iter(())

    if not data:
        return
    if data.startswith(b"PK"):
        yield from pieces_of_package(data, place, inside)
    elif data[:1024].lstrip().startswith(b"%PDF"):
        yield from pieces_of_pdf(data, place, inside)
    elif is_picture(data):
        yield from pieces_of_picture(data, place)
    elif is_page(data):
        yield from pieces_of_page(decoded(data), place, inside)
    elif is_xml(data):
        yield from pieces_of_xml(data, place)
    elif text := decoded(data):
        yield Piece(place or "texte", text)
    else:
        yield from pieces_of_bytes(data, place)
