"""The commands and their options; each does its work in a module of its own, imported when it is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from typer.models import CommandInfo

from restitution.cli import completion, completions, people, review
from restitution.cli.answer import Answer
from restitution.cli.commands import (
    ALIASES,
    BUILD,
    CORES,
    HERE,
    PREPARE,
    REVIEW,
    SEND,
    FrenchCommand,
    FrenchGroup,
    Project,
    group,
)
from restitution.errors import WrongUse

app = typer.Typer(
    cls=FrenchGroup,
    help="Des dossiers de notes à une publication, sans perdre un mot.",
    epilog="Le détail d'une commande : restitution COMMANDE --aide. En français aussi : construire, etat, "
    "verifier, classer, creer, nouveau, personnes, relire, corriger, comparer.",
    add_completion=True,  # the Tab key; our own options stand for its two, see `FrenchGroup.get_params`
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
command = partial(app.command, cls=FrenchCommand)
app.add_typer(review.app, name="review", rich_help_panel=REVIEW)
app.add_typer(people.app, name="people", rich_help_panel=PREPARE)

Cores = Annotated[
    int, typer.Option("--cores", "--coeurs", help="Nombre de tâches en même temps, 1 ou plus.", min=1)
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Ne publie rien et finit par le code 3 si un contrôle attend l'éditeur."),
]
Everything = Annotated[bool, typer.Option("--tout", "--all", help="Montre les listes entières.")]
THEMES = (
    "Un thème que des mots d'une note proposent est celui des passages où ils sont ; "
    "un thème que rien n'y propose est celui de toute la note."
)


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Dit la version, et avec -v celles des outils.", callback=completion.show_version
        ),
    ] = False,
    install: Annotated[
        str,
        typer.Option(
            "--install-completion", "--installer-completion", metavar="INTERPRÉTEUR", callback=completion.install,
            help="Complète les commandes par la touche Tab : bash, zsh, fish, powershell ou pwsh.",
            autocompletion=completions.shells,
        ),
    ] = "",
    shown: Annotated[
        str,
        typer.Option(
            "--show-completion", "--voir-completion", metavar="INTERPRÉTEUR", callback=completion.show,
            help="Montre ce que cela ajouterait, sans rien écrire.",
            autocompletion=completions.shells,
        ),
    ] = "",
) -> None:  # fmt: skip
    """Des dossiers de notes à une publication, sans perdre un mot."""


@command(rich_help_panel=BUILD)
def build(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="docx, pdf, html, annexes, relecture, territoires, lettre, retours, tableau ou all (par défaut) "
            "; une seule copie : territoires/HG.",
            metavar="SORTIE", autocompletion=completions.targets,
        ),
    ] = None,
    project: Project = HERE,
    cores: Cores = CORES,
    strict: Strict = False,
    programme: Annotated[
        Path | None,
        typer.Option(help="Construit tous les projets que nomme ce fichier, chacun à part.", metavar="FICHIER"),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            "--profile", "--profil", metavar="PROFIL", show_default=False,
            help="Fait faire les étapes par d'autres machines : slurm, ou un dossier de profil de Snakemake.",
        ),
    ] = "",
) -> Answer:  # fmt: skip
    """Construit et publie les documents."""
    if programme is not None:
        from restitution.cli.programme import run as run_programme  # noqa: PLC0415

        if project != HERE:
            raise WrongUse(
                "--programme nomme déjà les projets : --project ne va pas avec.",
                "Ôtez l'un des deux ; pour un projet de plus, ajoutez son dossier à « projets » dans ce fichier.",
            )
        return run_programme(programme.absolute(), cores, targets or [], strict=strict, profile=profile)
    from restitution.cli.build import run  # noqa: PLC0415

    return run(project.resolve(), cores, targets or [], strict=strict, profile=profile)


@command(rich_help_panel=BUILD)
def watch(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Comme pour build : docx, pdf… ; par défaut, toutes.",
            metavar="SORTIE",
            autocompletion=completions.targets,
        ),
    ] = None,
    project: Project = HERE,
    cores: Cores = CORES,
) -> None:
    """Construit à chaque note qui arrive ou change, jusqu'à Ctrl-C."""
    from restitution.cli.watch import run  # noqa: PLC0415

    run(project.resolve(), cores, targets or [])


