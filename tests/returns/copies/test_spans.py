"""From published words to the writer's own: a list of cases, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.returns.copies.spans import Hunk, changes, says_the_same, span

CASES = yaml.safe_load((Path(__file__).parent / "spans.yaml").read_text("utf-8"))
WORDS = st.lists(
    st.sampled_from(["le", "pont", "vieux", "neuf", "est", "là", "l'an", ",", ".", "?", "«", "»", "mairie"]),
    max_size=9,
)
TEXTS = WORDS.map(" ".join)


def applied(own: str, hunks: list[Hunk]) -> str:
    for hunk in sorted(hunks, key=lambda one: -one.start):
        own = own[: hunk.start] + hunk.new + own[hunk.end :]
    return own


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    hunks = changes(case["base"], case["wanted"], case["own"])
    assert (None if hunks is None else applied(case["own"], hunks)) == case.get("then")


@given(TEXTS, TEXTS)
def test_a_change_gives_the_wanted_words_and_nothing_else(base: str, wanted: str) -> None:
    hunks = changes(base, wanted, base)
    assert hunks is not None
    assert says_the_same(applied(base, hunks), wanted)
    if says_the_same(base, wanted):
        assert hunks == []


@given(TEXTS, TEXTS, TEXTS)
def test_an_unsafe_change_is_not_made(base: str, wanted: str, own: str) -> None:
    hunks = changes(base, wanted, own)
    if hunks is not None and says_the_same(base, own):
        assert says_the_same(applied(own, hunks), wanted)


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_quote_of_the_same_text_is_found_to_the_word(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = span(text, start, end, text)
    if text[start:end].strip():
        assert found is not None
        assert found[0] <= start + len(text[start:end]) - len(text[start:end].lstrip())
        assert text[start:end].strip() in text[found[0] : found[1]]


def test_a_quote_with_a_masked_name_covers_the_name() -> None:
    public, own = "Hier [nom masqué] a dit oui", "Hier Zoé Martin-Roux a dit oui"
    assert span(public, 5, 17, own) == (5, 20)
    assert span(public, 0, 19, own) == (0, 22)
