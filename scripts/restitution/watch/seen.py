"""What is watched of a project, as one look finds it: size and times of every file that a build follows from.

A look reads no byte, so that a file which a synchroniser keeps elsewhere stays there.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from restitution.intake.recognise import is_dropping
from restitution.plan.snapshot import look_first
from restitution.plan.tables import CHOICES, CLASSIFICATION, PHOTOS, SHOWN
from restitution.publication import OUTPUT, RETURNED, internal
from restitution.settings import SETTINGS_FILE

Seen: TypeAlias = dict[str, tuple[int, ...]]
"""Path below the project, `/` between parts -> what tells that a file is another than before."""

FOLDERS: Final = ("sources", "templates", OUTPUT.as_posix())
QUIET: Final = 0.5
"""Seconds during which nothing may move before a build begins."""
BRIEF: Final = 0.1
"""The same where one note alone was saved again, on a disk of this machine: notices come once it stands still."""
LIGHT: Final = 1 << 20
"""Bytes up to which a file is written in one go."""
PATIENCE: Final = 20.0
"""Seconds after which one begins all the same: a large file that is still being copied keeps no other waiting."""
WRITTEN: Final = (
    CLASSIFICATION.as_posix(),
    CHOICES.as_posix(),
    PHOTOS.as_posix(),
    SHOWN.as_posix(),
    f"{RETURNED.as_posix()}/",
    f"{internal.KEPT.as_posix()}/",
    f"{OUTPUT.as_posix()}/",
)
"""Where builds write, among what is watched."""
HELD: Final = re.compile(r"~\$.*|\.~lock\..*#")
"""Files by which an office program says that it holds a document open."""


def look(project: Path) -> Seen:
    """What stands now. A folder that is missing differs from an empty one."""
    seen: Seen = {}
    for name in (SETTINGS_FILE, *FOLDERS):
        for path in _below(project / name):
            told = path.relative_to(project).as_posix()
            if _is_followed(told) and (found := _signature(path)):
                seen[told] = found
    return seen


def settled(project: Path, now: Seen | None = None, known: Seen | None = None) -> Seen:
    """What stands once nothing moves any more, or has moved for long enough. `known`: what stood before."""
    now = look(project) if now is None else now
    quiet = BRIEF if known and _is_one_note_saved(known, now) else QUIET
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        look_first(project / "sources")
        time.sleep(quiet)
        before, now, quiet = now, look(project), QUIET
        if before == now:
            break
    return now


def _is_one_note_saved(before: Seen, after: Seen) -> bool:
    """Whether one light file alone differs, which was there: nobody is bringing files."""
    saved = changed(before, after)
    return len(saved) == 1 and all(path in before and 0 < after.get(path, (0,))[0] <= LIGHT for path in saved)


def changed(before: Seen, after: Seen) -> set[str]:
    """The paths that differ between two looks."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def is_written_by_builds(path: str) -> bool:
    """Whether a build may write this file itself, as a person may."""
    return path.startswith(WRITTEN)


def is_told(path: str) -> bool:
    """Whether a person is told that this changed: a file of somebody, neither a folder nor a lock."""
    return path not in FOLDERS and not HELD.fullmatch(path.rpartition("/")[2])


def _below(path: Path) -> Iterator[Path]:
    yield path
    for folder, names, files in os.walk(path):
        names.sort()
        for name in files:
            yield Path(folder, name)


def _is_followed(path: str) -> bool:
    """Locks and unfinished files are no news; a lock that goes from `output/` is: what it held can be replaced."""
    folder, _, name = path.rpartition("/")
    if HELD.fullmatch(name):
        return folder.startswith(OUTPUT.as_posix())
    return not is_dropping(name)


def _signature(path: Path) -> tuple[int, ...]:
    """Empty for what is not there; of a folder only that it is."""
    try:
        status = path.lstat()
    except OSError:
        return ()
    if stat.S_ISDIR(status.st_mode):
        return (0,)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
