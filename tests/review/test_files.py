"""Decisions and corrections: small files that two machines, synchronisers and people leave in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from restitution.remarks import Decision, Fix, Verdict
from restitution.review import files
from restitution.review.decided import decided, standing_fixes

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("decisions.yaml").read_text("utf-8"))
KEY = "3f2a9c0d1e5b7a86"
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
verdicts = st.sampled_from(["accepter", "rejeter", "resoudre", "rouvrir", "repondre"])
moments = st.sampled_from([f"2026-10-12T09:30:0{second}Z" for second in range(4)])


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_what_is_read_and_what_is_said(case: dict[str, Any]) -> None:
    given_ = {name: text if isinstance(text, bytes) else text.encode() for name, text in case["files"].items()}
    decisions, found = files.read_decisions(given_)
    assert [[one.number, one.verdict, one.answer, one.at] for one in decisions] == case["read"]
    told = case.get("told", [])
    assert len(found) == len(told), found
    assert all(words in finding.message for words, finding in zip(told, found, strict=True)), found


@given(words, words, words, verdicts)
def test_a_decision_is_read_as_it_was_written(answer: str, why: str, by: str, verdict: Verdict) -> None:
    decision = Decision(
        key=KEY, number="R-014", verdict=verdict, answer=answer, why=why, by=by, at="2026-10-12T09:30:00Z"
    )
    name, data = files.decision_file(decision)
    assert files.read_decisions({name: data}) == ([decision], [])
    assert files.decision_file(decision) == (name, data)


@given(words.filter(bool), words)
def test_a_correction_is_read_as_it_was_written(base: str, text: str) -> None:
    fix = Fix(passage="src_0123456789", base=base, text=text, at="2026-10-12T09:30:00Z")
    name, data = files.fix_file(fix)
    assert files.read_fixes({name: data}) == ([fix], [])


def test_two_machines_share_a_name_only_for_the_same_content(tmp_path: Path) -> None:
    one = Decision(key=KEY, number="R-014", verdict="accepter", at="2026-10-12T09:30:00Z")
    other = Decision(key=KEY, number="R-014", verdict="rejeter", at="2026-10-12T09:30:00Z")
    assert files.keep_decision(tmp_path, one) == files.keep_decision(tmp_path, one)
    assert files.keep_decision(tmp_path, other) != files.keep_decision(tmp_path, one)
    assert len(files.files_in(tmp_path / files.DECISIONS)) == 2


def test_a_file_that_no_yaml_is_made_of_is_left_alone(tmp_path: Path) -> None:
    for name in ("LISEZMOI.txt", ".DS_Store", "R-001.yaml~"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "rangees").mkdir()
    (tmp_path / "rangees" / "R-002.YAML").write_text("remarque: R-002\n", "utf-8")
    assert list(files.files_in(tmp_path)) == ["rangees/R-002.YAML"]


@given(st.lists(st.tuples(verdicts, moments, words), max_size=6), st.randoms())
def test_the_latest_verdict_holds_whatever_the_order_of_files(
    said: list[tuple[Verdict, str, str]], order: Any
) -> None:
    decisions = [Decision(key=KEY, verdict=verdict, at=at, answer=answer) for verdict, at, answer in said]
    mixed = list(decisions)
    order.shuffle(mixed)
    now, found = decided(mixed)
    assert (now, found) == decided(decisions)
    settling = [one for one in decisions if one.verdict != "repondre"]
    last = {one.verdict for one in settling if one.at == max(each.at for each in settling)}
    if decisions:
        assert now[KEY].verdict == (last.pop() if len(last) == 1 else None)
        assert len(now[KEY].history) == len(decisions)
        assert len(found) == (1 if len(last) > 1 else 0)


def test_an_answer_and_a_place_stand_beside_a_verdict() -> None:
    said = [
        Decision(key=KEY, verdict="accepter", why="juste", at="2026-10-12T09:30:00Z"),
        Decision(key=KEY, verdict="placer", passage="src_0000000001", at="2026-10-12T09:31:00Z"),
        Decision(key=KEY, verdict="repondre", answer="Merci.", at="2026-10-12T11:32:00+02:00"),
    ]
    now = decided(said)[0][KEY]
    assert (now.verdict, now.why, now.passage, now.answer) == ("accepter", "juste", "src_0000000001", "Merci.")


def test_a_number_alone_is_enough_where_it_is_known() -> None:
    said = [Decision(key="", number=number, verdict="accepter", at="2026-10-12") for number in ("R-1", "R-101")]
    now, found = decided(said, {"R-101": KEY})
    assert list(now) == [KEY]
    assert "R-1, qui n'est le numéro d'aucune remarque" in found[0].message


A, B, C = "Douze communes.", "Treize communes.", "Quatorze communes."


@pytest.mark.parametrize(
    ("said", "standing", "told"),
    [
        ([(A, B, 1)], [(A, B)], 0),
        ([(A, B, 1), (B, C, 2)], [(A, C)], 0),
        ([(A, B, 1), (A, C, 2)], [(A, C)], 0),
        ([(A, B, 1), (A, C, 1)], [(A, B)], 1),
        ([(A, B, 1), (B, A, 2)], [], 0),
        ([(A, "", 1)], [(A, "")], 0),
        ([(A, B, 1), (A, B, 2)], [(A, B)], 0),
    ],
)
def test_corrections_of_one_passage(
    said: list[tuple[str, str, int]], standing: list[tuple[str, str]], told: int
) -> None:
    fixes = [Fix(passage="p", base=base, text=text, at=f"2026-10-12T09:30:0{at}Z") for base, text, at in said]
    now, found = standing_fixes(fixes)
    assert ([(fix.base, fix.text) for fix in now], len(found)) == (standing, told)


def test_what_is_decided_next_is_later() -> None:
    first = files.moment()
    assert files.instant(files.moment([first])) > files.instant(first)
    assert files.instant("2026-10-12T11:30:00+02:00") == files.instant("2026-10-12T09:30:00Z")
