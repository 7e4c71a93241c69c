"""One build of a project at a time, by locks that the kernel drops when their holder dies."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from restitution.errors import AnotherBuild

if TYPE_CHECKING:
    from filelock import FileLock

LOCK, OWNER = "build.lock", "build.owner"
_held: dict[Path, FileLock] = {}


def hold_build_lock(work: Path) -> None:
    """Become the only build of this project until this process ends. Raises `AnotherBuild`."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 costly, and no stage of a build needs it

    work = work.resolve()
    if work in _held:
        return
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise AnotherBuild(
            f"Une construction de ce projet est déjà en cours ({_owner(work)}).", "Attendez sa fin, puis relancez."
        ) from None
    (work / OWNER).write_text(f"processus {os.getpid()}, depuis {time.strftime('%H:%M:%S')}", "utf-8")
    _wait_for_orphans(work)
    _held[work] = lock


def build_under_way(work: Path) -> str:
    """Who builds this project now, empty when nobody does. Holds the lock for an instant where it was free."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 as above

    if work.resolve() in _held or not (work / LOCK).is_file():
        return ""
    lock = FileLock(work / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _owner(work)
    lock.release()
    return ""


def _owner(work: Path) -> str:
    owner = work / OWNER
    return owner.read_text("utf-8") if owner.exists() else "processus inconnu"


def release_build_lock(work: Path) -> None:
    """Let others build: for a process that lives on after its build."""
    lock = _held.pop(work.resolve(), None)
    if lock is not None:
        lock.release()


def mark_stage_running(work: Path) -> IO[bytes]:
    """A shared lock that each stage holds as long as it lives; keep the result alive."""
    file = (work / "stages.lock").open("ab")
    _flock(file, shared=True)
    return file


def _wait_for_orphans(work: Path) -> None:
    """Stages of a build that was killed may still be writing: let them end."""
    with (work / "stages.lock").open("ab") as file:
        _flock(file, shared=False)


if os.name == "nt":

    def _flock(file: IO[bytes], *, shared: bool) -> None:
        """Windows has no shared lock to wait for; stages end with the job object of their build."""

else:
    import fcntl

    def _flock(file: IO[bytes], *, shared: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
