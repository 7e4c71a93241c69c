"""Parts of the manual that are made from the code are today's."""

from __future__ import annotations

import pytest

from restitution.checks import reference as checks
from restitution.checks.about import ABOUT
from restitution.cli import reference as cli
from restitution.people import reference as register
from restitution.reference import opening, renewed
from restitution.settings import reference as settings
from tests.checks.test_checks import CASES, WEIGHTS

from .shown import ROOT

MADE = {one.COMMAND: one.tables for one in (settings, checks, cli, register)}


@pytest.mark.parametrize("command", MADE)
def test_the_tables_of_the_page_are_in_sync(command: str) -> None:
    page = (ROOT / command.rpartition(" ")[2]).read_text("utf-8")
    assert opening(command) in page
    assert renewed(page, command, MADE[command]()) == page, f"not today's; to mend it: uv run {command}"


def test_every_check_is_told() -> None:
    assert list(ABOUT) == list(WEIGHTS)
    assert all(about.looks_at.endswith(".") for about in ABOUT.values())


def test_the_manual_says_how_many_checks_there_are() -> None:
    for page in ("docs/controles.md", "docs/editeur/controler.md"):
        assert f"{len(ABOUT)} contrôles, " in (ROOT / page).read_text("utf-8"), page


def test_a_warning_that_can_become_an_error_says_when() -> None:
    heavier = {id_ for id_, cases in CASES.items() for case in cases if case.get("poids") == "erreur"}
    assert {id_ for id_, about in ABOUT.items() if about.error_when} == heavier


def test_every_command_is_told_with_its_french_names() -> None:
    told = {entry.name: entry.aliases for entry in cli.entries()}
    assert told["build"] == ["construire"]
    assert told["review decide"] == ["relire decider"]
    assert told["edition thaw"] == ["edition rouvrir"]
