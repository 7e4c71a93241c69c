"""Pages of the plan and of contradictions: what they change in `restitution.yaml`, and what they leave of it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from restitution.model import Conflict, Place
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.store import encode, write
from tests.desk.conftest import OnTheDesk
from tests.desk.listed import SETTINGS, lay, undo_of

PLAN = """
# Ce que nous avons voulu.
plan:
  - {partie: couverture}
  # à relire par Zoé
  - {partie: portraits, titre: Les pays}   # long
  - sommaire
noms: masques   # pour l'instant
"""
CONFLICTS = [
    Conflict(
        check="K2",
        about="Dates de la visite",
        places=[
            Place(path="a/débat.docx", where="ligne 1, « Dates »", words="On a parlé longtemps"),
            Place(path="restitution.yaml", where="visites", words="le 21 mai"),
        ],
        values=["20 mai", "21 mai"],
        remedy="Demandez lequel est juste.",
    ),
    Conflict(
        check="K10",
        about="Chiffre donné deux fois",
        places=[Place(path="b/eau.md", where="ligne 3", words="<b>12</b> puits")],
        values=[],
        remedy="Retrouvez la source.",
    ),
]


@pytest.fixture
def desk(here: OnTheDesk) -> OnTheDesk:
    lay(here)
    write(here.world.root / SETTINGS_FILE, (SETTINGS + PLAN).encode())
    write(here.desk.work / "conflicts.json", encode(CONFLICTS))
    return here


def said(here: OnTheDesk) -> str:
    return (here.world.root / SETTINGS_FILE).read_text("utf-8")


def shown(text: str) -> dict[str, Any]:
    """What the form of the plan bears."""
    found = re.search(r'name="ligne" value="([0-9a-f:]+)"', text)
    assert found
    return {"ligne": found[1], "partie": re.findall(r'name="partie" value="(\w+)"', text)}


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressed", "order"),
    [
        ("haut:sommaire", ["couverture", "sommaire", "portraits"]),
        ("bas:couverture", ["portraits", "couverture", "sommaire"]),
    ],
)
def test_a_part_moves_by_its_buttons_and_comes_back(desk: OnTheDesk, pressed: str, order: list[str]) -> None:
    text = desk.post("/plan", {**shown(desk.get("/plan").text), "deplacer": pressed}).text
    assert [part.partie for part in load_settings(desk.world.root / SETTINGS_FILE).plan] == order
    assert shown(text)["partie"] == order
    assert sorted(said(desk).splitlines()) == sorted((SETTINGS + PLAN).splitlines())
    desk.post("/plan/annuler", {"pas": undo_of(text)})
    assert said(desk) == SETTINGS + PLAN


def test_parts_are_put_in_the_order_in_which_they_were_dropped(desk: OnTheDesk) -> None:
    form = shown(desk.get("/plan").text)
    desk.post("/plan", {**form, "partie": ["sommaire", "portraits", "couverture"]})
    moved = """
# Ce que nous avons voulu.
plan:
  - sommaire
  # à relire par Zoé
  - {partie: portraits, titre: Les pays}   # long
  - {partie: couverture}
