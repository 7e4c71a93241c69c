"""`restitution classify`: writes the editor's word on files into `sources/classement.csv`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.build import look
from restitution.cli.answer import Answer
from restitution.cli.manner import LOOKING, new_progress
from restitution.cli.one_file import meant_file
from restitution.cli.proposals import waiting
from restitution.cli.screen import out, told
from restitution.domain import NO_THEME, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.intake.classification import Row, meant, merged_table, read_table
from restitution.messages import expected, folded, listed, nearest, plural
from restitution.plan.tables import CLASSIFICATION
from restitution.settings import SETTINGS_FILE, Settings, load_settings


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
    cells = {name: value for name, value in _checked(said, settings).items() if value}
    if not file and (cells or not cores):
        raise WrongUse("De quel fichier s'agit-il ?", "Sans fichier, donnez --confirmer-themes seul.")
    path = _path(project, file) if file else ""
    proposed, messages = _proposed(project, path, cores) if cores else ({}, [])
    if not cells and not proposed:
        raise WrongUse(
            "Rien à écrire.", "Donnez --genre, --territoire, --themes, --exclure ou --confirmer-themes."
        )
    filled = {name: {**cells, "themes": ",".join(themes)} for name, themes in proposed.items()} or {path: cells}
    _fill(project, filled)
    return Classified(table=CLASSIFICATION.as_posix(), files=filled, messages=messages)


def _fill(project: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Write the cells of each file into its line of the table."""
    table = project / CLASSIFICATION
    rows = read_table(table.read_bytes()) if table.is_file() else []
    for path, cells in said.items():
        place = next((n for n, row in enumerate(rows) if meant(row.fichier, {path}) == path), len(rows))
        own = rows[place] if place < len(rows) else Row(fichier=path)
        rows[place : place + 1] = [structs.replace(own, **cells)]
    store.write(table, merged_table(rows, {row.fichier: row.compris for row in rows}))


def _path(project: Path, file: str) -> str:
    """The file's path relative to `sources/`: as given, or of the only file of that name. Raises `WrongUse`."""
    sources = project / "sources"
    for candidate in (sources / file, project / file, Path(file)):
        if candidate.is_file() and candidate.resolve().is_relative_to(sources.resolve()):
            relative = candidate.resolve().relative_to(sources.resolve()).as_posix()
            return unicodedata.normalize("NFC", relative)
    files = (path.relative_to(sources).as_posix() for path in sources.rglob("*") if path.is_file())
    return meant_file(file, sorted(unicodedata.normalize("NFC", path) for path in files))


def _checked(said: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The cells as the table keeps them: keys and codes that exist. Raises `WrongUse` for another."""
    cells = dict(said)
    if said["genre"]:
        kind = kind_of_word(said["genre"])
        if kind is None:
            raise WrongUse(
                f"Genre inconnu : « {said['genre']} ».", f"Attendu : {expected(said['genre'], kind_choices())}."
            )
        cells["genre"] = kind
    cells["territoire"] = ",".join(_territories(said["territoire"], settings))
    if folded(said["themes"]) != NO_THEME:
        cells["themes"] = ",".join(_themes(said["themes"], settings))
    return cells


def _territories(said: str, settings: Settings) -> list[str]:
    """Codes of the territories that words name, by code, name or alias. Raises `WrongUse` for another word."""
    found: list[str] = []
    for word in _words(said):
        codes = settings.territory_named(word)
        if not codes:
            names = [name for one in settings.territoires for name in (one.code, one.nom, *one.alias)]
            near = nearest(word, names) or listed((f"{t.code} ({t.nom})" for t in settings.territoires), "ou")
            raise WrongUse(f"Territoire inconnu : « {word} ».", f"Attendu : {near}.")
        found += codes
    return list(dict.fromkeys(found))


def _themes(said: str, settings: Settings) -> list[str]:
    """Keys of the themes that words name, by key, title or alias. Raises `WrongUse` for another word."""
    found: list[str] = []
    for word in [said] if settings.theme_named(said) else _words(said):
        key = settings.theme_named(word)
        if key is None:
            keys = {
                name: theme.cle for theme in settings.themes for name in (theme.cle, theme.titre, *theme.alias)
            }
            near = nearest(word, keys)
            right = keys[near] if near else listed(dict.fromkeys(keys.values()), "ou")
            raise WrongUse(f"Thème inconnu : « {word} ».", f"Attendu : {right}.")
        found.append(key)
    return list(dict.fromkeys(found))


def _words(said: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;/]", said) if word.strip()]


def _proposed(project: Path, path: str, cores: int) -> tuple[dict[str, list[str]], list[str]]:
    """The themes that words propose, by file, of all or of `path` alone; and what looking at the notes said.

    Raises `WrongUse` when there is none.
    """
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        said = look(project, cores, progress).said
    found = {note.path: note.themes for note in waiting(project) if path in {"", note.path}}
    if not found:
        where = f" pour « {path} »" if path else ""
        raise WrongUse(
            f"Aucun thème n'attend d'être confirmé{where}.", "Donnez-les fichier par fichier, par --themes."
        )
    return found, said
