"""`restitution classify`: writes the editor's word on one file into `sources/classement.csv`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.build import look
from restitution.cli.screen import out
from restitution.domain import kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.intake.classification import Row, meant, merged_table, read_table
from restitution.messages import expected, listed, nearest
from restitution.model import Shaped
from restitution.plan.prepare import CLASSIFICATION, WORK
from restitution.progress import Progress
from restitution.settings import Settings, load_settings


def run(project: Path, file: str, said: Mapping[str, str], *, cores: int) -> None:
    """Fill the cells that `said` gives; with `cores`, confirm the themes that the last reading proposes."""
    settings = load_settings(project / "restitution.yaml")
    path = _path(project, file)
    cells = {name: value for name, value in _checked(said, settings).items() if value}
    if cores:
        cells["themes"] = ",".join(_proposed(project, path, cores))
    if not cells:
        raise WrongUse(
            "Rien à écrire.", "Donnez --genre, --territoire, --themes, --exclure ou --confirmer-themes."
        )
    table = project / CLASSIFICATION
    rows = read_table(table.read_bytes()) if table.is_file() else []
    place = next((n for n, row in enumerate(rows) if meant(row.fichier, {path}) == path), len(rows))
    own = rows[place] if place < len(rows) else Row(fichier=path)
    rows[place : place + 1] = [structs.replace(own, **cells)]
    store.write(table, merged_table(rows, {row.fichier: row.compris for row in rows}))
    out(
        f"{path} : {', '.join(f'{name} = {value}' for name, value in cells.items())}, écrit dans {CLASSIFICATION}."
    )


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
    cells["themes"] = ",".join(_each(said["themes"], [theme.cle for theme in settings.themes], "Thème inconnu"))
    return cells


def _each(words: str, known: tuple[str, ...] | list[str], complaint: str) -> list[str]:
    found = [word.strip() for word in words.split(",") if word.strip()]
    for word in found:
        if word not in known:
            raise WrongUse(f"{complaint} : « {word} ».", f"Attendu : {expected(word, known)}.")
    return found


def _proposed(project: Path, path: str, cores: int) -> list[str]:
    """Themes that the keywords of a note propose. Raises `WrongUse` when there is none to confirm."""
    with Progress(quiet=True) as progress:
        plan = look(project, cores, progress)
    for name in plan.each_lot("public/{lot}.jsonl"):
        for line in store.read_contract(project / WORK / name, plan.keys[name], Shaped):
            if line.note and line.note.path == path:
                found = sorted({theme for passage in line.note.passages for theme in passage.ours})
                if found:
                    out(f"Thèmes proposés : {listed(found)}.")
                    return found
    raise WrongUse(f"Aucun thème n'est proposé pour « {path} ».", "Donnez-les par --themes.")
