"""How each file of a project stands beside the one that the tool ships today."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
from packaging.version import Version

from restitution.kit import record


class Fate(StrEnum):
    """What became of a file, and so what an update does with it."""

    CURRENT = "current"
    """As shipped today."""
    NEW = "new"
    """Never given: it is written."""
    OLDER = "older"
    """As an earlier version shipped it, nobody changed it: it is replaced."""
    EDITED = "edited"
    """Somebody's own, and what is shipped today was never shown to them: it is laid beside."""
    KEPT = "kept"
    """Somebody's own; what is shipped today is what they started from, or was laid beside already."""
    DELETED = "deleted"
    """It was given, and somebody took it away: it stays away."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One file."""

    path: str
    fate: Fate
    shipped: bytes
    theirs: bytes = b""


def standings(
    project: Path, shipped: Mapping[str, bytes], followed: Mapping[str, bytes], version: str
) -> list[Standing]:
    """Every file in order. `shipped`: what a new project is given; `followed`: what it has a copy of, by choice.

    Raises `OSError` for a file that cannot be read.
    """
    lines = record.read(project)
    known = {path: set(prints) for path, prints in record.before_records().items()}
    for line in lines:
        known.setdefault(line.path, set()).add(line.sha256)
    offered = {(line.path, line.sha256) for line in lines}
    told = {line.path for line in lines} if record.newest(lines) >= Version(version) else None
    return [
        Standing(path=path, fate=fate, shipped=data, theirs=theirs or b"")
        for path, data in sorted((dict(followed) | dict(shipped)).items())
        for theirs in [content(project / path)]
        for fate in _fate(
            theirs,
            record.print_of(data),
            known.get(path, set()),
            shown=(path, record.print_of(data)) in offered or (told is not None and path not in told),
            given=path in shipped and _has_a_place(project, path),
        )
    ]


def content(path: Path) -> bytes | None:
    """The bytes of a file, None where nothing is; what is no file (a folder, a link) has none (`b""`)."""
    if not os.path.lexists(path):
        return None
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def _fate(theirs: bytes | None, today: str, known: set[str], *, shown: bool, given: bool) -> Iterator[Fate]:
    if theirs is None:
        if given:
            yield Fate.DELETED if known else Fate.NEW
        return
    mine = record.print_of(theirs)
    if mine == today:
        yield Fate.CURRENT
    elif theirs and mine in known:  # nothing at all, or a link, is somebody's own
        yield Fate.OLDER
    else:
        yield Fate.KEPT if shown else Fate.EDITED


def _has_a_place(project: Path, path: str) -> bool:
    """Whether a file that is not there could be: a folder of notes that was renamed asks for none."""
    parent = (project / path).parent
    return not path.startswith("sources/") or parent.is_dir()
