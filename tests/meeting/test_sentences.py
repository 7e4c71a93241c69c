"""Which sentences can be read alone from the back of a room: cases in `sentences.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.meeting.sentences import count_words, is_fit, sentences, strength

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("sentence", CASES["seules"])
def test_a_whole_sentence_stands_alone(sentence: str) -> None:
    assert is_fit(sentence)


@pytest.mark.parametrize("lacks", CASES["appellent"])
def test_others_call_for_something(lacks: str) -> None:
    assert not is_fit(CASES["appellent"][lacks]), lacks


def test_a_question_is_one_where_it_is_asked_for() -> None:
    assert is_fit("Faut-il attendre ?", question=True)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Zs", "Cc"]), max_size=40))
def test_sentences_hold_every_letter_of_a_text(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_short_firm_sentence_comes_before_a_long_one() -> None:
    firm, long = (
        "Une clé, ça ne se prête jamais debout.",
        "Le bourg a gardé une école, une poste, un car et deux cafés le soir.",
    )
    assert strength(firm) > strength(long)
    assert count_words(firm) < count_words(long)
