"""What a wrong command line is told, in French.

Typer carries its own private copy of Click in some versions and uses the public one in others: its errors are
known by their names.
"""

from __future__ import annotations

from typing import Any

from restitution.errors import WrongUse
from restitution.messages import nearest

COMMANDS = ("build", "plan", "status", "check", "classify", "init", "new")
HELP = "« restitution --help » montre les commandes et leurs options."


def is_usage_error(error: BaseException) -> bool:
    """Whether the command line's own library complains of what was typed."""
    return any(base.__name__ == "ClickException" for base in type(error).__mro__)


def in_french(error: Any) -> WrongUse:
    """That complaint as ours, with the nearest word where one is close."""
    said = str(error.message)
    match type(error).__name__:
        case "NoSuchOption":
            return WrongUse(
                f"Option inconnue : {error.option_name}.", _near(error.option_name, error.possibilities)
            )
        case "NoArgsIsHelpError":
            return WrongUse(said)
        case "MissingParameter":
            return WrongUse(f"Il manque {_name(error)}.", HELP)
        case "BadParameter":
            return WrongUse(f"{_name(error)} : cette valeur est impossible.", HELP)
        case _ if said.startswith("No such command") and said.count("'") > 1:
            word = said.split("'")[1]
            return WrongUse(f"Commande inconnue : {word}.", _near(word, COMMANDS))
        case _:
            return WrongUse(f"Commande mal écrite ({said})", HELP)


def _name(error: Any) -> str:
    """How the person knows what is missing or wrong: « FICHIER », « --cores »."""
    param = getattr(error, "param", None)
    options = [option for option in getattr(param, "opts", []) if option.startswith("--")]
    return str((options or [getattr(param, "metavar", "") or getattr(param, "name", "") or "un argument"])[0])


def _near(word: str, choices: Any) -> str:
    found = nearest(word, list(choices or []))
    return f"Vouliez-vous dire « {found} » ?" if found else HELP
