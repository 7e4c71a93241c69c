"""Words that are told and never changed: forms to write otherwise, acronyms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.typography.acronyms import acronyms, is_explained
from restitution.typography.wording import forms


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / name).read_text("utf-8"))
    return found


def texts(found: list[dict[str, Any]]) -> list[str]:
    return [case["texte"] for case in found]


FORMS, ACRONYMS = cases("wording.yaml"), cases("acronyms.yaml")


@pytest.mark.parametrize("case", FORMS, ids=texts(FORMS))
def test_forms_to_write_otherwise_are_told(case: dict[str, Any]) -> None:
    assert {wrong: right for _, wrong, right in forms(case["texte"])} == case.get("dit", {})


@pytest.mark.parametrize("case", ACRONYMS, ids=texts(ACRONYMS))
def test_acronyms_are_known_and_doubtful_words_are_not(case: dict[str, Any]) -> None:
    found = list(acronyms(case["texte"]))
    assert [sigle for _, _, sigle in found] == case.get("sigles", [])
    if found:
        start, end, _ = found[0]
        assert is_explained(case["texte"], start, end) is bool(case.get("explique"))
