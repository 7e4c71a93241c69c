"""Where the marks of a returned copy belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.remarks import SURE, Mark, Sent, SentPassage
from restitution.review.placing import place
from tests.review.placing.small import copy_of, name, sent_of

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(case: dict[str, Any]) -> None:
    marks = place(copy_of(case["copy"]), sent_of(case["sent"]))
    told = [mark for mark in marks if mark.kind != "untracked_edit"]
    assert len(told) == len(case.get("marks", []))
    for mark, expected in zip(told, case.get("marks", []), strict=True):
        assert said_of(mark, expected) == expected
    assert [mark.text for mark in marks if mark.kind == "untracked_edit"] == case.get("untracked", [])
    assert len({mark.key for mark in marks}) == len(marks)


def said_of(mark: Mark, expected: dict[str, Any]) -> dict[str, Any]:
    """Of a mark, what a case speaks of."""
    number = next((n for n in range(1, 10) if mark.passage == name(str(n))), 0)
    own = {"passage": number, "sure": mark.confidence >= SURE}
    return {key: own[key] if key in own else getattr(mark, key) for key in expected}


def test_a_cell_is_told_by_its_code_and_the_title_above_it() -> None:
    """« tableau 3 » says nothing to whoever reads the letter; a footnote has no code of its own."""
    sent = Sent(
        passages=[
            SentPassage(bookmark=name("2"), code="5.1", text="Le budget"),
            SentPassage(bookmark=name("1"), code="5.1-15c", text="40 €"),
        ]
    )
    cell = {"text": "<1>{#40 €#}</1>", "kind": "table", "place": "tableau 3, ligne 2"}
    note = {"text": "{#Voir là.#}", "kind": "footnote", "place": "note de bas de page 3", "called_from": 1}
    marks = place(copy_of(["<2>Le budget</2>", cell, note]), sent)
    assert [mark.where for mark in marks] == ["¶ 5.1-15c, sous « Le budget »", "note de bas de page 3"]
