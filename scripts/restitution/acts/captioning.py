"""Saying what pictures are, in `sources/photos.csv`: caption, credit, alternative text, who is on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.errors import StaleContract
from restitution.intake.photos import merged_photos, read_photos, united
from restitution.model import Photo, Pictured
from restitution.plan.locks import tables_held
from restitution.plan.outputs import WORK
from restitution.plan.tables import PHOTOS, photo_copies
from restitution.stages.pictures import pictured_in

BETWEEN: Final = "\0"


def album(project: Path) -> list[Pictured]:
    """The pictures of the project, as the last build found them; none before."""
    try:
        return pictured_in(project / WORK)
    except (FileNotFoundError, StaleContract):
        return []


def captions(project: Path) -> dict[str, Photo]:
    """The line of each picture, by its name and mark, those that a build would add too.

    Raises `WrongUse` for what is no such table.
    """
    return _keyed(read_photos(merged_photos(_lines(project), album(project))))


def _lines(project: Path) -> list[Photo]:
    """What the table says, with its copies in conflict, as a build takes them together."""
    table = project / PHOTOS
    own = read_photos(table.read_bytes()) if table.is_file() else []
    return united(own, [line for copy in photo_copies(project) for line in read_photos(copy.read_bytes())])


def _keyed(lines: list[Photo]) -> dict[str, Photo]:
    return {f"{line.fichier}{BETWEEN}{line.empreinte}": line for line in lines}


def caption(project: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Write the cells of some pictures; `said`: key of each -> its cells."""
    with tables_held(project / WORK):
        lines = captions(project)
        changed = [msgspec.structs.replace(line, **said.get(key, {})) for key, line in lines.items()]
        store.write(project / PHOTOS, merged_photos(changed, album(project)))
