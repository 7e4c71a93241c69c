"""What a wrong command line is told, in French."""

from __future__ import annotations

import click

from restitution.errors import WrongUse
from restitution.messages import nearest

COMMANDS = ("build", "plan", "status", "check", "classify", "init")


def in_french(error: click.ClickException) -> WrongUse:
    """The library's complaint as ours, with the nearest word where one is close."""
    hint = "« restitution --help » montre les commandes."
    if isinstance(error, click.NoSuchOption):
        near = nearest(error.option_name, [*error.possibilities] if error.possibilities else [])
        return WrongUse(f"Option inconnue : {error.option_name}.", f"Vouliez-vous dire {near} ?" if near else hint)
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else "un argument"
        return WrongUse(f"Il manque {name}.", hint)
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else "valeur"
        return WrongUse(f"{name} : valeur impossible ({error.message}).", hint)
    words = error.message.split("'")
    if isinstance(error, click.UsageError) and "No such command" in error.message and len(words) > 1:
        near = nearest(words[1], COMMANDS)
        return WrongUse(f"Commande inconnue : {words[1]}.", f"Vouliez-vous dire « {near} » ?" if near else hint)
    return WrongUse(error.message, hint)