@command(rich_help_panel=BUILD)
def serve(
    port: Annotated[
        int,
        typer.Option(help="Port de cette machine (un port libre, sinon).", min=0, max=65535, show_default=False),
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", "--sans-navigateur", help="N'ouvre pas le navigateur.")
    ] = False,
    by: Annotated[str, typer.Option("--par", help="Qui décide, gardé dans l'historique.", metavar="NOM")] = "",
    project: Project = HERE,
) -> None:
    """Ouvre le bureau dans le navigateur : trier les remarques, jusqu'à Ctrl-C."""
    from restitution.cli.serve import run  # noqa: PLC0415

    run(project.resolve(), port=port, browser=not no_browser, by=by)


@command(rich_help_panel=BUILD)
def plan(project: Project = HERE, cores: Cores = CORES, everything: Everything = False) -> Answer:
    """Montre le plan que donnerait une construction, et ce qui remplit chaque partie."""
    from restitution.cli.outline import plan as outlined  # noqa: PLC0415

    return outlined(project.resolve(), cores, everything=everything)


@command(rich_help_panel=BUILD)
def status(
    file: Annotated[
        str | None,
        typer.Argument(
            help="Un fichier de sources/, en détail.", metavar="FICHIER", autocompletion=completions.notes
        ),
    ] = None,
    project: Project = HERE,
    cores: Cores = CORES,
    everything: Everything = False,
) -> Answer:
    """Montre ce qui est repris, ce qui manque, quoi demander à qui, et le prochain pas."""
    from restitution.cli.look import status as looked_at  # noqa: PLC0415

    return looked_at(project.resolve(), cores, everything=everything, file=file)


@command(rich_help_panel=BUILD)
def check(
    project: Project = HERE,
    cores: Cores = CORES,
    strict: Annotated[
        bool, typer.Option("--strict", help="Compte aussi ce qui n'arrête qu'un bon à tirer.")
    ] = False,
    everything: Everything = False,
) -> Answer:
    """Passe les contrôles de l'éditeur."""
    from restitution.cli.look import check as checked  # noqa: PLC0415

    return checked(project.resolve(), cores, strict=strict, everything=everything)


File = Annotated[
    str,
    typer.Argument(
        help="Fichier de sources/ ; sans fichier, avec --confirmer-themes : tous.",
        metavar="FICHIER",
        autocompletion=completions.notes,
    ),
]
Kind = Annotated[
    str,
    typer.Option(
        "--genre",
        "--kind",
        help="Genre de la note, par exemple portrait ou visite-miroir.",
        autocompletion=completions.kinds,
    ),
]
Territories = Annotated[
    str,
    typer.Option(
        "--territoire",
        "--territory",
        help="Territoires (nom ou code), séparés par des virgules.",
        autocompletion=completions.territories,
    ),
]
Themes = Annotated[
    str,
    typer.Option(
        help=f"Thèmes (titre ou clé), séparés par des virgules, ou aucun. {THEMES}",
        autocompletion=completions.themes,
    ),
]
Left = Annotated[bool, typer.Option("--exclure", help="Ne publie rien de ce fichier.")]
Confirmed = Annotated[
    bool, typer.Option("--confirmer-themes", help="Confirme les thèmes que des mots des notes proposent.")
]


