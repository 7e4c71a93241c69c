"""`restitution serve`: one address, the browser opened or not, what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from restitution.desk.serving import listening
from tests.review.world import World

ADDRESS = "http://127.0.0.1:8765/entrer?jeton=secret"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked to open; nothing is served."""
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", asked.append)
    monkeypatch.setattr("restitution.cli.serve.serve", lambda _desk, _port, opened: opened(ADDRESS))
    return asked


def test_the_address_is_told_and_opened(world: World, opened: list[str]) -> None:
    said = world.run("serve")
    assert said.splitlines()[0] == ADDRESS
    assert "Ctrl-C le ferme" in said
    assert "Le bureau est fermé" in said
    assert opened == [ADDRESS]


@pytest.mark.parametrize("word", ["--no-browser", "--sans-navigateur"])
def test_the_browser_may_stay_closed(world: World, opened: list[str], word: str) -> None:
    assert ADDRESS in world.run("bureau", word)
    assert opened == []


@pytest.mark.usefixtures("opened")
def test_a_program_reads_the_address(world: World) -> None:
    assert json.loads(world.run("serve", "--json", "--no-browser")) == {"address": ADDRESS}


@pytest.mark.usefixtures("opened")
def test_in_short_it_says_its_address_alone(world: World) -> None:
    assert world.run("serve", "-q", "--no-browser").split() == [ADDRESS]


def test_a_port_that_is_taken_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("webbrowser.open", never)
    with listening(0) as own:
        assert "déjà pris" in world.run("serve", "--port", str(own.getsockname()[1]), code=2)


def test_a_folder_that_is_no_project_is_told(world: World, opened: list[str]) -> None:
    (world.root / "restitution.yaml").unlink()
    assert "restitution.yaml" in world.run("serve", code=2)
    assert opened == []
