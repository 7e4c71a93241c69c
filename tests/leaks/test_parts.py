"""The words of an XML part as a search reads them: no more of its tree is kept than where the reading is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.leaks.xml import pieces_of_xml

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("parts.yaml").read_text("utf-8"))
WHERE = "texte"


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_its_words_are_read(case: dict[str, Any]) -> None:
    pieces = list(pieces_of_xml(case["xml"].encode(), WHERE))
    whole = [piece.text for piece in pieces if piece.place == WHERE]
    assert lines(whole[-1])[: len(case["says"])] == case["says"]
    assert (case["xml"] in whole) is case.get("broken", False), "as it is, too, when it is broken"
    told = {piece.place.removeprefix(f"{WHERE}, "): piece.text for piece in pieces}
    for name, key in {"modifications acceptées": "accepted", "modifications refusées": "refused"}.items():
        assert (name in told) is (key in case)
        assert lines(told.get(name, "")) == case.get(key, [])
    assert told.get("remarques techniques", "").split("\n") == case.get("aside", [""])