@command(rich_help_panel=PREPARE)
def classify(  # noqa: PLR0913, PLR0917 each option of the command
    file: File = "",
    genre: Kind = "",
    territoire: Territories = "",
    themes: Themes = "",
    exclure: Left = False,
    confirmer_themes: Confirmed = False,
    project: Project = HERE,
    cores: Cores = CORES,
) -> Answer:
    """Écrit dans sources/classement.csv ce qu'est un fichier."""
    from restitution.cli.classify import run  # noqa: PLC0415

    said = {"genre": genre, "territoire": territoire, "themes": themes, "reprise": "non" if exclure else ""}
    return run(project.resolve(), file, said, cores=cores if confirmer_themes else 0)


@command(rich_help_panel=PREPARE)
def init(
    folder: Annotated[Path, typer.Argument(help="Dossier du nouveau projet.", metavar="DOSSIER")],
) -> Answer:
    """Crée un nouveau projet, prêt à recevoir des notes."""
    from restitution.cli.init import run  # noqa: PLC0415

    return run(folder.resolve())


@command(rich_help_panel=PREPARE)
def new(
    kind: Annotated[
        str,
        typer.Argument(
            help="Genre : portrait, visite-miroir, atelier… ; ou notice, consentement.",
            metavar="GENRE",
            autocompletion=completions.kinds,
        ),
    ],
    territoire: Annotated[
        str,
        typer.Option(
            "--territoire", "--territory", help="Code du territoire : la fiche va dans son dossier.",
            autocompletion=completions.territories,
        ),
    ] = "",
    format_: Annotated[
        str,
        typer.Option("--format", help="docx (par défaut), md ou xlsx.", show_default=False,
                     autocompletion=completions.formats),
    ] = "docx",
    project: Project = HERE,
) -> Answer:  # fmt: skip
    """Crée une fiche à remplir, pour qui écrit une note, ou un papier à remettre aux personnes."""
    from restitution.cli.new import run  # noqa: PLC0415

    return run(kind, territoire, format_, project.resolve(), Path.cwd())


@command(rich_help_panel=REVIEW)
def fix(
    words: Annotated[
        list[str], typer.Argument(help='Le repère, puis le nouveau texte : ¶4.2-13 "…".', metavar="¶ TEXTE")
    ],
    file: Annotated[Path | None, typer.Option("--fichier", help="Le nouveau texte est dans ce fichier.")] = None,
    withdraw: Annotated[bool, typer.Option("--retirer", help="Retire le passage.")] = False,
    by: Annotated[str, typer.Option("--par", help="Qui corrige, gardé dans l'historique.")] = "",
    project: Project = HERE,
    cores: Cores = CORES,
) -> Answer:
    """Corrige un passage de la publication, sans toucher à la note."""
    from restitution.cli.fix import run  # noqa: PLC0415

    return run(project.resolve(), cores, words, file=file, withdraw=withdraw, by=by)


@command(rich_help_panel=PREPARE)
def update(
    show: Annotated[
        bool, typer.Option("--montrer", "--dry-run", help="Dit ce qui serait fait, sans rien écrire.")
    ] = False,
    restore: Annotated[bool, typer.Option("--remettre", help="Remet aussi les fichiers retirés.")] = False,
    project: Project = HERE,
) -> Answer:
    """Apporte au projet les nouveaux modèles et fiches de l'outil ; les vôtres restent."""
    from restitution.cli.update import run  # noqa: PLC0415

    return run(project.resolve(), show=show, restore=restore)


@command(rich_help_panel=PREPARE)
def doctor(project: Project = HERE) -> Answer:
    """Dit ce qui est là, ce qui manque, ce que cela coûte et quoi faire."""
    from restitution.cli.doctor import run  # noqa: PLC0415

    return run(project.resolve())


cache = group("Ce qui est lu des fichiers, gardé pour ne pas les relire.")
app.add_typer(cache, name="cache", rich_help_panel=PREPARE)


@cache.command("status", cls=FrenchCommand)
def cache_status() -> Answer:
    """Dit ce qui est gardé, et où."""
    from restitution.cli.cache import status as kept  # noqa: PLC0415

    return kept()


