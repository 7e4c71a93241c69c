"""Where a remark stands in today's notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.assembly.identity import Leaf, identify
from restitution.remarks import SURE, Event, Origin, Remark
from restitution.review.journal import VERDICTS
from restitution.review.placing.today import today_in

CASES = yaml.safe_load(Path(__file__).with_name("today.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(case: dict[str, Any]) -> None:
    ids, anchors = identify([Leaf("a.md", text) for text in case["before"]], [])
    base, quote = case["before"][case["about"] - 1], case["quote"]
    remark = remark_on(ids[case["about"] - 1], base, quote)
    now, anchors = identify([Leaf("a.md", text) for text in case["now"]], anchors)
    stand = today_in(dict(zip(now, case["now"], strict=True)), anchors)(remark)
    told = {
        "passage": now.index(stand.passage) + 1 if stand.passage else 0,
        "placed": stand.placed,
        "sure": stand.confidence >= SURE,
    }
    assert {key: told[key] for key in case["stands"]} == case["stands"]


def test_what_the_editor_placed_is_sure() -> None:
    remark = remark_on("src_0123456789", "Un texte que le passage n’a jamais dit.", "jamais")
    remark.history = [Event(what=VERDICTS["placer"])]
    stand = today_in({"src_0123456789": "Le bourg se vide."}, [])(remark)
    assert (stand.passage, stand.placed, stand.confidence) == ("src_0123456789", "paragraph", 1.0)


def remark_on(passage: str, base: str, quote: str) -> Remark:
    return Remark(
        key="k", number="R-001", kind="comment", quote=quote, offset=max(0, base.find(quote)), base=base,
        source=Origin(passage=passage),
    )  # fmt: skip
