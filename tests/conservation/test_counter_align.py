# The XML of a case is one text and its words are one line: that reads better than lists.
# ruff: noqa: SIM905, RUF005
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.conservation import align
from restitution.conservation.align import is_subsequence, missing_in_order, unpaired

texts = st.lists(st.sampled_from("le la chat chien mange dort vite mal".split()), max_size=40)


@pytest.mark.parametrize(
    ("wanted", "found", "missing"),
    [
        ("", "", []),
        ("a b c", "a x b y c", []),
        ("a b c", "a c", [1]),
        ("a b c", "", [0, 1, 2]),
        ("a a", "a", [1]),
        ("a b c d", "b c d a", [0]),
    ],
)
def test_missing_in_order(wanted, found, missing):
    assert missing_in_order(wanted.split(), found.split()) == missing


@given(texts, st.data())
def test_a_word_taken_away_is_missing(text, data):
    if text:
        index = data.draw(st.integers(0, len(text) - 1))
        missing = missing_in_order(text, text[:index] + text[index + 1 :])
        assert [text[place] for place in missing] == [text[index]]


@given(texts, st.data())
def test_a_word_told_twice_is_missing_from_the_text(text, data):
    if text:
        index = data.draw(st.integers(0, len(text) - 1))
        twice = text[:index] + [text[index]] + text[index:]
        assert [twice[place] for place in missing_in_order(twice, text)] == [text[index]]


@given(texts, st.data())
def test_a_word_moved_is_seen(text, data):
    if len(text) > 1:
        place = st.integers(0, len(text) - 1)
        start, end = data.draw(place), data.draw(place)
        moved = text[:start] + text[start + 1 :]
        moved.insert(end, text[start])
        assert len(missing_in_order(moved, text)) == (moved != text)


@given(texts, texts, st.sampled_from([1, 9, align.AREA]))
def test_pairs_are_in_order_whatever_the_memory(wanted, found, area):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "AREA", area)
        first, second = unpaired(wanted, found)
    kept_first = [w for i, w in enumerate(wanted) if i not in set(first)]
    kept_second = [w for i, w in enumerate(found) if i not in set(second)]
    assert kept_first == kept_second
    assert is_subsequence(kept_first, found)


@given(texts, texts)
def test_the_pairing_is_the_longest(wanted, found):
    lengths = [[0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i, word in enumerate(wanted):
        for j, other in enumerate(found):
            longest = max(lengths[i][j + 1], lengths[i + 1][j])
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if word == other else longest
    assert len(wanted) - len(missing_in_order(wanted, found)) == lengths[-1][-1]


@given(st.permutations(range(8)))
def test_anchors_make_the_longest_chain(order):
    wanted, found = [f"m{n}" for n in range(8)], [f"m{n}" for n in order]
    exact = unpaired(wanted, found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "AREA", 1)
        assert len(unpaired(wanted, found)[0]) == len(exact[0])


def _novel(count):
    """Words as often as in a language: few common ones, many rare ones."""
    return [f"m{(n * 7919) % (n % 97 * 31 + 3)}" if n % 3 else f"rare{n}" for n in range(count)]


def test_long_texts_are_aligned_in_time_and_exactly():
    text = _novel(50_000)
    shorter = [word for n, word in enumerate(text) if n % 997]
    start = time.perf_counter()
    missing = missing_in_order(text, shorter)
    assert time.perf_counter() - start < 10  # about one second; slow machines are kept in mind
    assert len(missing) == 51


def test_a_long_text_without_a_single_rare_word_still_ends():
    common = ["a", "b", "c"] * 10_000
    other = ["c", "a", "a"] * 10_000
    first, second = unpaired(common, other)
    assert len(common) - len(first) == len(other) - len(second) > 0
