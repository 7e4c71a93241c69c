"""One build of a project at a time, by locks that the kernel drops when their holder dies."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import IO, TYPE_CHECKING, Final

from restitution.errors import AnotherBuild, RestitutionError

if TYPE_CHECKING:
    from filelock import FileLock

LOCK, OWNER = "build.lock", "build.owner"
NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a network drive without locks says."""
STAGES: Final = "stages.locks"
TABLES: Final = "tables.lock"
_of_tables: Final = RLock()
_tables_held: Final[set[Path]] = set()
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
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        raise RestitutionError(
            f"Le disque de « {work.parent.name} » ne sait pas empêcher deux constructions en même temps (lecteur "
            "réseau ?) : rien n'est construit.",
            "Copiez le projet sur cette machine, ou dans un dossier synchronisé, puis relancez.",
        ) from error
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
    """A lock of its own that each stage holds until its result is closed or it ends; keep it alive."""
    folder = work / STAGES
    folder.mkdir(parents=True, exist_ok=True)
    return _locked(folder / f"{socket.gethostname()}-{os.getpid()}.lock")  # numbers of two machines may be one


@contextmanager
def tables_held(work: Path) -> Iterator[None]:
    """While a file of the editor's is read and written anew: by one process, and one thread of it, at a time.

    On a drive without locks nothing keeps another machine from it, as before.
    """
    with _of_tables:
        work = work.resolve()
        if work in _tables_held:
            yield
            return
        work.mkdir(parents=True, exist_ok=True)
        file = _locked_if_possible(work / TABLES)
        _tables_held.add(work)
        try:
            yield
        finally:
            _tables_held.discard(work)
            if file is not None:
                file.close()


def _locked_if_possible(path: Path) -> IO[bytes] | None:
    try:
        return _locked(path)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        return None


def _wait_for_orphans(work: Path) -> None:
    """Stages of a build that was killed may still be writing: let them end.

    On Windows they do not end with it: the job object of a command's launcher holds its own child only.
    """
    for path in sorted((work / STAGES).glob("*.lock")):
        _locked(path).close()
        with suppress(OSError):  # another build that waited took it away
            path.unlink()


if sys.platform == "win32":
    import msvcrt

    def _locked(path: Path) -> IO[bytes]:
        """The file, once nobody else holds it: the kernel lets go of it when it is closed."""
        file = path.open("ab")
        while True:
            with suppress(OSError):  # it gave up after ten seconds
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                return file

else:
    import fcntl

    def _locked(path: Path) -> IO[bytes]:
        """The file, once nobody else holds it: the kernel lets go of it when it is closed."""
        file = path.open("ab")
        fcntl.flock(file, fcntl.LOCK_EX)
        return file
