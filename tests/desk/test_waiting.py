"""A desk over a project that nobody has read yet, or that a build is making anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from restitution.desk.app import application
from restitution.desk.guard import Keys
from restitution.desk.project import LOOKED, Desk
from restitution.plan.outputs import WORK
from tests.desk.conftest import PORT, OnTheDesk

PAGES = ("/", "/remarques", "/remarques/R-001", "/corrections", "/construction", "/fichiers")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_waits_until_the_notes_are_read(
    here: OnTheDesk, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    for name in LOOKED:
        (here.world.root / WORK / name).unlink(missing_ok=True)
    keys, desk = Keys(PORT), Desk(here.world.root)
    monkeypatch.setattr(desk.jobs, "start", lambda *_, **__: None)
    client = TestClient(application(desk, keys), base_url=keys.origin, follow_redirects=False)
    client.get("/entrer", params={"jeton": keys.token})
    answer = client.get(page)
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "hx-refresh" not in client.get("/pret").headers
    here.look()
    assert client.get("/pret").headers["hx-refresh"] == "true"
    assert "Je lis vos notes" not in client.get(page).text


def test_what_a_build_makes_anew_is_shown_as_it_was(here: OnTheDesk) -> None:
    before = here.get("/remarques").text.count("data-rang")
    for name in ("remarks.json", "document.json", "annexes.json", "applied.json"):
        (here.world.root / WORK / name).unlink()
    assert here.get("/remarques").text.count("data-rang") == before
    assert "1 remarque résolue : R-001" in here.decide("R-001", decision="resoudre").text
    assert here.states()["R-001"] == "resolved"


def test_a_file_of_work_that_is_half_there_is_no_trouble(here: OnTheDesk) -> None:
    path: Path = here.world.root / WORK / "applied.json"
    path.write_bytes(b"[{")
    answer = here.get("/remarques")
    assert answer.status_code == 200