@cache.command("prune", cls=FrenchCommand)
def cache_prune(
    most: Annotated[
        str,
        typer.Option(
            "--max", metavar="TAILLE", help="Ce qui peut rester : 500 Mo, 2 Go… ; 0 ôte tout.", show_default=False
        ),
    ] = "",
) -> Answer:
    """Ôte ce qui est abîmé, puis ce qui n'a pas servi depuis le plus longtemps."""
    from restitution.cli.cache import prune  # noqa: PLC0415

    return prune(most)


edition = group("Fige ce qui est envoyé, sous un nom.")
app.add_typer(edition, name="edition", rich_help_panel=SEND)


@edition.command("create", cls=FrenchCommand)
def edition_create(
    name: Annotated[str, typer.Argument(help="Nom de l'édition, par exemple relecture-juin.", metavar="NOM")],
    frozen: Annotated[
        bool, typer.Option("--bon-a-tirer", help="Gèle les notes : celles qui viennent attendent la suivante.")
    ] = False,
    as_is: Annotated[
        bool, typer.Option("--telle-quelle", help="Fige ce qui est publié, même si les notes ont changé depuis.")
    ] = False,
    project: Project = HERE,
) -> Answer:
    """Fige ce qui est publié maintenant."""
    from restitution.cli.edition import create  # noqa: PLC0415

    return create(project.resolve(), name, frozen=frozen, as_is=as_is)


@edition.command("list", cls=FrenchCommand)
def edition_list(project: Project = HERE) -> Answer:
    """Montre les éditions, et les copies revenues qui gardent ce qui avait été envoyé."""
    from restitution.cli.edition import show  # noqa: PLC0415

    return show(project.resolve())


@edition.command("thaw", cls=FrenchCommand)
def edition_thaw(
    name: Annotated[
        str,
        typer.Argument(
            help="Nom du bon à tirer ; sans nom, celui en cours.", metavar="NOM",
            autocompletion=completions.editions,
        ),
    ] = "",
    project: Project = HERE,
) -> Answer:  # fmt: skip
    """Rouvre un bon à tirer : les notes arrivées depuis entrent."""
    from restitution.cli.edition import reopen  # noqa: PLC0415

    return reopen(project.resolve(), name)


@command(rich_help_panel=SEND)
def redline(
    old: Annotated[
        str,
        typer.Argument(
            help="Édition, fabrication, copie revenue ou fichier .docx.", metavar="AVANT",
            autocompletion=completions.editions,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            help="De même ; par défaut, ce qui est publié.", metavar="APRÈS", autocompletion=completions.editions
        ),
    ] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", "--sortie", help="Fichier à écrire.")] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--moteur", "--engine", help="restitution (par défaut) ou docxodus.", metavar="MOTEUR",
            show_default=False,
        ),
    ] = "restitution",
    project: Project = HERE,
) -> Answer:  # fmt: skip
    """Écrit un document Word où tout ce qui a changé est en suivi des modifications."""
    from restitution.cli.redline import run  # noqa: PLC0415

    return run(project.resolve(), old, new, output, engine)


@command(rich_help_panel=SEND)
def export(project: Project = HERE) -> Answer:
    """Écrit dans interne/export/ des tableaux, un projet d'analyse, un agenda, pour d'autres programmes."""
    from restitution.cli.export import run  # noqa: PLC0415

    return run(project.resolve())


def app_for(words: Sequence[str]) -> typer.Typer:
    """The program for a command line: with the one command that it names, else whole.

    Typer makes every command and each of its options before it runs one: a tenth of a second.
    """
    if completion.VARIABLE in os.environ or not words:
        return app
    name = ALIASES[""].get(words[0], words[0])
    commands = [one for one in app.registered_commands if _name(one) == name]
    groups = [one for one in app.registered_groups if one.name == name]
    if not commands and not groups:
        return app
    narrow = copy(app)
    narrow.registered_commands, narrow.registered_groups = commands, groups
    return narrow


def _name(one: CommandInfo) -> str:
    return one.name or (typer.main.get_command_name(one.callback.__name__) if one.callback else "")
