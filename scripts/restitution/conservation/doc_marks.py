"""Which characters of an old Word file are deleted under tracking, or hidden ([MS-DOC], properties of runs)."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from restitution.errors import UnreadableSource
from restitution.word97 import DAMAGED, FAULTS, Word97

RUNS: Final = 12
"""Part of the table stream that says which pages list the runs."""
PAGE: Final = 512
PAGE_NUMBER: Final = (1 << 22) - 1
DELETED: Final = 0x0800
HIDDEN: Final = 0x083C
YES: Final = frozenset({1, 0x81})
SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of what a property says, by the last three bits of its number; 0: it says so itself."""


def aside(document: Word97) -> bytearray:
    """Of each character, 1 where it is deleted or hidden. Raises `UnreadableSource`."""
    marks = bytearray(document.pieces[-1].last if document.pieces else 0)
    try:
        stretches = sorted(_stretches(document))
    except FAULTS as error:
        raise UnreadableSource(DAMAGED) from error
    ends = [end for _, end in stretches]
    for piece in document.pieces:
        past = piece.offset + (piece.last - piece.first) * piece.width
        for start, end in stretches[bisect_left(ends, piece.offset) :]:
            if start >= past:
                break
            first = piece.first + max(0, start - piece.offset) // piece.width
            last = min(piece.last, piece.first + max(0, end - piece.offset) // piece.width)
            marks[first:last] = b"\1" * (last - first)
    return marks


def _stretches(document: Word97) -> Iterator[tuple[int, int]]:
    """Where bytes of text stand that are deleted or hidden: first, and behind the last."""
    listing = document.part(RUNS)
    count = max(0, len(listing) - 4) // 8
    for number in struct.unpack_from(f"<{count}I", listing, 4 * (count + 1)) if count else ():
        start = (number & PAGE_NUMBER) * PAGE
        page = document.main[start : start + PAGE]
        runs = page[PAGE - 1]
        places = struct.unpack_from(f"<{runs + 1}I", page)
        for rank, (first, last) in enumerate(pairwise(places)):
            at = 2 * page[4 * (runs + 1) + rank]
            if at and first < last and _is_aside(page[at + 1 : at + 1 + page[at]]):
                yield first, last


def _is_aside(said: bytes) -> bool:
    """Whether the properties of a run make it deleted or hidden: the last word of each counts."""
    found = dict.fromkeys((DELETED, HIDDEN), False)
    at = 0
    while at + 2 < len(said):
        number = int.from_bytes(said[at : at + 2], "little")
        if number in found:
            found[number] = said[at + 2] in YES
        size = SIZES[number >> 13]
        at += 2 + (size or 1 + said[at + 2])
    return any(found.values())
