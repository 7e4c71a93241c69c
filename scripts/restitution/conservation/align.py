"""Which words of one list are missing, in order, from another.

Whatever is paired here is paired in order, so nothing lost is ever hidden. Up to `AREA` pairs the pairing is the
longest possible (LCS); beyond, words or groups of words that occur once on both sides cut the work into parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

AREA = 20_000 * 20_000
"""Pairs compared at once: an eighth of it is bytes of memory."""
SPANS = (1, 3, 6)
"""Lengths of the groups of words looked for as anchors, in turn."""

Pairing = tuple[list[int], list[int]]
"""Indices left alone in the wanted words, and in the found ones."""


def missing_in_order(wanted: list[str], found: list[str]) -> list[int]:
    """Indices of the words of `wanted` that `found` does not hold in the same order, each used once."""
    return [] if is_subsequence(wanted, found) else unpaired(wanted, found)[0]


def is_subsequence(wanted: list[str], found: list[str]) -> bool:
    """Whether all of `wanted` stands in `found`, in order."""
    rest = iter(found)
    return all(word in rest for word in wanted)


def unpaired(wanted: list[str], found: list[str]) -> Pairing:
    """Indices that stay alone on both sides once the words are paired in order."""
    numbers: dict[str, int] = {}
    first = [numbers.setdefault(word, len(numbers)) for word in wanted]
    second = [numbers.setdefault(word, len(numbers)) for word in found]
    alone: Pairing = ([], [])
    parts = [(0, len(first), 0, len(second), 0)]
    while parts:
        low, high, start, end, turn = parts.pop()
        low, high, start, end = _trimmed(first, second, (low, high, start, end))
        if low == high or start == end:
            alone[0].extend(range(low, high))
            alone[1].extend(range(start, end))
        elif (high - low) * (end - start) <= AREA:
            _pair_exactly(first[low:high], second[start:end], low, start, alone)
        else:
            parts.extend(_parts(first, second, (low, high, start, end), turn))
    return sorted(alone[0]), sorted(alone[1])


Bounds = tuple[int, int, int, int]
Part = tuple[int, int, int, int, int]


def _trimmed(first: list[int], second: list[int], bounds: Bounds) -> Bounds:
    low, high, start, end = bounds
    while low < high and start < end and first[low] == second[start]:
        low, start = low + 1, start + 1
    while low < high and start < end and first[high - 1] == second[end - 1]:
        high, end = high - 1, end - 1
    return low, high, start, end


def _pair_exactly(first: list[int], second: list[int], low: int, start: int, alone: Pairing) -> None:
    for step in LCSseq.opcodes(first, second):
        if step.tag != "equal":
            alone[0].extend(range(low + step.src_start, low + step.src_end))
            alone[1].extend(range(start + step.dest_start, start + step.dest_end))


def _parts(first: list[int], second: list[int], bounds: Bounds, turn: int) -> list[Part]:
    """The parts between anchors; halves when no anchor is left to look for."""
    low, high, start, end = bounds
    if turn == len(SPANS):
        middle, centre = (low + high) // 2, (start + end) // 2
        return [(low, middle, start, centre, turn), (middle, high, centre, end, turn)]
    anchors = _anchors(first[low:high], second[start:end], SPANS[turn])
    edges = [(0, 0), *anchors, (high - low, end - start)]
    return [
        (low + one, low + other, start + here, start + there, turn + 1)
        for (one, here), (other, there) in pairwise(edges)
    ]


def _anchors(first: list[int], second: list[int], span: int) -> list[tuple[int, int]]:
    """Pairs of places of groups that occur once on each side: the longest chain that rises on both."""
    here, there = _once(first, span), _once(second, span)
    both = [(place, there[group]) for group, place in here.items() if group in there]
    return _rising(both)


def _once(numbers: list[int], span: int) -> dict[tuple[int, ...], int]:
    groups = list(zip(*(numbers[shift:] for shift in range(span)), strict=False))
    counts = Counter(groups)
    return {group: place for place, group in enumerate(groups) if counts[group] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest chain of `pairs`, sorted by their first number, whose second numbers rise (patience)."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tails, place)
        before.append(last[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
