"""The blocks of a long document as they stand in its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import msgspec

from restitution.model import Block


class Unread(Sequence[Block]):
    """Each is read when it is asked for, and forgotten: as JSON, they take a fifth of their room."""

    def __init__(self, raw: list[msgspec.Raw]) -> None:
        self._raw = raw
        self._decoder = msgspec.json.Decoder(Block)

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, at: int) -> Block: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Block]: ...
    def __getitem__(self, at: int | slice) -> Block | Sequence[Block]:
        return Unread(self._raw[at]) if isinstance(at, slice) else self._decoder.decode(self._raw[at])

    def __iter__(self) -> Iterator[Block]:
        return map(self._decoder.decode, self._raw)
