"""Which block of one document is which of the other: by its passages first, by its words where it has none.

That passages are known is what no comparison of two files can have: `src_…` is the same passage in every build.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

import msgspec
from msgspec import structs
from rapidfuzz import fuzz

from restitution.remarks import PLAN_PREFIX, passage_of

ALIKE: Final = 50.0
"""Of 100: two blocks without a common passage are one that was edited when their words are this close."""
LARGEST_GAP: Final = 40_000
"""Pairs of blocks compared by words at most, between two known ones."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared: a paragraph, a table, a row."""

    kind: str
    """Only blocks of one kind are compared."""
    names: frozenset[str]
    text: str
    content: str = ""
    """The same for two blocks that show the same."""
    number: int


class Step(msgspec.Struct, frozen=True):
    """What becomes of a block, in the order of the comparison. Numbers are those of the two lists, -1 for none."""

    kind: Literal["kept", "inserted", "deleted", "moved_from", "moved_to"]
    old: int = -1
    new: int = -1


def steps(old: Sequence[Block], new: Sequence[Block], *, moves: bool = True) -> list[Step]:
    """From the old list to the new one: each old block once, each new block once (a move is two steps).

    `moves`: whether a block that is the same elsewhere is moved, else it is deleted and inserted.
    """
    known = dict(_by_name(*_named_for_sure(old, new)))
    known |= _by_words(old, new, known)
    stable = _in_order(sorted(known.items()))
    gone = {pair for pair in known.items() if pair not in set(stable)}
    moved = {i: j for i, j in gone if moves and _is_moved(old[i], new[j])}
    stable = sorted([*stable, *_in_gaps(old, new, stable, moved)])
    return list(_walk(len(old), len(new), stable, moved))


def _is_moved(old: Block, new: Block) -> bool:
    """Sure: the same passage, of which nothing changed."""
    return old.kind == "p" and bool(old.text) and old.content == new.content


def _named_for_sure(old: Sequence[Block], new: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The blocks without the names that say nothing: equal words of the plan (« Non renseigné ») are numbered.

    Once one of them is filled, the numbers of all that follow are those of others.
    """
    names = [name for blocks in (old, new) for block in blocks for name in block.names]
    numbered = {passage_of(name) for name in names if name.startswith(PLAN_PREFIX) and passage_of(name) != name}

    def sure(block: Block) -> Block:
        kept = frozenset(name for name in block.names if passage_of(name) not in numbered)
        return block if kept == block.names else structs.replace(block, names=kept)

    return ([sure(one) for one in old], [sure(one) for one in new]) if numbered else (old, new)


def _by_name(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Blocks that hold the same passages; of several, those that share most."""
    places: dict[str, int] = {name: j for j, block in enumerate(new) for name in block.names}
    shared: Counter[tuple[int, int]] = Counter()
    for i, block in enumerate(old):
        for name in block.names:
            j = places.get(name, -1)
            if j >= 0 and new[j].kind == block.kind:
                shared[i, j] += 1
    taken_old, taken_new = set(), set()
    for (i, j), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield i, j


def _by_words(old: Sequence[Block], new: Sequence[Block], known: dict[int, int]) -> dict[int, int]:
    """Blocks without a common passage that say the same, where each says it once."""
    left = [i for i in range(len(old)) if i not in known]
    right = sorted(set(range(len(new))) - set(known.values()))
    here, there = _once(old, left), _once(new, right)
    return {i: there[words] for words, i in here.items() if words in there}


def _once(blocks: Sequence[Block], among: list[int]) -> dict[tuple[str, str], int]:
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in among:
        if blocks[number].text:
            places[blocks[number].kind, blocks[number].content].append(number)
    return {words: numbers[0] for words, numbers in places.items() if len(numbers) == 1}


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, sorted by their first, whose seconds grow too."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        ends[place : place + 1], tops[place : place + 1] = [j], [number]
        before.append(tops[place - 1] if place else -1)
    chain, number = [], tops[-1] if tops else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _in_gaps(
    old: Sequence[Block], new: Sequence[Block], stable: list[tuple[int, int]], moved: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Between two known pairs: blocks that are equal, then those that are alike."""
    placed = set(moved.values())
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *stable, (len(old), len(new))]):
        left = [n for n in range(i + 1, i_end) if n not in moved]
        right = [n for n in range(j + 1, j_end) if n not in placed]
        if left and right:
            yield from _gap(old, new, left, right)


def _gap(
    old: Sequence[Block], new: Sequence[Block], left: list[int], right: list[int]
) -> Iterator[tuple[int, int]]:
    equal = SequenceMatcher(None, [_shown(old[i]) for i in left], [_shown(new[j]) for j in right], autojunk=False)
    from_i = from_j = 0
    for i, j, size in equal.get_matching_blocks():
        yield from _alike(old, new, left[from_i:i], right[from_j:j])
        yield from zip(left[i : i + size], right[j : j + size], strict=True)
        from_i, from_j = i + size, j + size


def _shown(block: Block) -> tuple[str, str]:
    return block.kind, block.content


def _alike(old: Sequence[Block], new: Sequence[Block], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """The pairs in order whose likeness adds up to most."""
    if not left or not right or len(left) * len(right) > LARGEST_GAP:
        return []

    def likeness(i: int, j: int) -> float:
        a, b = old[i], new[j]
        is_same_kind = a.kind == b.kind and bool(a.text) == bool(b.text)
        return fuzz.ratio(a.text, b.text, score_cutoff=ALIKE) if is_same_kind else 0.0

    return best_chain(left, right, likeness)


def best_chain(left: list[int], right: list[int], likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Of all ways to pair two lists in order, the one whose likeness adds up to most."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    score = [[likeness(i, j) for j in right] for i in left]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            together = score[a][b] + best[a + 1][b + 1] if score[a][b] else 0.0
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(left) and b < len(right):
        if score[a][b] and best[a][b] == score[a][b] + best[a + 1][b + 1]:
            pairs.append((left[a], right[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs


def _walk(olds: int, news: int, stable: list[tuple[int, int]], moved: dict[int, int]) -> Iterator[Step]:
    """What is gone first, then what is new, between two blocks that stand."""
    came = {j: i for i, j in moved.items()}
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *stable, (olds, news)]):
        if i >= 0:
            yield Step("kept", i, j)
        for n in range(i + 1, i_end):
            yield Step("moved_from", n, moved[n]) if n in moved else Step("deleted", n)
        for n in range(j + 1, j_end):
            yield Step("moved_to", came[n], n) if n in came else Step("inserted", new=n)
