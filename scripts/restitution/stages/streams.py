"""Records of working files that are gone through again and again, without a list of them when they are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")
LIGHT: Final = 20_000_000
"""Bytes of JSON up to which all is kept: some thousand notes, and 100 MB of trees."""


class Stream(Generic[T]):
    """Iterable as often as wanted. `read`: gives the records anew; `size`: bytes of the files that hold them."""

    def __init__(self, read: Callable[[], Iterator[T]], size: int) -> None:
        self._read = read
        self._size = size
        self._kept: list[T] | None = None

    def __iter__(self) -> Iterator[T]:
        if self._size > LIGHT:
            return self._read()
        if self._kept is None:
            self._kept = list(self._read())
        return iter(self._kept)

    def each(self, change: Callable[[T], S | None]) -> Stream[S]:
        """The stream of what `change` makes of each, None left out."""
        return Stream(lambda: (made for one in self if (made := change(one)) is not None), self._size)
