"""What a wrong command line is told, in French.

Typer carries its own private copy of Click in some versions and uses the public one in others: its errors are
known by their names.
"""

from __future__ import annotations

from typing import Any

from restitution.errors import WrongUse
from restitution.messages import nearest

QUOTES = 'Un nom qui a des espaces s\'écrit entre guillemets : "note de visite.docx".'
HELP = "« restitution --aide » montre les commandes et leurs options."


def is_usage_error(error: BaseException) -> bool:
    """Whether the command line's own library complains of what was typed."""
    return any(base.__name__ == "ClickException" for base in type(error).__mro__)


def in_french(error: Any) -> WrongUse:
    """That complaint as ours, with the nearest word where one is close."""
    said, more = str(error.message), _help(error)
    match type(error).__name__:
        case "NoSuchOption":
            return WrongUse(
                f"Option inconnue : {error.option_name}.", _near(error.option_name, _options(error), more)
            )
        case "NoArgsIsHelpError":
            return WrongUse(said)
        case "BadOptionUsage":
            return WrongUse(f"{error.option_name} : {_option_lack(said)}.", more)
        case "BadArgumentUsage":
            return WrongUse("Il manque un mot à cette commande.", more)
        case "MissingParameter":
            return WrongUse(f"Il manque {_name(error)}.", _about(error) or more)
        case "BadParameter":
            return WrongUse(f"{_name(error)} : cette valeur est impossible.", _about(error) or more)
        case _:
            return _by_words(said, _commands(error), more)


def _help(error: Any) -> str:
    """Where the command says what it expects."""
    path = getattr(getattr(error, "ctx", None), "command_path", "") or "restitution"
    return f"« {path} --aide » montre ce qu'elle attend." if " " in path else HELP


def _about(error: Any) -> str:
    """What the help says of the word that is missing or wrong."""
    words = getattr(getattr(error, "param", None), "help", None)
    return str(words or "")


def _commands(error: Any) -> list[str]:
    """The commands that there are where a wrong one was typed, by all their names."""
    group = getattr(getattr(error, "ctx", None), "command", None)
    return [*getattr(group, "commands", {}), *getattr(group, "aliases", {})]


def _options(error: Any) -> list[str]:
    """The options of the command that was given a wrong one."""
    params = getattr(getattr(getattr(error, "ctx", None), "command", None), "params", [])
    return [name for param in params for name in param.opts if name.startswith("--")]


def _by_words(said: str, commands: list[str], more: str) -> WrongUse:
    """A complaint that has no class of its own."""
    if said.startswith("No such command") and said.count("'") > 1:
        word = said.split("'")[1]
        return WrongUse(f"Commande inconnue : « {word} ».", _near(word, commands, more))
    if said.startswith("Got unexpected extra argument") and " (" in said:
        extra = said.rpartition(" (")[2].removesuffix(")")
        return WrongUse(f"De trop dans cette commande : {extra}.", f"{QUOTES} {more}")
    if said.startswith("Missing command"):
        return WrongUse("Il manque le nom d'une commande.", more)
    return WrongUse("Cette commande est mal écrite.", more)


def _option_lack(said: str) -> str:
    """What is wrong with what follows an option."""
    if "does not take a value" in said:
        return "cette option s'écrit seule, sans valeur"
    return "il manque ce qu'elle doit dire, juste après elle"


def _name(error: Any) -> str:
    """How the person knows what is missing or wrong: « FICHIER », « --cores »."""
    param = getattr(error, "param", None)
    options = [option for option in getattr(param, "opts", []) if option.startswith("--")]
    return str((options or [getattr(param, "metavar", "") or getattr(param, "name", "") or "un argument"])[0])


def _near(word: str, choices: list[str], more: str) -> str:
    found = nearest(word, choices)
    return f"Vouliez-vous dire « {found} » ?" if found else more
