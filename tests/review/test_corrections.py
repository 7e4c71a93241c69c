"""Accepted changes become corrections: cases that a person can add to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.merging import merge, same
from restitution.remarks import Correction, Decision, Fix, Origin, Remark
from restitution.review.corrections import corrections_of, left_by_hand

CASES = yaml.safe_load((Path(__file__).parent / "corrections.yaml").read_text("utf-8"))
PASSAGE = "src_1111111111"


def remark(number: int, base: str, said: dict[str, Any]) -> Remark:
    known = {key: value for key, value in said.items() if key not in {"verdict", "passage", "look"}}
    return Remark(
        key=f"{number:016x}",
        number=f"R-{number:03}",
        base=base,
        source=Origin(passage=said.get("passage", PASSAGE)),
        **{"confidence": 1.0, **known},
    )


def decision(order: int, number: int, verdict: Any) -> Decision:
    return Decision(key=f"{number:016x}", verdict=verdict, at=f"2026-10-12T09:{order:02}:00Z")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, Any]) -> None:
    remarks = [remark(number, case["base"], said) for number, said in enumerate(case["remarks"], 1)]
    verdicts = [said.get("verdict", "accepter") for said in case["remarks"]]
    order = case.get("decided", range(1, len(remarks) + 1))
    decisions = [decision(at, n, verdicts[n - 1]) for at, n in enumerate(order) if verdicts[n - 1]]
    fixes = [Fix(passage=PASSAGE, at="2026-10-12T10:00:00Z", **fix) for fix in case.get("fixes", [])]
    found = corrections_of(remarks, fixes, decisions)
    assert [[one.number, one.base, one.text] for one in found] == case["corrections"]
    assert {one.passage for one in found} <= {PASSAGE}
    left = left_by_hand(one for one, verdict in zip(remarks, verdicts, strict=True) if verdict == "accepter")
    assert {one.number for one in left} == set(case.get("by_hand", {}))
    assert all(case["by_hand"][one.number] in one.why and one.result == "conflict" for one in left)


def applied(text: str, corrections: list[Correction]) -> str:
    for one in corrections:
        made = merge(one.base, one.text, text)
        assert not made.clashes
        text = made.text
    return text


WORDS = st.lists(st.sampled_from(["un", "deux", "trois", "à", "l’eau", "bleue,"]), min_size=1, max_size=8)


@given(WORDS, WORDS.map(lambda words: " ".join(words[:3])), st.data())
def test_a_word_replaced_reads_as_its_reviewer_wrote_it(words: list[str], new: str, data: st.DataObject) -> None:
    base = " ".join(words)
    number = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:number])) + (number > 0)
    end = start + len(words[number])
    place = data.draw(st.sampled_from([start, end]))
    gone = {
        "kind": "deletion",
        "quote": base[start:end],
        "offset": start,
        "proposed": " ".join((base[:start] + base[end:]).split()),
    }
    come = {"kind": "insertion", "text": new, "offset": place, "proposed": base[:place] + new + base[place:]}
    remarks = [remark(1, base, gone), remark(2, base, come)]
    order = data.draw(st.permutations([1, 2]))
    decisions = [decision(at, n, "accepter") for at, n in enumerate(order)]
    assert same(applied(base, corrections_of(remarks, [], decisions)), base[:start] + new + base[end:])
