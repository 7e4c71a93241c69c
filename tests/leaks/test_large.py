"""A very long text is searched in portions: nothing is cut in two, and nothing between two is passed over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.leaks import Searcher, Someone, Wanted, leaks_in, look

NAME = "Ombeline Vauquelin"
SEARCHER = Searcher(Wanted(people=(Someone(nom=NAME, niveau="pseudonyme"),)))
LINES = st.lists(st.text(st.sampled_from("ab é"), max_size=30), max_size=40)


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "PORTION", 60)
    monkeypatch.setattr(look, "AGAIN", 25)


@given(LINES)
def test_each_line_is_whole_in_some_portion(lines: list[str]) -> None:
    text = "\n".join(lines)
    portions = list(look._at_once(text))
    assert all(f"{portion}\n" in f"\n{text}\n" for portion in portions)
    assert all(portion.startswith("\n") for portion in portions[1:])
    assert set(lines) <= {line for portion in portions for line in portion.split("\n")}
    pairs = {pair for portion in portions for pair in _pairs(portion.split("\n"))}
    short = [pair for pair in _pairs(lines) if len("".join(pair)) < look.AGAIN - 2]
    assert set(short) <= pairs


def _pairs(lines: list[str]) -> list[tuple[str, str]]:
    return list(pairwise(lines))


@pytest.mark.parametrize("before", range(0, 130, 7))
def test_a_name_is_found_wherever_it_stands(before: int) -> None:
    text = f"{'a' * before}\n{NAME}\n{'b' * 100}\n{NAME.replace(' ', chr(10))}\n"
    found = leaks_in("note.txt", text.encode(), SEARCHER)
    assert {leak.who for leak in found} == {NAME}


@pytest.mark.parametrize("before", range(0, 130, 7))
def test_a_word_that_begins_like_a_name_stays_one(before: int) -> None:
    text = f"{'a' * before}\nOmbeline Vauquelinoise\n{'b' * 100}\n"
    assert leaks_in("note.txt", text.encode(), SEARCHER) == []
