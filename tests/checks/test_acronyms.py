"""K13: which acronyms of the published text a reader cannot look up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.checks.acronyms import acronyms_explained, unexplained
from restitution.model import Balance, Document, Placement
from restitution.pandoc import ast
from restitution.settings import load_settings

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "acronyms.yaml").read_text("utf-8"))
SETTINGS = load_settings(Path(__file__).parents[2] / "restitution.yaml")


def document(case: dict[str, Any]) -> Document:
    texts: list[str] = case["texte"]
    prefix = "gen" if case.get("plan") else "src"
    return Document(
        build="",
        title="",
        subtitle="",
        date="",
        language="fr-FR",
        epoch=0,
        blocks=[
            ast.para(ast.leaf(ast.string(text), "", id_=f"{prefix}_{number}"))
            for number, text in enumerate(texts, 1)
        ],
        placements=[
            Placement(leaf=f"src_{n}", bookmark=f"src_{n}", part="p", path="a.md", where=f"ligne {n}")
            for n in range(1, len(texts) + 1)
        ],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_what_nothing_explains_is_told_with_its_first_place(case: dict[str, Any]) -> None:
    found = unexplained(document(case), ["GAL", "S.C.I.C."], SETTINGS)
    told = acronyms_explained(Balance(sources=[], acronyms=found))
    assert [point.text for point in told.points] == case.get("dit", [])
