"""Brings what a newer tool ships into a project: one whole file after the other, the record last.

Killed in between, what was brought is as shipped today, and the next update begins with the rest.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from restitution import store
from restitution.kit import record
from restitution.kit.standing import Fate, Standing, content
from restitution.resources import NEWER

GUIDE: Final = "LISEZMOI.txt"
"""Nothing is laid beside it: it only says what its folder is for, and may lie among notes."""
RUN: Final = (".sh", ".command")
"""Ends of names of what is started by a double click."""


def bring(project: Path, files: Iterable[Standing], version: str, *, restore: bool = False) -> None:
    """Write what is new or older, lay the rest beside somebody's own; `restore`: also what was taken away."""
    files = list(files)
    for file in files:
        if file.fate in {Fate.NEW, Fate.OLDER} or (restore and file.fate == Fate.DELETED):
            give(project / file.path, file.shipped)
        elif file.fate == Fate.EDITED and is_laid_beside(file):
            give(place_beside(project, file), file.shipped)
    known = {file.path: file.shipped for file in files if restore or file.fate != Fate.DELETED}
    record.add(project, known, version)


def is_laid_beside(file: Standing) -> bool:
    """Whether the shipped file is laid beside the one that somebody changed."""
    return not file.path.endswith(GUIDE)


def place_beside(project: Path, file: Standing) -> Path:
    """« NAME.nouveau », or the next of these names that holds nobody's words."""
    ours = {record.print_of(file.shipped)}
    ours |= {line.sha256 for line in record.read(project) if line.path == file.path}
    names = _names(project / file.path)
    return next(path for path in names if (there := content(path)) is None or record.print_of(there) in ours)


def left_beside(project: Path, file: Standing) -> Path | None:
    """A shipped file that an update laid there and that is still there."""
    path = next(_names(project / file.path))
    return path if path.is_file() else None


def _names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}{NEWER}")
    yield from (path.with_name(f"{path.name}{NEWER}-{number}") for number in count(2))


def give(path: Path, data: bytes) -> None:
    """Write a file whole, with the rights that it had; what is started by a double click may be run."""
    rights = path.stat().st_mode & 0o777 if path.is_file() else None
    store.write(path, data)
    is_run = path.name.endswith(RUN)
    if os.name != "nt" and (rights is not None or is_run):
        bits = path.stat().st_mode & 0o777 if rights is None else rights
        with suppress(OSError):  # a shared drive may know no such right
            path.chmod(bits | (bits & 0o444) >> 2 if is_run else bits)  # whoever may read it may run it
