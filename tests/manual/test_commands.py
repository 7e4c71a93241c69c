"""Each command that the manual shows is one that the program takes; `test_manual` of the builds runs them."""

from __future__ import annotations

import pytest
import typer

from restitution.cli.app import app
from restitution.cli.usage import is_usage_error

from .shown import KNOWN, Shown, in_blocks, in_sentences, words_of

OURS = [one for one in [*in_blocks(), *in_sentences()] if one.line.startswith("restitution ")]


def parsed(line: str) -> None:
    """Let the command line itself read it, without doing anything. Raises what a wrong use raises.

    A command that is only named, without a word behind it, is known: that is enough.
    """
    group, words = typer.main.get_command(app), words_of(line)[1:]
    while words and hasattr(group, "commands") and not words[0].startswith("-"):
        word = words.pop(0)
        group = group.get_command(None, word)
        if group is None:
            raise KeyError(word)
    if words and hasattr(group, "commands"):  # an option of the whole, which would act at once
        assert words[0] in {name for option in group.params for name in option.opts}
    elif words:
        group.make_context(line, words)


@pytest.mark.parametrize("shown", OURS, ids=lambda one: f"{one.place} {one.line}")
def test_the_program_takes_the_command(shown: Shown) -> None:
    parsed(shown.line)


def test_a_command_that_the_program_does_not_take_is_found() -> None:
    with pytest.raises(KeyError):
        parsed("restitution bild")
    for wrong in ("restitution build --stric", "restitution review place --par Marie"):
        with pytest.raises(Exception) as told:  # noqa: PT011 one of the command line's own
            parsed(wrong)
        assert is_usage_error(told.value)


def test_what_is_not_run_is_shown_and_has_a_reason() -> None:
    shown = {one.line for one in in_blocks()}
    assert {*KNOWN["not_run"]} <= shown, {*KNOWN["not_run"]} - shown
    assert {*KNOWN["stage"]} <= shown, {*KNOWN["stage"]} - shown
    assert {*KNOWN["codes"]} <= shown, {*KNOWN["codes"]} - shown
    assert all(len(reason.split()) >= 3 for reason in KNOWN["not_run"].values())


def test_what_is_run_is_the_program_s_own() -> None:
    others = [one.line for one in in_blocks() if one.line not in KNOWN["not_run"] and one not in OURS]
    assert others == [], "say in `not_run` why it is not run"
