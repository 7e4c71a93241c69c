"""The projects that a programme names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from restitution.errors import RestitutionError, WrongUse
from restitution.messages import folded
from restitution.programme.record import Member
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.settings.programme import HINT, Programme
from restitution.store import digest

SIGNS: Final = frozenset("*?[")
"""What makes a name a pattern."""
TOLD_BY_HASH: Final = 8


def members_of(programme: Programme, file: Path) -> list[Member]:
    """Each project once, in the order of the file.

    A folder that is named without any sign is one, whatever is there: its own build says what is wrong with it.
    Raises `WrongUse` for a pattern that finds no project, as all of them would then be missing without a word.
    """
    found: dict[Path, Member] = {}
    for said in programme.projets:
        for folder in _folders(said, file):
            found.setdefault(folder.resolve(), _member(folder, file.parent, programme.large))
    return list(found.values())


def _folders(said: str, file: Path) -> Iterator[Path]:
    if SIGNS.isdisjoint(said):
        yield file.parent / said
        return
    if Path(said).is_absolute():
        raise WrongUse(f"{file.name} : « {said} » ; attendu : un chemin à partir du dossier de ce fichier.", HINT)
    projects = [path.parent for path in file.parent.glob(f"{said.rstrip('/')}/{SETTINGS_FILE}")]
    if not projects:
        raise WrongUse(f"{file.name} : « {said} » ne désigne aucun dossier qui ait un {SETTINGS_FILE}.", HINT)
    yield from sorted(projects)


def _member(folder: Path, home: Path, large: int) -> Member:
    whole = Path(os.path.normpath(folder))
    said = os.path.relpath(whole, home) if whole.anchor == home.anchor else str(whole)
    said = Path(said).as_posix()
    name = folded(said).replace(" ", "-")[:40].encode("ascii", "ignore").decode()
    return Member(
        key=f"{name or 'projet'}-{digest(said)[:TOLD_BY_HASH]}",
        path=str(whole),
        said=said,
        title=_title(whole),
        is_large=_count(whole / "sources", large) >= large,
    )


def _title(folder: Path) -> str:
    try:
        return load_settings(folder / SETTINGS_FILE).projet.titre
    except RestitutionError:  # its own build tells what is wrong
        return folder.name


def _count(sources: Path, enough: int) -> int:
    """Files below `sources`, no further than what decides."""
    count = 0
    for _, _, names in os.walk(sources):
        count += len(names)
        if count >= enough:
            break
    return count
