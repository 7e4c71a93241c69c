"""The commands of the review and their options; each does its work in a module of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from restitution.cli import completions
from restitution.cli.answer import Answer
from restitution.cli.commands import CORES, HERE, FrenchCommand, Project, group

app = group("Les remarques des relecteurs : les prendre, les placer, décider, répondre.")
command = partial(app.command, cls=FrenchCommand)

By = Annotated[str, typer.Option("--par", help="Qui décide, gardé dans l'historique.", metavar="NOM")]


@command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Copies relues : .docx, .odt, .pdf.", metavar="FICHIER...")],
    accept_from: Annotated[
        str, typer.Option("--accept-from", "--accepter-de", help="Accepte ses changements.", metavar="NOM")
    ] = "",
    by: By = "",
    project: Project = HERE,
) -> Answer:
    """Prend les remarques de copies relues, sans toucher aux fichiers."""
    from restitution.cli.review.adding import run  # noqa: PLC0415

    return run(project.resolve(), CORES, files, accept_from=accept_from, by=by)


@command()
def note(
    words: Annotated[list[str], typer.Argument(help="Ce qui a été dit, entre guillemets.", metavar="TEXTE")],
    author: Annotated[str, typer.Option("--de", help="Qui l'a dit.", metavar="NOM")] = "",
    where: Annotated[str, typer.Option("--sur", help='¶4.2-13, p.12 ou "des mots du texte".', metavar="OÙ")] = "",
    way: Annotated[str, typer.Option("--par", help="telephone, papier ou courriel.", metavar="MOYEN")] = "",
    day: Annotated[str, typer.Option("--le", help="Le jour (aujourd'hui, sinon).", metavar="DATE")] = "",
    project: Project = HERE,
) -> Answer:
    """Note ce que quelqu'un a dit au téléphone, sur papier, par courriel."""
    from restitution.cli.review.noting import Asked, run  # noqa: PLC0415

    asked = Asked(text=" ".join(words), author=author, where=where, way=way, day=day)
    return run(project.resolve(), CORES, asked)


@command("list")
def list_(
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state", "--etat", help="De cet état seulement.", metavar="ÉTAT", autocompletion=completions.states
        ),
    ] = None,
    author: Annotated[str, typer.Option("--de", help="De ce relecteur.", metavar="NOM")] = "",
    passage: Annotated[
        str, typer.Option("--passage", help="Sur ce paragraphe ou sous ce titre.", metavar="¶")
    ] = "",
    workbook: Annotated[
        Path | None, typer.Option("--xlsx", help="Écrit un tableau à remplir.", metavar="FICHIER")
    ] = None,
    project: Project = HERE,
) -> Answer:
    """Montre les remarques, celles qui vous attendent d'abord."""
    from restitution.cli.review.listing import Asked, run  # noqa: PLC0415

    asked = Asked(states=state or (), author=author, passage=passage, workbook=workbook)
    return run(project.resolve(), CORES, asked)


@command()
def decide(  # noqa: PLR0913, PLR0917 as above
    words: Annotated[
        list[str],
        typer.Argument(
            help="R-014, R-014..R-020, et accepter, rejeter, resoudre, rouvrir, repondre, annuler ; ou un .xlsx.",
            metavar="NUMÉRO... DÉCISION",
            autocompletion=completions.decisions,
        ),
    ],
    answer: Annotated[str, typer.Option("--answer", "--reponse", help="La réponse.", metavar="TEXTE")] = "",
    why: Annotated[str, typer.Option("--why", "--motif", help="Pourquoi (pour l'équipe).", metavar="TEXTE")] = "",
    author: Annotated[str, typer.Option("--de", help="Toutes celles de ce relecteur.", metavar="NOM")] = "",
    kind: Annotated[
        str, typer.Option("--kind", "--genre", help="De ce genre : commentaire, ajout…", metavar="GENRE")
    ] = "",
    by: By = "",
    project: Project = HERE,
) -> Answer:
    """Accepte, écarte, résout, rouvre des remarques, ou y répond."""
    from restitution.cli.review.deciding import Asked, run  # noqa: PLC0415

    asked = Asked(words=words, author=author, kind=kind, answer=answer, why=why, by=by)
    return run(project.resolve(), CORES, asked)


@command()
def place(
    number: Annotated[str, typer.Argument(help="R-014.", metavar="NUMÉRO", autocompletion=completions.remarks)],
    where: Annotated[
        list[str] | None,
        typer.Argument(help="¶4.2-13 ou des mots du texte ; rien, pour confirmer.", metavar="OÙ"),
    ] = None,
    by: By = "",
    project: Project = HERE,
) -> Answer:
    """Confirme la place d'une remarque, ou la corrige."""
    from restitution.cli.review.placing import run  # noqa: PLC0415

    return run(project.resolve(), CORES, number, " ".join(where or []), by)


@command()
def letter(
    reviewer: Annotated[
        str, typer.Option("--reviewer", "--relecteur", help="La sienne, dans interne/lettres/.", metavar="NOM")
    ] = "",
    project: Project = HERE,
) -> Answer:
    """Écrit la lettre de réponse, ou celle d'un seul relecteur."""
    from restitution.cli.review.answering import run  # noqa: PLC0415

    return run(project.resolve(), CORES, reviewer)
