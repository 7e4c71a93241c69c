"""Verbatims marked in the text: the mark goes, the words stay and are told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.model import CHOSEN, Reading
from restitution.pandoc import ast
from restitution.shaping.verbatims import with_verbatims

from .cases_of_notes import blocks_of

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases/verbatims.yaml").read_text("utf-8"))


def words(node: Any) -> str:
    return " ".join(ast.text(node).split())


def chosen(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for child in node for found in chosen(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Span" and CHOSEN in node["c"][0][1]:
        return [words(node["c"][1])]
    return chosen(node.get("c"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_marks_are_taken_out_and_what_they_mark_is_chosen(case: dict[str, Any]) -> None:
    before = Reading(blocks=blocks_of(case["text"]))
    after = with_verbatims(before, "note.md")
    assert words(after.blocks) == case["left"]
    assert chosen(after.blocks) == case["chosen"]
    assert len(after.findings) == case.get("alone", 0)
    assert {gone.reason for gone in after.not_taken} <= {"champ technique"}
    if case["left"] == words(before.blocks):
        assert after is before


@given(st.lists(st.sampled_from(["un", "mot", "[verbatim]", "[/verbatim]", "#verbatim", "\n\n", "**gras**"])))
def test_no_word_is_lost_or_made_up_wherever_marks_stand(parts: list[str]) -> None:
    said = " ".join(parts)
    after = with_verbatims(Reading(blocks=blocks_of(said or "vide")), "note.md")
    kept = words(after.blocks).split() + [word for gone in after.not_taken for word in gone.text.split()]
    assert sorted(kept) == sorted((said or "vide").replace("*", "").split())
