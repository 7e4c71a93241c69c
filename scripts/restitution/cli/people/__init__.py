"""The commands of the register of people and their options; each does its work in a module of its own."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from restitution.cli import completions
from restitution.cli.answer import Answer
from restitution.cli.commands import CORES, HERE, FrenchCommand, Project, group

app = group("Le registre des personnes : qui peut être nommé, et quels enregistrements ont un accord.")
command = partial(app.command, cls=FrenchCommand)


@command()
def scan(
    show: Annotated[
        bool, typer.Option("--dry-run", "--montrer", help="Dit qui serait ajouté, sans rien écrire.")
    ] = False,
    project: Project = HERE,
) -> Answer:
    """Cherche dans les notes qui n'est pas au registre, et l'y ajoute, « agrégé »."""
    from restitution.cli.people.scanning import run  # noqa: PLC0415

    return run(project.resolve(), CORES, dry=show)


@command()
def show(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            help="Nom, variante ou initiales ; sans nom, le registre entier.", metavar="NOM",
            autocompletion=completions.people,
        ),
    ] = None,
    project: Project = HERE,
) -> Answer:  # fmt: skip
    """Montre tout ce que le projet garde d'une personne (demande d'accès)."""
    from restitution.cli.people.showing import run  # noqa: PLC0415

    return run(project.resolve(), CORES, " ".join(name or []))


@command()
def consent(  # noqa: PLR0913, PLR0917 each option of the command
    file: Annotated[
        str,
        typer.Argument(
            help="La transcription ; sans fichier, celles qui attendent.", metavar="FICHIER",
            autocompletion=completions.notes,
        ),
    ] = "",
    day: Annotated[str, typer.Option("--le", help="Le jour de l'accord.", metavar="DATE")] = "",
    by: Annotated[str, typer.Option("--par", help="Qui a recueilli l'accord.", metavar="QUI")] = "",
    proof: Annotated[
        str, typer.Option("--preuve", help="Où il est : feuille signée, courriel…", metavar="TEXTE")
    ] = "",
    reread: Annotated[
        bool, typer.Option("--relu", help="Quelqu'un l'a relue pour les noms (transcription sans majuscules).")
    ] = False,
    withdrawn: Annotated[
        str, typer.Option("--retrait", help="Le jour où l'accord est retiré.", metavar="DATE")
    ] = "",
    project: Project = HERE,
) -> Answer:  # fmt: skip
    """Note que ceux qui parlent dans un enregistrement sont d'accord, ou ne le sont plus."""
    from restitution.acts.people.agreeing import Asked  # noqa: PLC0415
    from restitution.cli.people.consenting import run  # noqa: PLC0415

    asked = Asked(file=file, day=day, by=by, proof=proof, reread=reread, withdrawn=withdrawn)
    return run(project.resolve(), CORES, asked)
