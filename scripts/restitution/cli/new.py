"""`restitution new`: a sheet to fill in, for a writer."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path
from typing import Final, Literal

from restitution import store
from restitution.acts.folders import COMMON, folder_of
from restitution.cli.answer import Answer
from restitution.cli.papers import Handed, hand
from restitution.cli.prefilled import known_fields, told_fields
from restitution.cli.screen import out
from restitution.domain import domain, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.kit.given import SHEETS, file_name
from restitution.messages import expected, folded, listed
from restitution.papers import paper_of_word, papers
from restitution.settings import SETTINGS_FILE, Settings, Territory, load_settings
from restitution.writers.sheets import FORMATS, write_sheet

NEXT: Final = {
    "elsewhere": "Remplie, elle se dépose dans le dossier du territoire, sous sources/.",
    "common": "Ce qui est à un territoire va plutôt dans son dossier : déplacez-la, ou ajoutez --territoire.",
    "territory": "Elle est déjà à sa place : la prochaine construction la reprendra, une fois remplie.",
}
_REPEATED: Final = re.compile(r"\s*\(\d+\)$")


class Sheet(Answer, kw_only=True):
    """A sheet that was written."""

    path: str
    kind: str
    format: str
    territory: str | None = None
    """Code of the territory that writes."""
    whose: str = ""
    """The model of the project that it follows, below the project; empty for the program's."""
    same: list[str]
    """Sheets of that kind that lay there already."""
    fields: dict[str, str]
    """Fields that are filled in."""
    place: Literal["territory", "common", "elsewhere"]
    """Whether it lies in its territory's folder, in what is common, or outside of `sources/`."""

    def show(self) -> None:
        """Where it is and how it is filled in."""
        model = f" (d'après {self.whose}, le modèle de ce projet)" if self.whose else ""
        out(f"Fiche « {domain().kinds[self.kind].label} » créée : {self.path}{model}.")
        if self.same:
            name = self.path.rpartition("/")[2]
            out(f"Il y en a déjà une : {self.same[0]} ; celle-ci s'appelle « {name} ».")
        if told := told_fields(self.kind, self.fields):
            out(told)
        out("Ouvrez-la, écrivez sous chaque titre, enregistrez. Une rubrique laissée vide ne gêne pas.")
        out(NEXT[self.place])

    def in_short(self) -> str:
        """The file."""
        return self.path


def run(word: str, territory: str, format_: str, project: Path, here: Path) -> Sheet | Handed:
    """Write the sheet of a kind: where its territory keeps its notes, else `here`. Raises `WrongUse`."""
    paper = paper_of_word(word)
    kind, form = "" if paper else _kind(word), _format(format_)
    root = _root(project, here)
    settings = load_settings(root / SETTINGS_FILE) if root else None
    writes = _territory(territory, settings) if territory else None
    if paper:
        return hand(paper, form, (root, here), settings, writes)
    folder = folder_of(root, writes, here)
    data, whose = _own(root, kind, form) if root else (b"", "")
    known = {} if data else known_fields(kind, writes, settings)
    target, others = _free(folder, file_name(kind, form)), _same(folder, kind)
    titles = [theme.titre for theme in settings.themes] if settings else []
    store.write(target, data or write_sheet(kind, form, known, titles))
    is_note = root is not None and target.is_relative_to(root / "sources")
    is_common = root is not None and folder == root / COMMON
    return Sheet(
        path=_shown(target, here),
        kind=kind,
        format=form,
        territory=writes.code if writes else None,
        whose=whose,
        same=[_shown(other, here) for other in others],
        fields=known,
        place=("common" if is_common else "territory") if is_note else "elsewhere",
    )


def _kind(word: str) -> str:
    kind = kind_of_word(word)
    if kind is None:
        choices = [*kind_choices(), *papers()]
        raise WrongUse(f"Genre de fiche inconnu : « {word} ».", f"Attendu : {expected(word, choices)}.")
    return kind


def _format(word: str) -> str:
    form = folded(word).removeprefix(".")
    if form not in FORMATS:
        raise WrongUse(f"Format inconnu : « {word} ».", f"Attendu : {listed(FORMATS, 'ou')}.")
    return form


def _root(project: Path, here: Path) -> Path | None:
    """The folder of the project: the one given, else the one in which somebody is, at any depth."""
    inside = [project, *(project.parents if project == here else ())]
    return next((folder for folder in inside if (folder / SETTINGS_FILE).is_file()), None)


def _territory(word: str, settings: Settings | None) -> Territory:
    """The territory that a word names. Raises `WrongUse` for one that is not in the settings."""
    if settings is None:
        raise WrongUse(
            f"--territoire demande un projet, et il n'y a pas de {SETTINGS_FILE} ici.",
            "Allez dans le dossier du projet, donnez-le par --project, ou retirez --territoire.",
        )
    found = settings.territory(next(iter(settings.territory_named(word)), ""))
    if found is None:
        raise WrongUse(f"Territoire inconnu : « {word} ».", f"Attendu : {expected(word, settings.codes)}.")
    return found


def _own(root: Path, kind: str, format_: str) -> tuple[bytes, str]:
    """The sheet that the project itself keeps, when it is not the program's, and where."""
    path = root / SHEETS / file_name(kind, format_)
    data = path.read_bytes() if path.is_file() else b""
    if not data or data == write_sheet(kind, format_):
        return b"", ""
    return data, f"{SHEETS.as_posix()}/{path.name}"


def _same(folder: Path, kind: str) -> list[Path]:
    """Sheets of that kind that lie there already, whatever their format; the one without a number first."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    named = [path for path in there if path.suffix.lower().removeprefix(".") in {*FORMATS, "odt", "ods"}]
    same = [path for path in named if kind_of_word(_REPEATED.sub("", path.stem)) == kind]
    return sorted(same, key=lambda path: len(path.name))


def _free(folder: Path, name: str) -> Path:
    """A path where nothing is: « Portrait.docx », else « Portrait (2).docx »."""
    path = folder / name
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not path.exists() else next(other for other in others if not other.exists())


def _shown(path: Path, here: Path) -> str:
    """The whole way from where somebody is."""
    try:
        return Path(os.path.relpath(path, here)).as_posix()
    except ValueError:  # another disk
        return str(path)
