"""The commands and their options; each does its work in a module of its own, imported when it is called."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from restitution.cli import review
from restitution.cli.french import FrenchCommand, FrenchGroup

app = typer.Typer(
    cls=FrenchGroup,
    help="Des dossiers de notes à une publication, sans perdre un mot.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
command = partial(app.command, cls=FrenchCommand)
app.add_typer(review.app, name="review")
app.add_typer(review.app, name="relire", hidden=True)

Project = Annotated[Path, typer.Option("--project", "--projet", help="Dossier du projet.")]
Cores = Annotated[int, typer.Option("--cores", "--coeurs", help="Nombre de tâches en même temps.", min=1)]
Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON, pour un autre programme.")]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Ne publie rien et finit par le code 3 si un contrôle attend l'éditeur."),
]
Everything = Annotated[bool, typer.Option("--tout", "--all", help="Montre les listes entières.")]
HERE = Path()
THEMES = (
    "Un thème que des mots d'une note proposent est celui des passages où ils sont ; "
    "un thème que rien n'y propose est celui de toute la note."
)
ALL_CORES = os.cpu_count() or 1


@command()
@command("construire", hidden=True)
def build(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="docx, pdf, html, annexes, retours, tableau ou all (par défaut).", metavar="SORTIE"),
    ] = None,
    project: Project = HERE,
    cores: Cores = ALL_CORES,
    strict: Strict = False,
) -> None:
    """Construit et publie les documents."""
    from restitution.cli.build import run  # noqa: PLC0415

    run(project.resolve(), cores, targets or [], strict=strict)


@command()
@command("surveiller", hidden=True)
def watch(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="Comme pour build : docx, pdf… ; par défaut, toutes.", metavar="SORTIE"),
    ] = None,
    project: Project = HERE,
    cores: Cores = ALL_CORES,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Ne dit que ce qui ne va pas.")] = False,
) -> None:
    """Construit à chaque note qui arrive ou change, jusqu'à Ctrl-C."""
    from restitution.cli.watch import run  # noqa: PLC0415

    run(project.resolve(), cores, targets or [], quiet=quiet)


@command()
def plan(project: Project = HERE, cores: Cores = ALL_CORES) -> None:
    """Montre le plan que donnerait une construction, et ce qui remplit chaque partie."""
    from restitution.cli.look import show_plan  # noqa: PLC0415

    show_plan(project.resolve(), cores)


@command()
@command("etat", hidden=True)
def status(
    file: Annotated[
        str | None, typer.Argument(help="Un fichier de sources/, en détail.", metavar="FICHIER")
    ] = None,
    project: Project = HERE,
    cores: Cores = ALL_CORES,
    json: Json = False,
    everything: Everything = False,
) -> None:
    """Montre ce qui est repris, ce qui manque, quoi demander à qui, et le prochain pas."""
    from restitution.cli.look import show_status  # noqa: PLC0415

    show_status(project.resolve(), cores, as_json=json, everything=everything, file=file)


@command()
@command("verifier", hidden=True)
def check(
    project: Project = HERE,
    cores: Cores = ALL_CORES,
    json: Json = False,
    strict: Strict = False,
    everything: Everything = False,
) -> None:
    """Passe les contrôles de l'éditeur."""
    from restitution.cli.look import show_checks  # noqa: PLC0415

    show_checks(project.resolve(), cores, as_json=json, strict=strict, everything=everything)


@command()
@command("classer", hidden=True)
def classify(  # noqa: PLR0913, PLR0917 each option of the command
    file: Annotated[
        str,
        typer.Argument(
            help="Fichier de sources/ ; sans fichier, avec --confirmer-themes : tous.", metavar="FICHIER"
        ),
    ] = "",
    genre: Annotated[str, typer.Option(help="Genre de la note, par exemple portrait ou visite-miroir.")] = "",
    territoire: Annotated[str, typer.Option(help="Territoires (nom ou code), séparés par des virgules.")] = "",
    themes: Annotated[
        str, typer.Option(help=f"Thèmes (titre ou clé), séparés par des virgules, ou aucun. {THEMES}")
    ] = "",
    exclure: Annotated[bool, typer.Option("--exclure", help="Ne publie rien de ce fichier.")] = False,
    confirmer_themes: Annotated[
        bool, typer.Option("--confirmer-themes", help="Confirme les thèmes que des mots des notes proposent.")
    ] = False,
    project: Project = HERE,
    cores: Cores = ALL_CORES,
) -> None:
    """Écrit dans sources/classement.csv ce qu'est un fichier."""
    from restitution.cli.classify import run  # noqa: PLC0415

    said = {"genre": genre, "territoire": territoire, "themes": themes, "reprise": "non" if exclure else ""}
    run(project.resolve(), file, said, cores=cores if confirmer_themes else 0)


@command()
@command("creer", hidden=True)
def init(
    folder: Annotated[Path, typer.Argument(help="Dossier du nouveau projet.", metavar="DOSSIER")],
) -> None:
    """Crée un nouveau projet, prêt à recevoir des notes."""
    from restitution.cli.init import run  # noqa: PLC0415

    run(folder.resolve())


