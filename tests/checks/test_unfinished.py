"""K15: what is found unfinished in the published text, and how the writers' remarks are told to the editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.checks.unfinished import remarks_told, unfinished
from restitution.model import Document, Internal, Placement
from restitution.pandoc import ast

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "unfinished.yaml").read_text("utf-8"))


def document(text: str) -> Document:
    """A document that shows one line of a note twice, between words of the plan."""
    once, again = (ast.para(ast.leaf(ast.string(text), "ligne 3", id_=name)) for name in ("src_1", "src_1_2"))
    return Document(
        build="",
        title="",
        subtitle="",
        date="",
        language="fr",
        epoch=0,
        blocks=[ast.para(ast.leaf(ast.string("À compléter"), "", id_="gen_1")), once, again],
        placements=[
            Placement(leaf="src_1", bookmark=name, part="p", path="a.md", where="ligne 3")
            for name in ("src_1", "src_1_2")
        ],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["texte"][:40] for case in CASES])
def test_what_waits_for_words_is_cited_once(case: dict[str, Any]) -> None:
    found = unfinished(document(case["texte"]))
    assert [one.text for one in found] == case["cite"]
    assert {(one.path, one.where) for one in found} <= {("a.md", "ligne 3")}


@pytest.mark.parametrize("passage_too", [True, False])
def test_a_quotation_of_a_passage_does_not_say_it_a_second_time(passage_too: bool) -> None:
    """The passage is cited once, with its words around; its quotation, when the passage itself is withheld."""
    passage = ast.leaf(ast.string("Nous étions XXX ce mardi-là, à la halle."), "ligne 3", id_="src_1")
    quotation = ast.leaf(ast.string("XXX ce mardi-là"), "", id_="gen_9")
    one = document("")
    one.blocks = [ast.para(leaf) for leaf in ([passage] if passage_too else []) + [quotation]]
    one.placements = [
        *([Placement(leaf="src_1", bookmark="src_1", part="p", path="a.md", where="ligne 3")] * passage_too),
        Placement(leaf="src_1", bookmark="gen_9", part="q", path="a.md", where="ligne 3", quoted=True),
    ]
    cited = "Nous étions XXX ce mardi-là, à la halle." if passage_too else "XXX ce mardi-là"
    assert [found.text for found in unfinished(one)] == [cited]


def test_the_remarks_of_a_file_are_told_in_words() -> None:
    left = [
        Internal(
            kind="comment", text="neuf ou onze ?", where="paragraphe 4", author="N. V.",
            date="2026-03-25T08:40:00Z", about="neuf gestes", resolved=True,
        ),
        Internal(kind="reply", text="onze", where="paragraphe 4", author="M. T."),
        Internal(kind="move", text="venu d'ailleurs", where="paragraphe 9"),
    ]  # fmt: skip
    assert remarks_told(left) == [
        (
            "2 commentaires du rédacteur, jamais publiés :",
            [
                "paragraphe 4, N. V., 2026-03-25 sur « neuf gestes » (résolu) : « neuf ou onze ? »",
                "↳ paragraphe 4, M. T. : « onze »",
            ],
        ),
        ("1 modification suivie, acceptée :", ["paragraphe 9 : déplacé : « venu d'ailleurs »"]),
    ]
    assert remarks_told([]) == []
