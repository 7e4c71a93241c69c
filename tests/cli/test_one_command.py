"""A command line makes the command that it names, and no other; anything else finds the whole program."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from restitution.cli.app import app, app_for
from restitution.cli.commands import ALIASES
from restitution.cli.completion import VARIABLE

WHOLE: Any = typer.main.get_command(app)
NAMES = [*WHOLE.commands, *ALIASES[""]]


def options(command: Any) -> list[Any]:
    return [(param.name, param.opts, param.help) for param in command.params]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_alone_is_what_it_is_among_the_others(name: str) -> None:
    alone: Any = typer.main.get_command(app_for([name, "-v"]))
    full = ALIASES[""].get(name, name)
    assert list(alone.commands) == [full]
    one, other = alone.commands[full], WHOLE.commands[full]
    assert options(one) == options(other)
    assert options(alone) == options(WHOLE)
    assert [*getattr(one, "commands", ())] == [*getattr(other, "commands", ())]


@pytest.mark.parametrize("words", [[], ["-v", "build"], ["construit"], ["aide", "build"], ["--help"]])
def test_anything_else_finds_every_command(words: list[str]) -> None:
    assert app_for(words) is app


def test_so_does_the_tab_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "complete_bash")
    assert app_for(["build"]) is app
