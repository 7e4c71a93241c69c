"""What a long document holds by thousands, as it stands in its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

import msgspec

T = TypeVar("T")


class Unread(Sequence[T]):
    """Each is read when it is asked for, and forgotten: as JSON, they take a third to a fifth of their room."""

    def __init__(self, raw: list[msgspec.Raw], kind: type[T]) -> None:
        self._raw = raw
        self._kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return Unread(self._raw[at], self._kind) if isinstance(at, slice) else self._decoder.decode(self._raw[at])

    def __iter__(self) -> Iterator[T]:
        return map(self._decoder.decode, self._raw)
