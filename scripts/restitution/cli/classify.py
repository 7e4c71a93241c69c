"""`restitution classify`: writes the editor's word on files into `sources/classement.csv`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.build import look
from restitution.cli.proposals import waiting
from restitution.cli.screen import out
from restitution.domain import NO_THEME, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.intake.classification import Row, meant, merged_table, read_table
from restitution.messages import expected, folded, nearest
from restitution.plan.prepare import CLASSIFICATION
from restitution.progress import Progress
from restitution.settings import SETTINGS_FILE, Settings, load_settings


def run(project: Path, file: str, said: Mapping[str, str], *, cores: int) -> None:
    """Fill the cells that `said` gives; with `cores`, confirm the themes that words propose."""
    settings = load_settings(project / SETTINGS_FILE)
    cells = {name: value for name, value in _checked(said, settings).items() if value}
    if not file and (cells or not cores):
        raise WrongUse("De quel fichier s'agit-il ?", "Sans fichier, donnez --confirmer-themes seul.")
    path = _path(project, file) if file else ""
    proposed = _proposed(project, path, cores) if cores else {}
    if not cells and not proposed:
        raise WrongUse(
            "Rien à écrire.", "Donnez --genre, --territoire, --themes, --exclure ou --confirmer-themes."
        )
    _fill(
        project,
        {name: {**cells, "themes": ",".join(themes)} for name, themes in proposed.items()} or {path: cells},
    )


def _fill(project: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Write the cells of each file into its line of the table, and say so."""
    table = project / CLASSIFICATION
    rows = read_table(table.read_bytes()) if table.is_file() else []
    for path, cells in said.items():
        place = next((n for n, row in enumerate(rows) if meant(row.fichier, {path}) == path), len(rows))
        own = rows[place] if place < len(rows) else Row(fichier=path)
        rows[place : place + 1] = [structs.replace(own, **cells)]
    store.write(table, merged_table(rows, {row.fichier: row.compris for row in rows}))
    for path, cells in said.items():
        told = ", ".join(f"{name} = {value}" for name, value in cells.items())
        out(f"{path} : {told}, écrit dans {CLASSIFICATION}.")


def _path(project: Path, file: str) -> str:
    """The file's path relative to `sources/`. Raises `WrongUse` with the nearest file when there is none."""
    sources = project / "sources"
    for candidate in (sources / file, project / file, Path(file)):
        if candidate.is_file() and candidate.resolve().is_relative_to(sources.resolve()):
            relative = candidate.resolve().relative_to(sources.resolve()).as_posix()
            return unicodedata.normalize("NFC", relative)
    known = [path.relative_to(sources).as_posix() for path in sources.rglob("*") if path.is_file()]
    near = nearest(file, known)
    raise WrongUse(f"« {file} » n'est pas dans sources/.", f"Vouliez-vous dire « {near} » ?" if near else "")


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
    cells["territoire"] = ",".join(_each(said["territoire"], settings.codes, "Territoire inconnu"))
    if folded(said["themes"]) != NO_THEME:
        known = [theme.cle for theme in settings.themes]
        cells["themes"] = ",".join(_each(said["themes"], known, "Thème inconnu"))
    return cells


def _each(words: str, known: tuple[str, ...] | list[str], complaint: str) -> list[str]:
    found = [word.strip() for word in words.split(",") if word.strip()]
    for word in found:
        if word not in known:
            raise WrongUse(f"{complaint} : « {word} ».", f"Attendu : {expected(word, known)}.")
    return found


def _proposed(project: Path, path: str, cores: int) -> dict[str, list[str]]:
    """The themes that words propose, by file: of all, or of `path` alone. Raises `WrongUse` when there is none."""
    with Progress(quiet=True) as progress:
        look(project, cores, progress)
    found = {note.path: note.themes for note in waiting(project) if path in {"", note.path}}
    if not found:
        where = f" pour « {path} »" if path else ""
        raise WrongUse(
            f"Aucun thème n'attend d'être confirmé{where}.", "Donnez-les fichier par fichier, par --themes."
        )
    return found
