"""`restitution classify`: writes the editor's word on files into `sources/classement.csv`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from restitution.acts.classifying import checked, classify, proposed_themes
from restitution.build import look
from restitution.cli.answer import Answer
from restitution.cli.manner import LOOKING, new_progress
from restitution.cli.one_file import meant_file
from restitution.cli.screen import out, told
from restitution.errors import WrongUse
from restitution.messages import plural
from restitution.plan.tables import CLASSIFICATION
from restitution.settings import SETTINGS_FILE, load_settings


class Classified(Answer, kw_only=True):
    """The lines that were written into the table."""

    table: str
    files: dict[str, dict[str, str]]
    """Path below `sources/` -> the cells that were filled."""
    messages: list[str]
    """What has gone from the editor's tables since they were last looked at."""

    def show(self) -> None:
        """A line a file."""
        for message in self.messages:
            told(message, 0)
        for path, cells in self.files.items():
            said = ", ".join(f"{name} = {value}" for name, value in cells.items())
            out(f"{path} : {said}, écrit dans {self.table}.")
        told("Ce sera pris en compte à la prochaine construction : restitution build", 0)

    def in_short(self) -> str:
        """How many lines."""
        return f"{plural(len(self.files), 'ligne écrite', 'lignes écrites')} dans {self.table}."


def run(project: Path, file: str, said: Mapping[str, str], *, cores: int) -> Classified:
    """Fill the cells that `said` gives; with `cores`, confirm the themes that words propose."""
    settings = load_settings(project / SETTINGS_FILE)
    cells = {name: value for name, value in checked(said, settings).items() if value}
    if not file and (cells or not cores):
        raise WrongUse("De quel fichier s'agit-il ?", "Sans fichier, donnez --confirmer-themes seul.")
    path = _path(project, file) if file else ""
    proposed, messages = _proposed(project, path, cores) if cores else ({}, [])
    if not cells and not proposed:
        raise WrongUse(
            "Rien à écrire.", "Donnez --genre, --territoire, --themes, --exclure ou --confirmer-themes."
        )
    filled = {name: {**cells, "themes": ",".join(themes)} for name, themes in proposed.items()} or {path: cells}
    classify(project, filled)
    return Classified(table=CLASSIFICATION.as_posix(), files=filled, messages=messages)


def _path(project: Path, file: str) -> str:
    """The file's path relative to `sources/`: as given, or of the only file of that name. Raises `WrongUse`."""
    sources = project / "sources"
    for candidate in (sources / file, project / file, Path(file)):
        if candidate.is_file() and candidate.resolve().is_relative_to(sources.resolve()):
            relative = candidate.resolve().relative_to(sources.resolve()).as_posix()
            return unicodedata.normalize("NFC", relative)
    files = (path.relative_to(sources).as_posix() for path in sources.rglob("*") if path.is_file())
    return meant_file(file, sorted(unicodedata.normalize("NFC", path) for path in files))


def _proposed(project: Path, path: str, cores: int) -> tuple[dict[str, list[str]], list[str]]:
    """The themes that words propose, by file, of all or of `path` alone; and what looking at the notes said.

    Raises `WrongUse` when there is none.
    """
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        said = look(project, cores, progress).said
    found = {note.path: note.themes for note in proposed_themes(project) if path in {"", note.path}}
    if not found:
        where = f" pour « {path} »" if path else ""
        raise WrongUse(
            f"Aucun thème n'attend d'être confirmé{where}.", "Donnez-les fichier par fichier, par --themes."
        )
    return found, said
