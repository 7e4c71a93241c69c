"""Saying what files are, in `sources/classement.csv`: kind, territory, themes, date, whether they are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from restitution import store
from restitution.dates import french_dates
from restitution.domain import NO_THEME, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.intake.classification import Row, meant, merged_table, read_table
from restitution.messages import expected, folded, listed, nearest
from restitution.model import Coverage, Proposed
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.plan.tables import CLASSIFICATION
from restitution.settings import Settings


def lines(project: Path) -> list[Row]:
    """The lines of the table, none where there is no table. Raises `WrongUse` for what is no such table."""
    table = project / CLASSIFICATION
    return read_table(table.read_bytes()) if table.is_file() else []


def line_of(rows: Iterable[Row], path: str) -> Row:
    """The first line of a file, the one that is followed; an empty one where it has none."""
    return next((row for row in rows if meant(row.fichier, {path}) == path), Row(fichier=path))


def classify(project: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Write the cells of each file into its line of the table; `said`: path below `sources/` -> its cells."""
    with tables_held(project / WORK):
        rows = lines(project)
        for path, cells in said.items():
            place = next((n for n, row in enumerate(rows) if meant(row.fichier, {path}) == path), len(rows))
            own = rows[place] if place < len(rows) else Row(fichier=path)
            rows[place : place + 1] = [msgspec.structs.replace(own, **cells)]
        store.write(project / CLASSIFICATION, merged_table(rows, {row.fichier: row.compris for row in rows}))


def proposed_themes(project: Path) -> list[Proposed]:
    """The notes whose themes are proposed only, as the last look at them found."""
    coverage = msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)
    return coverage.proposed


def checked(said: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Cells as the table keeps them: keys and codes that exist, a date. Raises `WrongUse` for another word."""
    cells = dict(said)
    if kind := cells.get("genre", ""):
        cells["genre"] = _kind(kind)
    if territories := cells.get("territoire", ""):
        cells["territoire"] = ",".join(_territories(territories, settings))
    if (themes := cells.get("themes", "")) and folded(themes) != NO_THEME:
        cells["themes"] = ",".join(_themes(themes, settings))
    if (date := cells.get("date", "").strip()) and not french_dates(date):
        raise WrongUse(f"« {date} » n'est pas une date.", "Attendu : un jour ou une période, comme 2026-10-08.")
    return cells


def _kind(said: str) -> str:
    kind = kind_of_word(said)
    if kind is None:
        raise WrongUse(f"Genre inconnu : « {said} ».", f"Attendu : {expected(said, kind_choices())}.")
    return kind


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
