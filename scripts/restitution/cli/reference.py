"""The part of `docs/commandes.md` that is made: `python -m restitution.cli.reference docs/commandes.md`.

It is read off the commands themselves; a French alias is a hidden command that does the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import typer

from restitution.cli.app import app
from restitution.messages import listed
from restitution.reference import renew

COMMAND: Final = "python -m restitution.cli.reference docs/commandes.md"
COMMON: Final = frozenset({"help", "project", "cores"})
"""Options of nearly every command: the page tells them once."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A command as it is typed behind `restitution`, and its other names."""

    name: str
    aliases: list[str]
    command: Any


def tables() -> str:
    """Each command: what it does, how it is typed, what it takes."""
    return "\n".join(map(_section, entries()))


def entries() -> list[Entry]:
    """Every command that does something, in the order of the help."""
    return list(_within(typer.main.get_command(app), "", ""))


def _within(group: Any, before: str, before_in_french: str) -> Iterator[Entry]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        aliases = [alias for alias, own in group.aliases.items() if own == name]
        if isinstance(command, typer.core.TyperGroup):
            yield from _within(
                command, f"{before}{name} ", f"{before_in_french}{aliases[0] if aliases else name} "
            )
        else:
            french = [f"{before_in_french}{alias}" for alias in aliases]
            yield Entry(name=f"{before}{name}", aliases=french, command=command)


def _section(entry: Entry) -> str:
    shown = [each for each in entry.command.params if each.name not in COMMON]
    arguments = [each for each in shown if each.param_type_name == "argument"]
    options = [each for each in shown if each.param_type_name == "option"]
    parts = [f"### `restitution {entry.name}`", _plain(entry.command.help)]
    if entry.aliases:
        parts.append(f"En français : {listed((f'`restitution {name}`' for name in entry.aliases), 'ou')}.")
    rows = [*map(_argument, arguments), *map(_option, options)]
    if rows:
        parts.append("\n".join(["| à écrire | ce que c'est |", "|---|---|", *rows]))
    return "\n\n".join([*parts, ""])


def _argument(argument: Any) -> str:
    must = " **(obligatoire)**" if argument.required else ""
    return f"| `{argument.metavar or argument.name.upper()}` | {_plain(argument.help)}{must} |"


def _option(option: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar or '…'}"
    return f"| {listed((f'`{name}{value}`' for name in option.opts), 'ou')} | {_plain(option.help)} |"


def _plain(text: str | None) -> str:
    """Words of a help, on one line; a bar would end the cell of a table."""
    return re.sub(r"\s+", " ", text or "").replace("|", "\\|").strip()


if __name__ == "__main__":
    renew(Path(sys.argv[1]), COMMAND, tables())
