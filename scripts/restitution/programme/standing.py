"""Which documents of a project stand now, whatever its last build said."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution import disk, publication
from restitution.plan.outputs import MANIFEST, OUTPUTS, WORK
from restitution.publication import OUTPUT
from restitution.publication.internal import DASHBOARD, TEAM


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A published file."""

    path: str
    """Below the project."""
    bytes: int
    day: str
    """When it was published, ISO."""


def documents(project: Path) -> list[Standing]:
    """The documents of `output/`, in their usual order."""
    return [_standing(project, OUTPUT / name) for name in OUTPUTS.values() if (project / OUTPUT / name).is_file()]


def copies(project: Path) -> int:
    """How many other files of ours stand in `output/`: copies to review."""
    known = publication.read_manifest(project / WORK / MANIFEST).files
    return sum((project / OUTPUT / name).is_file() for name in known if name not in OUTPUTS.values())


def team_page(project: Path) -> str:
    """The dashboard, below the project; empty when there is none."""
    page = TEAM / DASHBOARD
    return page.as_posix() if (project / page).is_file() else ""


def _standing(project: Path, path: Path) -> Standing:
    status = (project / path).stat()
    return Standing(path=path.as_posix(), bytes=status.st_size, day=disk.day(status.st_mtime))
