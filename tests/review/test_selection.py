"""What a copy holds: a territory's passages with the headings above them, or one part of the plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.model import Document, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.review.selection import of_territory, part_of

from .documents import document, texts

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("selection.yaml").read_text("utf-8"))
NAMES = {"Haute-Galdonne": "HG", "Val d'Arvoise": "VA"}
SAID = re.compile(r"\[(\w\w)\]\s*")


def named(text: str) -> list[str]:
    plain = text.replace("’", "'").replace("\u00a0", " ")
    return [code for name, code in NAMES.items() if name in plain]


def sourced(markdown: str) -> Document:
    """A document of which the paragraphs that begin by [VA] come from a note of VA."""
    one = document(markdown)
    placements: list[Placement] = []

    def note(inlines: Inlines) -> Inlines:
        if not inlines:
            return inlines
        leaf = inlines[0]
        found = SAID.match(ast.text(leaf["c"][1]))
        if not found:
            return inlines
        id_ = ast.leaf_id(leaf)
        placements.append(
            Placement(leaf=id_, bookmark=id_, part="", path="n.md", where="", territories=[found[1]])
        )
        return [{"t": "Span", "c": [leaf["c"][0], ast.string(SAID.sub("", ast.text(leaf["c"][1])))]}]

    one.blocks = ast.map_leaves(one.blocks, note)
    one.placements = placements
    return one


@pytest.mark.parametrize("case", CASES, ids=[case["cas"] for case in CASES])
def test_a_territory_s_copy(case: dict[str, Any]) -> None:
    one = sourced(case["plan"])
    copy = of_territory(one, "VA", named)
    said = [text.replace("’", "'").replace("\u00a0", " ") for text in texts(copy.blocks).values()]
    assert said == case["contient"]
    assert {placement.bookmark for placement in copy.placements} <= set(texts(copy.blocks))


def test_every_passage_of_a_territory_is_in_its_copy() -> None:
    one = sourced("\n\n".join(case["plan"] for case in CASES[:4]))
    copy = set(texts(of_territory(one, "VA", named).blocks))
    assert {placement.bookmark for placement in one.placements if placement.territories == ["VA"]} <= copy


def test_a_part_is_held_from_its_first_text_to_the_next_part_s() -> None:
    one = document(
        "::: couverture\nTitre.\n:::\n\n# Un\n\nTexte.\n\n# Deux\n\nIci.\n\n![](x.png)\n\n# Trois\n\nFin."
    )
    ids = {text: id_ for id_, text in texts(one.blocks).items()}
    one.parts = {
        "couverture": ids["Titre."],
        "portraits": ids["Un"],
        "themes": ids["Deux"],
        "outils": ids["Trois"],
    }
    assert [text for text in texts(part_of(one, "themes").blocks).values() if text] == ["Titre.", "Deux", "Ici."]
    assert part_of(one, "glossaire").blocks == []
