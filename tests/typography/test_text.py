"""What is printed of a text, case by case; and what no text can lose."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.typography.conventions import NARROW, NO_BREAK, conventions
from restitution.typography.kept import Names
from restitution.typography.spaces import BEFORE_SIGNS, before_signs
from restitution.typography.text import typeset

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
LANGUAGES = ("fr-FR", "fr-CA")


FULL, THIN = "⍽", "·"
"""How the cases write U+00A0 and U+202F."""


def spaced(text: str) -> str:
    return text.replace(FULL, NO_BREAK).replace(THIN, NARROW)


def printed(case: dict[str, Any], text: str) -> str:
    rules = conventions(case.get("langue", "fr-FR"), fine=case.get("fine", True) not in {"non", False})
    return typeset(text, rules, names=Names(case.get("fichiers", ())), is_quoted=bool(case.get("cite")))


@pytest.mark.parametrize("case", CASES, ids=[case["texte"] for case in CASES])
def test_a_text_is_printed_by_the_rules(case: dict[str, Any]) -> None:
    told = printed(case, spaced(case["texte"]))
    assert told == spaced(case.get("attendu", case["texte"]))
    assert printed(case, told) == told


PIECES = (
    *"«»“”\"'’…:;!?%€$.,()[]-–/&<>=@#°²\n\ufdd1\ufdd2\ufffc",
    *(" ", "  ", NO_BREAK, NARROW, "\u2009"),
    *("...", *"amhlMVé159"),
    *(
        "mot",
        "l'",
        "M.",
        "Mme",
        "n°",
        "p.",
        "art.",
        "mai",
        "1er",
        "12",
        "000",
        "500",
        "km",
        "kWh",
        "h",
        "...",
        "é",
    ),
    *("-->", "https://a.fr/b?c=d", "a@b.fr", "note.docx", "14:30", "04 66 45 12 34"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)
CHANGING = re.compile("[\\s«»“”\"'’….\u00a0\u202f]")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


@given(TEXTS, st.sampled_from(LANGUAGES), st.booleans(), st.booleans())
def test_no_word_changes_and_twice_is_once(text: str, language: str, fine: bool, is_quoted: bool) -> None:
    rules = conventions(language, fine=fine)
    told = typeset(text, rules, is_quoted=is_quoted)
    assert words(told) == words(text)
    assert typeset(told, rules, is_quoted=is_quoted) == told
    assert CHANGING.sub("", told) == CHANGING.sub("", text)
    if is_quoted:
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text)


EVERY_SIGN = "« a » ; b ! c ? d : 5 % 5 € n° 1 p. 4 M. A f@g.fr h/i = &amp;"


@given(TEXTS, st.sampled_from(LANGUAGES), st.booleans())
def test_a_rule_that_is_not_tried_had_nothing_to_find(text: str, language: str, fine: bool) -> None:
    rules = conventions(language, fine=fine)
    alone, beside = (typeset(one, rules, is_quoted=True) for one in (text, EVERY_SIGN))
    assert typeset(f"{text}\n{EVERY_SIGN}", rules, is_quoted=True) == f"{alone}\n{beside}"


@given(TEXTS)
def test_signs_are_found_where_their_expression_finds_them(text: str) -> None:
    for pattern, signs in BEFORE_SIGNS.items():
        sought = [found.span() for found in pattern.finditer(text)]
        assert [found.span() for found in before_signs(text, pattern, signs)] == sought
