"""Remarks at the desk: the files that they leave, the states that they show, two people at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from restitution.acts.known import known
from restitution.progress import Progress
from restitution.remarks import Review
from restitution.review.files import DECISIONS
from tests.desk.conftest import OnTheDesk
from tests.review.test_commands import replacement
from tests.review.world import World

WHEN = re.compile(r"^(le|annule): .*$", re.MULTILINE)


def files(project: Path) -> list[str]:
    """What the decisions say, but for the second at which they were taken."""
    return sorted(WHEN.sub("", path.read_text("utf-8")) for path in (project / DECISIONS).glob("*"))


def told(review: Review) -> Any:
    """The remarks as plain values."""
    return to_builtins(review.items)


WAYS: dict[str, list[tuple[str, dict[str, Any], list[str]]]] = {
    "accept": [("R-002", {"decision": "accepter"}, ["R-002", "accepter"])],
    "reject": [("R-001", {"decision": "rejeter"}, ["R-001", "rejeter"])],
    "answer": [("R-001", {"decision": "repondre", "reponse": "Oui."}, ["R-001", "--reponse", "Oui."])],
    "accept and answer": [
        ("R-001", {"decision": "accepter", "reponse": "Oui."}, ["R-001", "accepter", "--reponse", "Oui."])
    ],
    "resolve an orphan": [("R-005", {"decision": "resoudre"}, ["R-005", "resoudre"])],
    "reopen": [
        ("R-001", {"decision": "rejeter"}, ["R-001", "rejeter"]),
        ("R-001", {"decision": "rouvrir"}, ["R-001", "rouvrir"]),
    ],
    "take back": [
        ("R-004", {"decision": "accepter"}, ["R-004", "accepter"]),
        ("R-004", {"decision": "annuler"}, ["R-004", "annuler"]),
    ],
    "a replacement": [("R-011", {"decision": "accepter"}, ["R-011", "accepter"])],
    "several": [("R-001 R-004", {"decision": "resoudre"}, ["R-001", "R-004", "resoudre"])],
}


@pytest.mark.parametrize("way", WAYS)
def test_the_desk_leaves_the_files_that_the_command_leaves(
    here: OnTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    here.world.copy("2026-10-09", *replacement(11))
    here.look()
    twin = World(tmp_path / "jumeau", monkeypatch)
    for path in (here.world.root / "sources").rglob("*"):
        if path.is_file():
            other = twin.root / path.relative_to(here.world.root)
            other.parent.mkdir(parents=True, exist_ok=True)
            other.write_bytes(path.read_bytes())
    for numbers, fields, words in WAYS[way]:
        assert here.decide(*numbers.split(), **fields).status_code == 200
        twin.run("review", "decide", *words, "--par", "Zoé")
    assert files(here.world.root) == files(twin.root) != []


@pytest.mark.parametrize("way", WAYS)
def test_what_is_shown_after_a_decision_is_what_a_look_would_find(
    here: OnTheDesk, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    here.world.copy("2026-10-09", *replacement(11))
    here.look()
    for numbers, fields, _ in WAYS[way]:
        here.decide(*numbers.split(), **fields)
        shown = here.desk.today().known.review
        monkeypatch.setattr("restitution.acts.known.look", lambda *_: here.world.look())
        assert told(shown) == told(known(here.world.root, 1, Progress(quiet=True)).review)


def test_the_next_one_that_waits_is_shown(here: OnTheDesk) -> None:
    order = re.findall(r'data-rang="(R-\d+)"', here.get("/remarques").text)
    assert set(order) == {"R-001", "R-002", "R-003", "R-004", "R-005"}
    answer = here.decide(order[1], decision="resoudre", suite="oui")
    assert f'data-fiche="{order[2]}"' in answer.text
    assert f'id="rang-{order[1]}"' in answer.text
    assert "1 remarque résolue" in answer.text


def test_two_people_lose_nothing_of_each_other(here: OnTheDesk) -> None:
    seen = here.version("R-001")
    here.world.run("review", "decide", "R-001", "rejeter", "--reponse", "Non.", "--par", "Ana")
    answer = here.post("/remarques/decider", {"numero": [seen], "decision": "accepter"})
    assert "R-001 a changé pendant que vous regardiez" in answer.text
    assert "Non." in answer.text
    assert "par Ana" in answer.text
    assert here.states()["R-001"] == "rejected"
    assert len(files(here.world.root)) == 1
    assert here.decide("R-001", decision="accepter").status_code == 200
    assert here.states()["R-001"] == "resolved"
    assert len(files(here.world.root)) == 2


def test_several_are_refused_together_when_one_changed(here: OnTheDesk) -> None:
    seen = [here.version("R-001"), here.version("R-004")]
    here.world.run("review", "decide", "R-004", "rejeter")
    here.post("/remarques/decider", {"numero": seen, "decision": "resoudre"})
    assert here.states()["R-001"] == "new"
    assert here.states()["R-004"] == "rejected"


def test_a_change_of_unsure_place_is_not_accepted_among_others(here: OnTheDesk) -> None:
    from tests.review.test_commands import mark  # noqa: PLC0415
    from tests.review.world import src  # noqa: PLC0415

    base = "Le siège est au moulin de Roncelles."
    here.world.copy("2026-10-12", mark(8, "insertion", "haut ", src(4), base=base, proposed=base, confidence=0.5))
    here.look()
    answer = here.decide("R-001", "R-008", decision="accepter")
    assert "Place à confirmer d&#39;abord : R-008" in answer.text
    assert files(here.world.root) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"numero": [], "decision": "accepter"}, "Aucune remarque n&#39;est cochée"),
        ({"numero": ["R-099:abc"], "decision": "accepter"}, "aucune remarque n&#39;a ce numéro"),
        ({"numero": ["R-001:abc"], "decision": "brûler"}, "n&#39;est pas une décision"),
        ({"numero": ["R-001:abc"], "decision": "accepter"}, "a changé pendant que vous regardiez"),
    ],
)
def test_what_cannot_be_is_told(here: OnTheDesk, fields: dict[str, Any], said: str) -> None:
    answer = here.post("/remarques/decider", fields)
    assert answer.status_code == 200
    assert said in answer.text
    assert files(here.world.root) == []


def test_an_empty_answer_is_no_answer(here: OnTheDesk) -> None:
    assert "La réponse est vide" in here.decide("R-001", decision="repondre", reponse="  ").text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("etat=", {"R-001", "R-002", "R-003", "R-004", "R-005"}),
        ("etat=orphan", {"R-005"}),
        ("etat=inconnu", {"R-001", "R-002", "R-003", "R-004", "R-005"}),
        ("etat=&qui=Jean Bost", {"R-003", "R-004", "R-005"}),
        ("etat=&genre=insertion", {"R-002"}),
        ("etat=&cherche=DOUZE", {"R-001"}),
        ("etat=&qui=Personne", set()),
    ],
)
def test_a_list_shows_some(here: OnTheDesk, query: str, numbers: set[str]) -> None:
    assert set(re.findall(r'data-rang="(R-\d+)"', here.get(f"/remarques?{query}").text)) == numbers


def test_without_a_script_a_decision_leads_to_the_next_page(here: OnTheDesk) -> None:
    fields = {"numero": here.version("R-001"), "decision": "resoudre", "suite": "oui", "csrf": here.keys.csrf}
    answer = here.client.post("/remarques/decider", data=fields, headers={"origin": here.keys.origin})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/remarques/R-0")


def test_the_first_page_counts_what_was_decided_since(here: OnTheDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from restitution.dashboard.records import Page  # noqa: PLC0415
    from restitution.desk.pages import home  # noqa: PLC0415
    from restitution.model import Coverage  # noqa: PLC0415
    from restitution.plan.outputs import WORK  # noqa: PLC0415
    from restitution.store import encode, write  # noqa: PLC0415

    nothing = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])
    write(here.world.root / WORK / "coverage.json", encode(nothing))
    shown: Any = dict.fromkeys(Page.__struct_fields__) | {"next_step": [], "checks": [], "waiting": []}
    board = Page(**shown | {"tiles": [home.board.remarks_tile(5)]})
    monkeypatch.setattr(home.Facts, "of", lambda *_: board)
    assert ">5</span> remarques en attente" in here.get("/faits").text
    here.decide("R-001", decision="resoudre")
    text = here.get("/faits").text
    assert ">4</span> remarques en attente" in text
    assert "attendent votre décision" in text
