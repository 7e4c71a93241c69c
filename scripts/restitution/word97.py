"""The inside of an old Word file (.doc, [MS-DOC]): its header, its pieces of text, the fields in it.

Nothing of it is believed: each offset is looked at before it is followed, and what leads nowhere refuses the file.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec
import olefile

from restitution import limits
from restitution.errors import UnreadableSource

DAMAGED: Final = (
    "Cet ancien document Word est abîmé ou incomplet : ouvrez-le dans Word ou LibreOffice et enregistrez-le au "
    "format .docx."
)
NOT_WORD: Final = (
    "Ce fichier contient un document Word 97-2003 sans en être un : ouvrez-le et enregistrez-le au format .docx, "
    "ou demandez l'original."
)
TOO_OLD: Final = "Document d'un Word d'avant 1997 : ouvrez-le et enregistrez-le au format .docx."
LOCKED: Final = "Document protégé par un mot de passe : ouvrez-le et enregistrez-le à nouveau sans mot de passe."
TOO_BIG: Final = "Cet ancien document Word est trop volumineux : enregistrez-le en plusieurs fichiers .docx."
MAIN: Final = "WordDocument"
IDENT: Final = 0xA5EC
FIRST_VERSION: Final = 0xC0
LOCKS: Final = 0x8100
SECOND_TABLE: Final = 0x0200
FIRST_COUNT: Final = 3
LAST_COUNT: Final = 10
"""Places of the lengths of stories among the long words of the header."""
CLX: Final = 33
COMPRESSED: Final = 1 << 30
PIECES: Final = 2
PROPERTIES: Final = 1
STORIES: Final = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
FAULTS: Final = (
    *(OSError, ValueError, IndexError, KeyError, TypeError, AttributeError),
    *(OverflowError, RecursionError, struct.error),
)
"""What a library says of bytes that it did not expect."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text: which characters of all stories it is, and where its bytes stand."""

    first: int
    last: int
    offset: int
    width: int


class Word97(msgspec.Struct, frozen=True):
    """An old Word file, opened. Characters are units of UTF-16."""

    main: bytes
    table: bytes
    table_name: str
    pieces: list[Piece]
    lengths: dict[str, int]
    """Of each story, in the order in which they stand."""
    pairs: list[tuple[int, int]]
    """Place and length of each part of the table stream."""

    def part(self, number: int) -> bytes:
        """A part of the table stream; nothing for one that is not there."""
        offset, length = self.pairs[number] if number < len(self.pairs) else (0, 0)
        return _within(self.table, offset, length)

    def characters(self) -> bytes:
        """All characters of all stories, two bytes each."""
        return b"".join(_text(self.main, piece) for piece in self.pieces)

    def stories(self) -> Iterator[tuple[str, int, int]]:
        """Name of each story, its first character and the one behind its last."""
        place = 0
        for name, length in self.lengths.items():
            yield name, place, place + length
            place += length


def opened(data: bytes) -> Word97:
    """What a file holds. Raises `UnreadableSource` when it is locked, broken or no Word 97-2003 document."""
    if len(data) > limits.now().old:
        raise UnreadableSource(TOO_BIG)
    try:
        return _opened(data)
    except FAULTS as error:
        raise UnreadableSource(DAMAGED) from error


def _opened(data: bytes) -> Word97:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        if not container.exists(MAIN):
            raise UnreadableSource(NOT_WORD)
        main = container.openstream(MAIN).read()
        flags = _flags(main)
        table_name = "1Table" if flags & SECOND_TABLE else "0Table"
        table = container.openstream(table_name).read()
    counts, pairs = _header(main)
    offset, length = pairs[CLX]
    pieces = list(_pieces(_within(table, offset, length), main))
    lengths = dict(zip(STORIES, counts, strict=True))
    if min(counts) < 0 or sum(counts) > (pieces[-1].last if pieces else 0):
        raise UnreadableSource(DAMAGED)
    return Word97(main, table, table_name, pieces, lengths, pairs)


def _flags(main: bytes) -> int:
    ident, version = struct.unpack_from("<HH", main)
    flags = int.from_bytes(main[10:12], "little")
    if ident != IDENT or version < FIRST_VERSION:
        raise UnreadableSource(TOO_OLD if version < FIRST_VERSION else DAMAGED)
    if flags & LOCKS:
        raise UnreadableSource(LOCKED)
    return flags


def _header(main: bytes) -> tuple[list[int], list[tuple[int, int]]]:
    """Lengths of the stories, places of the parts of the table stream."""
    (words,) = struct.unpack_from("<H", main, 32)
    at = 34 + 2 * words
    (longs,) = struct.unpack_from("<H", main, at)
    counts = list(struct.unpack_from(f"<{longs}i", main, at + 2))[FIRST_COUNT : LAST_COUNT + 1]
    at += 2 + 4 * longs
    (number,) = struct.unpack_from("<H", main, at)
    numbers = struct.unpack_from(f"<{2 * number}I", main, at + 2)
    return counts, list(zip(numbers[::2], numbers[1::2], strict=True))


def _pieces(clx: bytes, main: bytes) -> Iterator[Piece]:
    """The list of pieces, behind the properties that stand before it."""
    at = 0
    while clx[at] == PROPERTIES:
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at] != PIECES:
        raise UnreadableSource(DAMAGED)
    plc = _within(clx, at + 5, int.from_bytes(clx[at + 1 : at + 5], "little"))
    number = (len(plc) - 4) // 12
    places = struct.unpack_from(f"<{number + 1}i", plc)
    room = len(main)  # each character has a byte of its own: more of them than bytes is a trap
    for rank, (first, last) in enumerate(pairwise(places)):
        (where,) = struct.unpack_from("<I", plc, 4 * (number + 1) + 8 * rank + 2)
        compressed = bool(where & COMPRESSED)
        offset = (where & (COMPRESSED - 1)) // (2 if compressed else 1)
        piece = Piece(first, last, offset, 1 if compressed else 2)
        room -= (last - first) * piece.width
        if first > last or (rank == 0 and first) or room < 0 or offset + (last - first) * piece.width > len(main):
            raise UnreadableSource(DAMAGED)
        yield piece


def _text(main: bytes, piece: Piece) -> bytes:
    held = main[piece.offset : piece.offset + (piece.last - piece.first) * piece.width]
    return held if piece.width == 2 else held.decode("cp1252", "replace").encode("utf-16-le")


def _within(data: bytes, offset: int, length: int) -> bytes:
    if offset + length > len(data):
        raise UnreadableSource(DAMAGED)
    return data[offset : offset + length]