noms: masques   # pour l'instant
"""
    assert said(desk) == SETTINGS + moved


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"deplacer": "haut:couverture"}, "déjà en tête"),
        ({"deplacer": "bas:sommaire"}, "déjà en fin de plan"),
        ({}, "déjà dans cet ordre"),
        ({"deplacer": "haut:roman"}, "n'est pas du plan"),
        ({"deplacer": "dehors:sommaire"}, "n'est pas du plan"),
        ({"partie": ["couverture"]}, "plus les parties du plan"),
        ({"partie": ["couverture", "couverture", "sommaire"]}, "plus les parties du plan"),
    ],
)
def test_what_moves_nothing_writes_nothing(desk: OnTheDesk, fields: dict[str, Any], told: str) -> None:
    answer = desk.post("/plan", {**shown(desk.get("/plan").text), **fields})
    assert told in html.unescape(answer.text)
    assert said(desk) == SETTINGS + PLAN


def test_a_plan_that_another_changed_is_kept(desk: OnTheDesk) -> None:
    form = shown(desk.get("/plan").text)
    theirs = (SETTINGS + PLAN).replace("Les pays", "Nos pays")
    write(desk.world.root / SETTINGS_FILE, theirs.encode())
    answer = desk.post("/plan", {**form, "deplacer": "haut:sommaire"})
    assert "Le plan a changé pendant que vous regardiez" in answer.text
    assert "Nos pays" in answer.text
    assert said(desk) == theirs


def test_a_plan_that_nobody_wrote_is_begun_and_taken_away_again(desk: OnTheDesk) -> None:
    write(desk.world.root / SETTINGS_FILE, SETTINGS.encode())
    text = desk.post("/plan", {**shown(desk.get("/plan").text), "deplacer": "bas:couverture"}).text
    assert [part.partie for part in load_settings(desk.world.root / SETTINGS_FILE).plan][:2] == [
        "colophon",
        "couverture",
    ]
    desk.post("/plan/annuler", {"pas": undo_of(text)})
    assert said(desk) == SETTINGS


# --- contradictions ------------------------------------------------------------------------------


def cards(text: str) -> dict[str, str]:
    """What each contradiction is about -> its code."""
    found = re.findall(r'<h2 id="t-([0-9a-f]+)">(.*?) <span', text)
    return {html.unescape(about): code for code, about in found}


def test_both_passages_stand_side_by_side(desk: OnTheDesk) -> None:
    text = desk.get("/contradictions").text
    assert set(cards(text)) == {"Dates de la visite", "Chiffre donné deux fois"}
    assert "On a parlé longtemps" in text
    assert "le 21 mai" in text
    assert "&lt;b&gt;12&lt;/b&gt; puits" in text


def test_what_the_note_says_around_is_shown(desk: OnTheDesk) -> None:
    plan = desk.desk.plan()
    assert plan is not None
    from msgspec.structs import replace  # noqa: PLC0415

    from restitution.model import Source  # noqa: PLC0415

    sources = {"a": [Source(path="a/débat.docx", sha256="0" * 64)]}
    write(desk.desk.work / "plan.json", encode(replace(plan, sources=sources)))
    code = cards(desk.get("/contradictions").text)["Dates de la visite"]
    assert "du vieux moulin" in desk.get(f"/contradictions/{code}/0").text
    assert "ne se retrouvent pas" in desk.get(f"/contradictions/{code}/1").text
    assert desk.get(f"/contradictions/{code}/9").status_code == 409
    assert desk.get("/contradictions/0000/0").status_code == 409


def test_one_is_accepted_in_writing_and_no_longer(desk: OnTheDesk) -> None:
    page = desk.get("/contradictions").text
    form = {"ligne": shown(page)["ligne"], "contradiction": cards(page)["Dates de la visite"]}
    text = desk.post("/contradictions", {**form, "motif": 'Dit : "21"', "par": "Le comité"}).text
    added = 'derogations:\n  - {controle: "K2", case: "a/débat.docx", motif: "Dit : \\"21\\"", par: "Le comité"}\n'
    assert said(desk) == SETTINGS + PLAN + added
    assert "Acceptée par écrit : Dit : &#34;21&#34; (Le comité)" in text
    desk.post("/contradictions/annuler", {"pas": undo_of(text)})
    assert said(desk) == SETTINGS + PLAN


@pytest.mark.parametrize("fields", [{"motif": " ", "par": "Zoé"}, {"motif": "Parce que", "par": ""}])
def test_nothing_is_accepted_without_a_reason_and_a_name(desk: OnTheDesk, fields: dict[str, str]) -> None:
    page = desk.get("/contradictions").text
    form = {"ligne": shown(page)["ligne"], "contradiction": cards(page)["Dates de la visite"]}
    assert "Dites pourquoi" in desk.post("/contradictions", {**form, **fields}).text
    assert said(desk) == SETTINGS + PLAN


def test_a_contradiction_that_is_gone_is_told(desk: OnTheDesk) -> None:
    page = desk.get("/contradictions").text
    form = {"ligne": shown(page)["ligne"], "contradiction": cards(page)["Dates de la visite"]}
    write(desk.desk.work / "conflicts.json", encode(CONFLICTS[1:]))
    answer = desk.post("/contradictions", {**form, "motif": "Parce que", "par": "Zoé"})
    assert "n&#39;est plus là" in answer.text
    assert said(desk) == SETTINGS + PLAN
