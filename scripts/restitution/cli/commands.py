"""What every command has: `--json`, `-v` and `-q`, help in French, names with or without accents, its answer told.

A command is a function of `app` that returns an `Answer`; the rest is here. `rich_help_panel` says in which group
of the help it stands.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from restitution.cli.answer import Answer, deliver
from restitution.cli.french import in_french
from restitution.cli.manner import MANNER
from restitution.messages import folded
from restitution.settings import SETTINGS_FILE

HERE: Final = Path()
CORES: Final = os.cpu_count() or 1
Project = Annotated[
    Path, typer.Option("--project", "--projet", help="Dossier du projet (celui où vous êtes).", show_default=False)
]
DETECTED: Final = "auto"
"""Stands for the shell in which somebody types."""
SHELL_OPTIONS: Final = frozenset(
    {"--install-completion", "--installer-completion", "--show-completion", "--voir-completion"}
)
"""Options that may be given without their value."""
ALIASES: Final[dict[str, dict[str, str]]] = {
    "": {
        "construire": "build", "sommaire": "plan", "etat": "status", "verifier": "check", "classer": "classify",
        "creer": "init", "nouveau": "new", "corriger": "fix", "comparer": "redline", "relire": "review",
        "surveiller": "watch", "mettre-a-jour": "update", "diagnostic": "doctor", "personnes": "people",
        "exporter": "export", "bureau": "serve",
    },
    "people": {"chercher": "scan", "montrer": "show", "accord": "consent"},
    "review": {
        "ajouter": "add", "noter": "note", "lister": "list", "decider": "decide", "placer": "place",
        "lettre": "letter",
    },
    "cache": {"etat": "status", "alleger": "prune"},
    "edition": {"creer": "create", "lister": "list", "rouvrir": "thaw"},
}  # fmt: skip
"""Of each group of commands, French name -> name. Not commands of their own: each would cost at every start."""
HELP_WORDS: Final = frozenset({"help", "aide"})
PREPARE, BUILD, REVIEW, SEND = "Préparer", "Construire", "Relire", "Envoyer"
GROUPS: Final = (PREPARE, BUILD, REVIEW, SEND)
"""Groups of the help, in the order of the method."""
METHOD: Final = (
    "init",
    "new",
    "classify",
    "people",
    "doctor",
    "update",
    "cache",
    "build",
    "watch",
    "plan",
    "status",
    "check",
    "review",
    "fix",
    "edition",
)
"""Commands in that order; the others come after those of their group."""
OTHERS: Final = "Commandes"


def plain(word: str) -> str:
    """A word of the command line as it is known: « --réponse » is --reponse, « État » is etat."""
    return "-".join(folded(part) for part in word.split("-"))


def _say_json(value: bool) -> bool:
    MANNER.json = MANNER.json or value
    return value


def _say_all(value: bool) -> bool:
    MANNER.verbose = MANNER.verbose or value
    return value


def _say_little(value: bool) -> bool:
    MANNER.quiet = MANNER.quiet or value
    return value


@cache
def common_options() -> list[Any]:
    """The options that every command and every group of commands has."""
    holder = typer.Typer(add_completion=False)

    @holder.command()
    def every(
        json: Annotated[
            bool,
            typer.Option("--json", callback=_say_json, expose_value=False, is_eager=True,
                help="Écrit du JSON, pour un programme."),
        ] = False,
        verbose: Annotated[
            bool,
            typer.Option(
                "-v", "--verbose", "--details", callback=_say_all, expose_value=False, is_eager=True,
                help="Dit aussi chaque étape, sa durée et son journal.",
            ),
        ] = False,
        quiet: Annotated[
            bool,
            typer.Option(
                "-q", "--quiet", "--bref", callback=_say_little, expose_value=False, is_eager=True,
                help="Ne dit que les erreurs, et une ligne au plus.",
            ),
        ] = False,
    ) -> None:  # fmt: skip
        """Never run: its options are what is wanted."""

    return list(typer.main.get_command(holder).params)


def _dressed(command: Any) -> None:
    """Give a command what every command has, but for an option that it has of its own."""
    own = {name for param in command.params for name in param.opts}
    command.params += [param for param in common_options() if not own.intersection(param.opts)]
    command.context_settings = {
        "help_option_names": ["-h", "--help", "--aide"],
        "token_normalize_func": plain,
        **(command.context_settings or {}),
    }


class FrenchCommand(TyperCommand):
    """A command with the common options, whose answer is told as they say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dressed(self)

    def get_help(self, ctx: Any) -> str:
        """The help, as it is shown."""
        return in_french(super().get_help(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command in its project, and tell its answer."""
        if "project" in ctx.params:
            ctx.params["project"] = MANNER.project = project_of(ctx.params["project"])
        answer = super().invoke(ctx)
        if isinstance(answer, Answer):
            deliver(answer)
        return answer


def project_of(said: Path) -> Path:
    """The folder of the project: the one given, else the one in which somebody is, at any depth."""
    if said != HERE or (said / SETTINGS_FILE).is_file():
        return said
    return next((above for above in Path.cwd().parents if (above / SETTINGS_FILE).is_file()), said)


class FrenchGroup(TyperGroup):
    """Commands, listed in the groups of the method."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dressed(self)

    @property
    def aliases(self) -> dict[str, str]:
        """French name -> name."""
        return ALIASES.get(self.name or "", {})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name or its French one."""
        return super().get_command(ctx, self.aliases.get(cmd_name, cmd_name))

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """One command, from the first word to the last."""
        MANNER.begin(args)
        return super().main(args, *more, **extra)

    def get_params(self, ctx: Any) -> list[Any]:
        """The options, the first of a name: Typer adds its own for completion behind ours."""
        known: set[str] = set()
        found = []
        for param in super().get_params(ctx):
            if not known.intersection(param.opts):
                found.append(param)
            known.update(param.opts)
        return found

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """« restitution aide build » is « restitution build --help »."""
        if args and plain(args[0]) in HELP_WORDS:
            args = [*args[1:], "--help"]
        elif args and plain(args[-1]) in SHELL_OPTIONS:
            args = [*args, DETECTED]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help, as it is shown."""
        return in_french(super().get_help(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands, then the options: in a list of commands, those are looked for."""
        self._list_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Nothing more: they stand above the options."""

    def _list_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands below the title of their group, each with its whole first sentence."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                title = getattr(command, "rich_help_panel", None) or OTHERS
                groups.setdefault(title, []).append((name, (command.help or "").partition("\n\n")[0]))
        wide = max(len(name) for rows in groups.values() for name, _ in rows)
        for title in sorted(groups, key=lambda title: _rank(title, GROUPS)):
            rows = sorted(groups[title], key=lambda row: _rank(row[0], METHOD))
            with formatter.section(f"{title} "):
                formatter.write_dl([(name.ljust(wide), words) for name, words in rows])


def _rank(word: str, order: Sequence[str]) -> int:
    return order.index(word) if word in order else len(order)


def group(told: str) -> typer.Typer:
    """A group of commands of its own; `told`: what it is for."""
    return typer.Typer(
        cls=FrenchGroup,
        help=told,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
