"""`restitution init`: a new project, ready for notes."""

from __future__ import annotations

from pathlib import Path

from restitution import resources, store
from restitution.cli.new import sheets
from restitution.cli.screen import out
from restitution.errors import WrongUse
from restitution.intake.recognise import README_MARK

README = "LISEZMOI.txt"
ALSO = ("profiles/default/config.yaml", "docs/reglages.md", "docs/schema/restitution.schema.json")
"""Files of the program that a project keeps as they are."""


def run(folder: Path) -> None:
    """Write the files of a new project into `folder`. Raises `WrongUse` when one of them is there already."""
    shipped = resources.tree(resources.home() / "templates" / "projet")
    taken = sorted(name for name in map(_target, (*shipped, *ALSO)) if (folder / name).exists())
    if taken:
        raise WrongUse(
            f"« {folder.name} » contient déjà {taken[0]} : rien n'a été écrit.",
            "Choisissez un dossier vide ou nouveau.",
        )
    for name, data in shipped.items():
        mark = b"\r\n" + README_MARK + b"\r\n" if name.endswith(README) else b""
        store.write(folder / _target(name), data + mark)
    for name in ALSO:
        store.write(folder / name, (resources.home() / name).read_bytes())
    for name, data in sheets().items():
        store.write(folder / name, data)
    out(f"Projet créé dans {folder}.")
    out("1. Ouvrez restitution.yaml : donnez le titre et vos territoires.")
    out("2. Déposez les notes dans sources/, un dossier par territoire.")
    out("   Qui préfère une trame en trouve dans templates/fiches/, ou par « restitution new portrait ».")
    out(f'3. Lancez « restitution build --project "{folder}" ».')


def _target(name: str) -> str:
    """The name a shipped file takes: a leading `point-` stands for the dot that packages leave out."""
    return name.replace("point-", ".")