@command()
@command("nouveau", hidden=True)
def new(
    kind: Annotated[str, typer.Argument(help="Genre : portrait, visite-miroir, atelier…", metavar="GENRE")],
    territoire: Annotated[str, typer.Option(help="Code du territoire : la fiche va dans son dossier.")] = "",
    format_: Annotated[str, typer.Option("--format", help="docx (par défaut), md ou xlsx.")] = "docx",
    project: Project = HERE,
) -> None:
    """Crée une fiche à remplir, pour qui écrit une note."""
    from restitution.cli.new import run  # noqa: PLC0415

    run(kind, territoire, format_, project.resolve(), Path.cwd())


@command()
@command("corriger", hidden=True)
def fix(
    words: Annotated[
        list[str], typer.Argument(help='Le repère, puis le nouveau texte : ¶4.2-13 "…".', metavar="¶ TEXTE")
    ],
    file: Annotated[Path | None, typer.Option("--fichier", help="Le nouveau texte est dans ce fichier.")] = None,
    withdraw: Annotated[bool, typer.Option("--retirer", help="Retire le passage.")] = False,
    by: Annotated[str, typer.Option("--par", help="Qui corrige, gardé dans l'historique.")] = "",
    project: Project = HERE,
    cores: Cores = ALL_CORES,
) -> None:
    """Corrige un passage de la publication, sans toucher à la note."""
    from restitution.cli.fix import run  # noqa: PLC0415

    run(project.resolve(), cores, words, file=file, withdraw=withdraw, by=by)


@command()
@command("mettre-a-jour", hidden=True)
def update(
    show: Annotated[
        bool, typer.Option("--montrer", "--dry-run", help="Dit ce qui serait fait, sans rien écrire.")
    ] = False,
    restore: Annotated[bool, typer.Option("--remettre", help="Remet aussi les fichiers retirés.")] = False,
    project: Project = HERE,
    json: Json = False,
) -> None:
    """Apporte au projet les nouveaux modèles et fiches de l'outil ; les vôtres restent."""
    from restitution.cli.update import run  # noqa: PLC0415

    run(project.resolve(), show=show, restore=restore, as_json=json)


@command()
@command("diagnostic", hidden=True)
def doctor(project: Project = HERE, json: Json = False) -> None:
    """Dit ce qui est là, ce qui manque, ce que cela coûte et quoi faire."""
    from restitution.cli.doctor import run  # noqa: PLC0415

    run(project.resolve(), as_json=json)


edition = typer.Typer(
    cls=FrenchGroup, help="Fige ce qui est envoyé, sous un nom.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(edition, name="edition")


@edition.command("create", cls=FrenchCommand)
@edition.command("creer", cls=FrenchCommand, hidden=True)
def edition_create(
    name: Annotated[str, typer.Argument(help="Nom de l'édition, par exemple relecture-juin.", metavar="NOM")],
    frozen: Annotated[
        bool, typer.Option("--bon-a-tirer", help="Gèle les notes : celles qui viennent attendent la suivante.")
    ] = False,
    as_is: Annotated[
        bool, typer.Option("--telle-quelle", help="Fige ce qui est publié, même si les notes ont changé depuis.")
    ] = False,
    project: Project = HERE,
) -> None:
    """Fige ce qui est publié maintenant."""
    from restitution.cli.edition import create  # noqa: PLC0415

    create(project.resolve(), name, frozen=frozen, as_is=as_is)


@edition.command("list", cls=FrenchCommand)
@edition.command("lister", cls=FrenchCommand, hidden=True)
def edition_list(project: Project = HERE, json: Json = False) -> None:
    """Montre les éditions, et les copies revenues qui gardent ce qui avait été envoyé."""
    from restitution.cli.edition import show  # noqa: PLC0415

    show(project.resolve(), as_json=json)


@edition.command("thaw", cls=FrenchCommand)
@edition.command("rouvrir", cls=FrenchCommand, hidden=True)
def edition_thaw(
    name: Annotated[
        str, typer.Argument(help="Nom du bon à tirer ; sans nom, celui en cours.", metavar="NOM")
    ] = "",
    project: Project = HERE,
) -> None:
    """Rouvre un bon à tirer : les notes arrivées depuis entrent."""
    from restitution.cli.edition import reopen  # noqa: PLC0415

    reopen(project.resolve(), name)


@command()
@command("comparer", hidden=True)
def redline(
    old: Annotated[
        str, typer.Argument(help="Édition, fabrication, copie revenue ou fichier .docx.", metavar="AVANT")
    ],
    new: Annotated[str, typer.Argument(help="De même ; par défaut, ce qui est publié.", metavar="APRÈS")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", "--sortie", help="Fichier à écrire.")] = None,
    engine: Annotated[
        str, typer.Option("--moteur", help="restitution (par défaut) ou docxodus.", metavar="MOTEUR")
    ] = "restitution",
    project: Project = HERE,
) -> None:
    """Écrit un document Word où tout ce qui a changé est en suivi des modifications."""
    from restitution.cli.redline import run  # noqa: PLC0415

    run(project.resolve(), old, new, output, engine)
