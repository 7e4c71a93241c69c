"""The page of people: the register, who is missing from it, recordings; what it leaves, and where no name goes."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restitution.acts.people.agreeing import Asked, agree
from restitution.acts.people.finding import missing, register
from restitution.desk.register import people_of
from restitution.model import Shaped, Source
from restitution.plan.people import AGREEMENTS, HOME, REGISTER
from restitution.store import encode, write, write_contract
from tests.desk.conftest import OnTheDesk
from tests.desk.listed import undo_of
from tests.people.test_commands import NOTES

PAGE = "/personnes"
BEFORE = """\
# Le registre de l'équipe.
personnes:
  - nom: Nadège Vauquelin   # la maire
    variantes: [Nad]
    niveau: nominatif
    accord: {le: 20/05/2025}

  - nom: Tom Lherbier
    mineur: oui
"""
NAMES = ("Vauquelin", "Lherbier", "Rivallon", "Nadège", "vauquelin", "Nad%C3%A8ge")


@pytest.fixture
def people(here: OnTheDesk) -> OnTheDesk:
    plan = msgspec.structs.replace(
        here.world.look(),
        sources={"ici": [Source(path=note.path, sha256=note.sha256) for note in NOTES]},
        keys={"notes/ici.jsonl": "clé"},
    )
    write(here.desk.work / "plan.json", encode(plan))
    write_contract(here.desk.work / "notes/ici.jsonl", "clé", [Shaped(note=note) for note in NOTES])
    write(here.world.root / REGISTER, BEFORE.encode())
    return here


def said(here: OnTheDesk) -> str:
    return (here.world.root / REGISTER).read_text("utf-8")


def boxes(text: str) -> dict[str, str]:
    """What each box of the page is about -> its value."""
    found = re.findall(r'name="ligne" value="([0-9a-f:]+)".*?<b>(.*?)</b>', text, re.DOTALL)
    return {html.unescape(name): value for value, name in found}


def press(here: OnTheDesk, address: str, *names: str, **fields: Any) -> Any:
    shown = boxes(here.get(PAGE).text)
    return here.post(f"{PAGE}/{address}", {"ligne": [shown[name] for name in names], **fields})


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_register_is_shown_with_how_each_is_told(people: OnTheDesk) -> None:
    text = html.unescape(people.get(PAGE).text)
    assert {"Nadège Vauquelin", "Tom Lherbier", "ici/atelier.vtt", "là/atelier.vtt"} == set(boxes(text))
    assert "paraît comme : Nadège Vauquelin" in text
    assert "attend un accord" in text


@pytest.mark.parametrize(
    ("names", "fields", "after"),
    [
        (
            ("Tom Lherbier",),
            {"niveau_dit": "pseudonyme"},
            BEFORE + "    niveau: pseudonyme\n",
        ),
        (
            ("Nadège Vauquelin", "Tom Lherbier"),
            {"le": "2 mars 2026", "portee": ["nom", "image"], "preuve": "fiche, signée"},
            BEFORE.replace("{le: 20/05/2025}", "{le: 2026-03-02, portee: [nom, image], preuve: 'fiche, signée'}")
            + "    accord: {le: 2026-03-02, portee: [nom, image], preuve: 'fiche, signée'}\n",
        ),
        (
            ("Nadège Vauquelin",),
            {"retire_le": "2026-03-02", "niveau_dit": "retire"},
            BEFORE.replace("{le: 20/05/2025}", "{le: 2025-05-20, retire_le: 2026-03-02}").replace(
                "niveau: nominatif", "niveau: retiré"
            ),
        ),
    ],
)
def test_entries_change_in_the_editors_file_and_come_back(
    people: OnTheDesk, names: tuple[str, ...], fields: dict[str, Any], after: str
) -> None:
    text = press(people, "changer", *names, **fields).text
    assert said(people) == after
    people.post(f"{PAGE}/annuler", {"pas": undo_of(text)})
    assert said(people) == BEFORE


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Rien n'est choisi"),
        ({"niveau_dit": "reine"}, "n'est pas un niveau"),
        ({"le": "2999-01-01"}, "n'est pas encore venu"),
        ({"le": "un jour"}, "n'est pas un jour"),
        ({"preuve": "feuille"}, "quel jour"),
        ({"le": "2026-03-02", "portee": ["nom", "aucune"]}, "« aucune »"),
    ],
)
def test_what_cannot_be_said_is_refused(people: OnTheDesk, fields: dict[str, Any], told: str) -> None:
    assert told in html.unescape(press(people, "changer", "Tom Lherbier", **fields).text)
    assert said(people) == BEFORE


def test_an_entry_that_another_changed_is_kept(people: OnTheDesk) -> None:
    shown = boxes(people.get(PAGE).text)
    theirs = BEFORE.replace("mineur: oui", "mineur: oui\n    commune: Ici")
    write(people.world.root / REGISTER, theirs.encode())
    answer = people.post(f"{PAGE}/changer", {"ligne": shown["Tom Lherbier"], "niveau_dit": "pseudonyme"})
    assert "a changé pendant que vous regardiez" in answer.text
    assert said(people) == theirs
    people.post(f"{PAGE}/changer", {"ligne": shown["Nadège Vauquelin"], "niveau_dit": "pseudonyme"})
    assert said(people) == theirs.replace("niveau: nominatif", "niveau: pseudonyme")


def test_whoever_is_missing_is_found_and_added_as_the_command_does(people: OnTheDesk) -> None:
    today = people_of(people.desk).today(people.desk)
    register(today, missing(today).proposed)
    wanted = said(people)
    write(people.world.root / REGISTER, BEFORE.encode())
    text = people.post(f"{PAGE}/chercher", {}).text
    found = {name: value for name, value in boxes(text).items() if ":" not in value}
    assert set(found) == {"M. Rivallon"}
    text = people.post(f"{PAGE}/inscrire", {"ligne": list(found.values()), "niveau_dit": "agrege"}).text
    assert said(people) == wanted
    assert "1 fiche ajoutée" in text
    people.post(f"{PAGE}/inscrire/annuler", {"pas": undo_of(text)})
    assert said(people) == BEFORE


def test_whoever_was_added_meanwhile_is_not_added_twice(people: OnTheDesk) -> None:
    found = boxes(people.post(f"{PAGE}/chercher", {}).text)
    theirs = f"{BEFORE}  - nom: M. Rivallon\n"
    write(people.world.root / REGISTER, theirs.encode())
    answer = people.post(f"{PAGE}/inscrire", {"ligne": found["M. Rivallon"]})
    assert "a changé pendant que vous regardiez" in answer.text
    assert said(people) == theirs


def test_an_agreement_leaves_the_file_of_the_command(people: OnTheDesk) -> None:
    folder = people.world.root / AGREEMENTS
    today = people_of(people.desk).today(people.desk)
    asked = Asked(day="13/11/2025", by="Maud", proof="accord dit au début")
    for note in NOTES[1:]:
        agree(today, note, asked)
    wanted = files(folder)
    for path in folder.iterdir():
        path.unlink()
    fields = {"le": "13/11/2025", "par": "Maud", "preuve": "accord dit au début"}
    text = press(people, "enregistrements", "ici/atelier.vtt", "là/atelier.vtt", **fields).text
    assert files(folder) == wanted
    assert "2 accords notés." in text
    people.post(f"{PAGE}/enregistrements/annuler", {"pas": undo_of(text)})
    assert files(folder) == {}


def test_a_recording_whose_agreement_another_noted_is_told(people: OnTheDesk) -> None:
    shown = boxes(people.get(PAGE).text)
    today = people_of(people.desk).today(people.desk)
    agree(today, NOTES[1], Asked(day="13/11/2025", by="Zoé"))
    wanted = files(people.world.root / AGREEMENTS)
    fields = {"ligne": shown["ici/atelier.vtt"], "le": "14/11/2025", "par": "Maud"}
    assert "a changé pendant" in people.post(f"{PAGE}/enregistrements", fields).text
    assert files(people.world.root / AGREEMENTS) == wanted


def test_where_somebody_is_named_is_shown(people: OnTheDesk) -> None:
    code = boxes(people.get(PAGE).text)["Nadège Vauquelin"].partition(":")[0]
    text = people.post(f"{PAGE}/voir", {"personne": code}).text
    assert "ici/visite.md" in text
    assert "Nadège nous reçoit." in text
    assert "n&#39;est plus au registre" in people.post(f"{PAGE}/voir", {"personne": "Nadège Vauquelin"}).text


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"cherche": "vauq"}, {"Nadège Vauquelin"}),
        ({"niveau": "agrege"}, {"Tom Lherbier"}),
        ({"niveau": "nominatif", "cherche": "tom"}, set()),
        ({"niveau": "inconnu"}, {"Nadège Vauquelin", "Tom Lherbier"}),
    ],
)
def test_people_are_looked_for_in_forms(people: OnTheDesk, fields: dict[str, str], shown: set[str]) -> None:
    text = people.post(f"{PAGE}/montrer", fields).text
    assert {name for name in boxes(text) if "/" not in name} == shown


def test_no_name_stands_in_an_address_or_a_log(people: OnTheDesk, capfd: pytest.CaptureFixture[str]) -> None:
    text = people.get(PAGE).text + people.post(f"{PAGE}/chercher", {}).text
    addresses = re.findall(r'(?:href|action|hx-[a-z-]+|id|value|for)=["\'](.*?)["\']', text)
    assert not [one for one in addresses if any(name in one for name in NAMES)]
    press(people, "changer", "Tom Lherbier", niveau_dit="pseudonyme")
    logs = [path for path in (people.desk.work / "logs").rglob("*") if path.is_file()]
    assert not any(name in path.read_text("utf-8") for path in logs for name in NAMES)
    assert not any(name in "".join(capfd.readouterr()) for name in NAMES)


def test_a_register_that_cannot_be_read_is_told(people: OnTheDesk) -> None:
    write(people.world.root / HOME / "personnes.yaml", b"personnes:\n  - nom: [\n")
    answer = people.get(PAGE)
    assert answer.status_code == 409
    assert "personnes.yaml" in answer.text
    assert people.get("/").status_code == 200


def test_notes_that_are_being_read_anew_are_told(people: OnTheDesk) -> None:
    write_contract(people.desk.work / "notes/ici.jsonl", "autre", [])
    assert "en train d&#39;être relues" in people.get(PAGE).text
