"""Records that are gone through again and again: kept while they are light, read each time when they are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from restitution.stages import streams
from restitution.stages.streams import Stream


class File:
    """Counts how often it is read."""

    def __init__(self, *records: int) -> None:
        self.records, self.read = records, 0

    def __call__(self) -> Iterator[int]:
        self.read += 1
        yield from self.records


@pytest.mark.parametrize(("size", "reads"), [(0, 1), (streams.LIGHT, 1), (streams.LIGHT + 1, 3)])
def test_it_is_the_same_each_time(size: int, reads: int) -> None:
    file = File(1, 2, 3)
    stream = Stream(file, size)
    assert [list(stream) for _ in range(3)] == [[1, 2, 3]] * 3
    assert file.read == reads


@pytest.mark.parametrize("size", [0, streams.LIGHT + 1])
def test_what_is_made_of_each_leaves_out_what_is_nothing(size: int) -> None:
    stream = Stream(File(1, 2, 3, 4), size).each(lambda one: one * 10 if one % 2 else None)
    assert [list(stream), list(stream)] == [[10, 30]] * 2


def test_two_may_go_through_it_at_once() -> None:
    for size in (0, streams.LIGHT + 1):
        stream = Stream(File(1, 2, 3), size)
        assert list(zip(stream, stream, strict=True)) == [(1, 1), (2, 2), (3, 3)]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    file = File(1)
    Stream(file, 0).each(str)
    assert not file.read
