"""Where the marks of a returned copy belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.remarks import SURE, Mark
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
