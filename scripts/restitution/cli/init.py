"""`restitution init`: a new project, ready for notes; in a folder that holds things already, what it lacks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from restitution.cli.answer import Answer
from restitution.cli.screen import out, rest_of, told
from restitution.errors import RestitutionError, WrongUse
from restitution.kit import give, record
from restitution.kit.given import TERRITORY, project_files, starter
from restitution.messages import listed, plural
from restitution.settings import SETTINGS_FILE

MOST_NAMED: Final = 3


class Created(Answer, kw_only=True):
    """A project that was made, or completed."""

    folder: Path
    written: list[str]
    """Files below the folder."""
    kept: list[str]
    """Files that stood there already."""
    others: list[str]
    """What else lies there."""

    def record(self) -> object:
        """Where, and which files."""
        return {"folder": str(self.folder), "files": self.written, "kept": self.kept}

    def in_short(self) -> str:
        """The folder."""
        return str(self.folder)

    def show(self) -> None:
        """Where it is, what was there already, and what to do next."""
        if SETTINGS_FILE in self.kept:
            added = f"ajouté : {listed(self.written)}" if self.written else "il n'y manque rien"
            told(f"{self.folder.name} est déjà un projet ; {added}.", 0)
        else:
            out(f"Projet créé dans {self.folder}.")
        if kept := self.kept:
            told(f"Déjà là, {plural(len(kept), 'gardé tel quel', 'gardés tels quels')} : {_named(kept)}.", 0)
        if self.others:
            told(f"Déjà là, et laissé où c'est : {_named(self.others)}. Seul ce qui est dans sources/ est lu.", 0)
        if SETTINGS_FILE not in self.kept:
            _tell_next(self.folder)


def run(folder: Path) -> Created:
    """Write into `folder` what a project needs and has not yet. Raises `WrongUse` where no project can be."""
    _refuse(folder)
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set[str]()
    wanted = project_files()
    if SETTINGS_FILE in found:
        wanted = {name: data for name, data in wanted.items() if not name.startswith(TERRITORY)}
    kept = [name for name in wanted if os.path.lexists(folder / name)]
    written = [name for name in wanted if name not in kept]
    with _told_when_closed(folder):
        record.add(folder, {name: wanted[name] for name in written}, version("restitution"))
        for name in sorted(written, key=lambda name: name == SETTINGS_FILE):  # last: it makes a folder a project
            give(folder / name, wanted[name])
    others = sorted(found - {Path(name).parts[0] for name in wanted})
    others = [name for name in others if not name.startswith(".")]
    return Created(folder=folder, written=sorted(written), kept=kept, others=others)


def _refuse(folder: Path) -> None:
    """Raise `WrongUse` where a file is in the way, or where the project would be among another one's notes."""
    in_the_way = next(
        (one for one in (folder, *folder.parents) if os.path.lexists(one) and not one.is_dir()), None
    )
    if in_the_way:
        raise WrongUse(f"« {in_the_way} » est un fichier : un projet est un dossier.", "Donnez un autre nom.")
    around = next((one for one in folder.parents if (one / SETTINGS_FILE).is_file()), None)
    if around and folder.is_relative_to(around / "sources"):
        raise WrongUse(
            f"« {folder.name} » est dans les notes du projet « {around.name} » : rien n'a été écrit.",
            "Choisissez un dossier hors de ses sources/.",
        )


@contextmanager
def _told_when_closed(folder: Path) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        name = Path(os.fsdecode(error.filename)).name if error.filename else ""
        raise WrongUse(
            f"« {name} », dans {folder}, est un fichier : il faut un dossier de ce nom.",
            "Renommez ce fichier, puis relancez : ce qui a été écrit reste.",
        ) from error
    except (PermissionError, FileNotFoundError) as error:
        raise RestitutionError(
            f"Le projet ne peut pas être écrit dans {folder} : l'accès à ce dossier est refusé.",
            "Choisissez un dossier à vous, par exemple dans Documents, ou demandez ce droit.",
        ) from error


def _named(names: list[str]) -> str:
    return rest_of([f"« {name} »" for name in names], MOST_NAMED)


def _tell_next(folder: Path) -> None:
    out("1. Ouvrez restitution.yaml : donnez le titre et vos territoires.")
    out("2. Déposez les notes dans sources/, un dossier par territoire.")
    out("   Qui préfère une trame en trouve dans templates/fiches/, ou par « restitution new portrait ».")
    out(f"3. Double-cliquez sur {starter()}, dans ce dossier. Ou bien :")
    out(f'   restitution build --project "{folder}"')
