"""What a long document holds by thousands, as it stands in its file."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TypeVar, overload

import msgspec

from restitution.store import stale

T = TypeVar("T")
Mark = tuple[int, int]


class Unread(Sequence[T]):
    """Each is read from the file when it is asked for, and forgotten: they take five times their room there.

    `begins`, `ends`: where each stands in the file. `mark`: that of the file (`mark_of`). Reading raises
    `StaleContract` once it is another: a build has written it anew.
    """

    def __init__(self, path: Path, begins: array[int], ends: array[int], kind: type[T], mark: Mark) -> None:
        self._path = path
        self._begins = begins
        self._ends = ends
        self._kind = kind
        self._mark = mark
        self._decoder = msgspec.json.Decoder(kind)

    def __len__(self) -> int:
        return len(self._begins)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return Unread(self._path, self._begins[at], self._ends[at], self._kind, self._mark)
        number = range(len(self))[at]
        return next(iter(self[number : number + 1]))

    def __iter__(self) -> Iterator[T]:
        with self._path.open("rb") as file:
            if mark_of(os.fstat(file.fileno())) != self._mark:
                raise stale(self._path.name)
            for begin, end in zip(self._begins, self._ends, strict=True):
                file.seek(begin)
                yield self._decoder.decode(file.read(end - begin))

    def picked(self, places: array[int]) -> Unread[T]:
        """Those at some places."""
        begins, ends = (array("Q", [held[place] for place in places]) for held in (self._begins, self._ends))
        return Unread(self._path, begins, ends, self._kind, self._mark)


def picked(whole: Sequence[T], places: Iterable[int]) -> Sequence[T]:
    """What stands at some places of a sequence; of what is unread, unread."""
    chosen = array("Q", places)
    return whole.picked(chosen) if isinstance(whole, Unread) else [whole[place] for place in chosen]


def unread(path: Path, data: bytes, name: str, kind: type[T]) -> Unread[T] | None:
    """The array under a key of the object in a file; None for one that msgspec did not write, and an empty one.

    `data`: the bytes of the file.
    """
    mark = mark_of(path.stat())
    raw = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get(name, msgspec.Raw(b"[]"))
    each = msgspec.json.decode(raw, type=list[msgspec.Raw])
    key = f'"{name}":['.encode()
    start = data.find(key) + len(key)
    begins = array("Q", accumulate((len(memoryview(one)) + 1 for one in each), initial=start))
    stand_so = each and data[start : begins[1] - 1] == bytes(each[0]) and data[begins[-1] - 1] == ord("]")
    is_whole = begins[-1] - start == len(memoryview(raw)) - 1 and mark[0] == len(data)
    if not (stand_so and is_whole):
        return None
    ends = array("Q", (begin - 1 for begin in begins[1:]))  # before the comma
    return Unread(path.absolute(), begins[:-1], ends, kind, mark)


def mark_of(status: os.stat_result) -> Mark:
    """What changes when a file is written anew: its size and its time."""
    return status.st_size, status.st_mtime_ns
