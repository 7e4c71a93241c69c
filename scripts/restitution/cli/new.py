"""`restitution new`: a sheet to fill in, for a writer."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Final

from restitution import store
from restitution.cli.screen import out
from restitution.domain import domain, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.messages import expected, folded, listed
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.writers.sheets import FORMATS, write_sheet

SHIPPED: Final = Path("templates", "fiches")
"""Where a project keeps its sheets: one that somebody changed there is given as it is."""


def run(word: str, territory: str, format_: str, project: Path, here: Path) -> None:
    """Write the sheet of a kind: into the folder of a territory, else `here`. Raises `WrongUse`."""
    kind, form = _kind(word), _format(format_)
    name, folder = _territory(territory, project) if territory else ("", here)
    data, whose = _own(project, kind, form)
    target = _free(folder, file_name(kind, form))
    store.write(target, data or write_sheet(kind, form, name))
    out(f"Fiche « {domain().kinds[kind].label} » créée : {_shown(target, here)}{whose}.")
    out("Ouvrez-la, écrivez sous chaque titre, enregistrez. Une rubrique laissée vide ne gêne pas.")
    if not target.resolve().is_relative_to((project / "sources").resolve()):
        out("Remplie, elle se dépose dans le dossier du territoire, sous sources/.")
    else:
        out("Elle est déjà à sa place : la prochaine construction la reprendra.")


def file_name(kind: str, format_: str) -> str:
    """« Visite miroir.docx », which says the kind to whoever finds it."""
    return f"{domain().kinds[kind].label.replace('’', chr(39))}.{format_}"


def sheets() -> dict[str, bytes]:
    """Every sheet in Word's format, by name: what a new project holds."""
    return {
        f"{SHIPPED.as_posix()}/{file_name(kind, 'docx')}": write_sheet(kind, "docx") for kind in domain().kinds
    }


def _kind(word: str) -> str:
    kind = kind_of_word(word)
    if kind is None:
        choices = kind_choices()
        raise WrongUse(f"Genre de fiche inconnu : « {word} ».", f"Attendu : {expected(word, choices)}.")
    return kind


def _format(word: str) -> str:
    form = folded(word).removeprefix(".")
    if form not in FORMATS:
        raise WrongUse(f"Format inconnu : « {word} ».", f"Attendu : {listed(FORMATS, 'ou')}.")
    return form


def _territory(word: str, project: Path) -> tuple[str, Path]:
    """Name of a territory, and the folder of its notes. Raises `WrongUse` for one that is not in the settings."""
    if not (project / SETTINGS_FILE).is_file():
        raise WrongUse(
            f"--territoire demande un projet, et il n'y a pas de {SETTINGS_FILE} ici.",
            "Allez dans le dossier du projet, donnez-le par --project, ou retirez --territoire.",
        )
    settings = load_settings(project / SETTINGS_FILE)
    code = next(iter(settings.territory_named(word)), "")
    found = next((territory for territory in settings.territoires if territory.code == code), None)
    if found is None:
        raise WrongUse(f"Territoire inconnu : « {word} ».", f"Attendu : {expected(word, settings.codes)}.")
    folder = (found.dossiers or (folded(found.nom).replace(" ", "-"),))[0]
    return found.nom, project / "sources" / folder


def _own(project: Path, kind: str, format_: str) -> tuple[bytes, str]:
    """The sheet that the project itself keeps, when it is not the program's."""
    path = project / SHIPPED / file_name(kind, format_)
    data = path.read_bytes() if (project / SETTINGS_FILE).is_file() and path.is_file() else b""
    if not data or data == write_sheet(kind, format_):
        return b"", ""
    return data, f" (d'après {SHIPPED.as_posix()}/{path.name}, le modèle de ce projet)"


def _free(folder: Path, name: str) -> Path:
    """A path where nothing is: « Portrait.docx », else « Portrait (2).docx »."""
    path = folder / name
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not path.exists() else next(other for other in others if not other.exists())


def _shown(path: Path, here: Path) -> str:
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
