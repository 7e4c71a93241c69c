"""Taking a decision back: one more small file, after which everything stands as before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from restitution.remarks import Decision
from restitution.review.decided import decided
from tests.review.test_commands import mark, replacement
from tests.review.world import World, src

BASE = "Le pays compte douze communes. Le conseil se réunit le mardi."


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "projet", monkeypatch)
    treize = BASE.replace("douze", "treize")
    made.copy(
        "2026-10-08",
        mark(1, "comment", "Vraiment douze ?", src(3), quote="douze communes", base=BASE, offset=15),
        mark(2, "insertion", "treize", src(3), base=BASE, proposed=treize),
        mark(3, "comment", "Où donc ?", src(4), confidence=0.6, author="Jean Bost"),
    )
    return made


def standing(world: World, number: str) -> dict[str, Any]:
    """What a remark is but for its history."""
    (remark,) = (one for one in world.review().items if one.number == number)
    return {name: getattr(remark, name) for name in remark.__struct_fields__ if name != "history"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("R-001", ["decide", "R-001", "accepter"]),
        ("R-001", ["decide", "R-001", "rejeter", "--reponse", "Non."]),
        ("R-001", ["decide", "R-001", "--reponse", "Oui."]),
        ("R-002", ["decide", "R-002", "resoudre"]),
        ("R-003", ["place", "R-003", "¶1.2-1"]),
        ("R-003", ["place", "R-003"]),
    ],
)
def test_what_is_taken_back_is_as_it_was(world: World, number: str, words: list[str]) -> None:
    before = standing(world, number)
    world.run("review", *words)
    assert standing(world, number) != before
    assert "rendue à son état d'avant" in world.run("review", "decide", number, "annuler")
    assert standing(world, number) == before
    assert "Aucune décision à annuler" in world.run("review", "decide", number, "undo")


def test_the_decision_before_stands_again(world: World) -> None:
    world.run("review", "decide", "R-001", "rejeter", "--reponse", "Non.")
    world.run("review", "decide", "R-001", "accepter", "--reponse", "Oui.")
    world.run("review", "decide", "R-001", "annuler", "--par", "Zoé")
    (remark, *_) = world.review().items
    assert (remark.state, remark.answer) == ("rejected", "Non.")
    told = [(one.what, one.by) for one in remark.history]
    assert told[-2:] == [("acceptée, puis annulée", ""), ("décision annulée", "Zoé")]
    world.run("review", "decide", "R-001", "annuler")
    assert standing(world, "R-001")["state"] == "new"


def test_a_replacement_is_taken_back_whole(world: World) -> None:
    world.copy("2026-10-09", *replacement(11))
    world.run("review", "decide", "R-011", "accepter")
    world.run("review", "decide", "R-012", "annuler")
    assert {one.state for one in world.review().items if one.number in {"R-011", "R-012"}} == {"new"}


def test_decisions_of_one_second_no_longer_contradict_each_other() -> None:
    moment = "2026-10-12T09:30:00Z"
    two = [Decision(key="k", number="R-1", verdict=one, at=moment) for one in ("accepter", "rejeter")]
    back = Decision(key="k", number="R-1", verdict="annuler", undoes=moment, at="2026-10-12T09:31:00Z")
    assert len(decided(two)[1]) == 1
    by_key, findings = decided([*two, back])
    assert (by_key["k"].verdict, by_key["k"].standing, findings) == (None, [], [])
