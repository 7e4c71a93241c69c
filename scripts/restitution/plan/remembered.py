"""What each file was when it was last read.

A synchroniser takes back the bytes of files that nobody opens, Word keeps to itself those that it shows: size and
time tell whether the copy in the store is still theirs. Without it their text would go from the publication; a
file that did change is waited for.

Of thousands of files, reading them again to find that nothing changed is most of what a build with nothing to do
takes. Size and time do not tell it: programs set times as they like, and synchronisers do. The time of the last
change, which Linux and macOS keep and which no program sets, does, and the file's number tells one that was put in
its place. A file that changed shortly before it was read is read again: it may have changed once more within one
beat of the clock. So is every file on Windows, which does not tell that time.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Final

import msgspec

from restitution import store

NAME: Final = "looked.json"
"""Of what lies in `sources/`."""
SEEN: Final = "seen.json"
"""Of what our stages made, and of what was published."""
BEAT: Final = 2.0
"""Seconds within which some disk gives two changes one time: FAT counts by two."""
WRITING: Final = 60.0
"""The same for what others write: of a file written as memory (`mmap`), Linux tells it once in half a minute."""
TELLS_CHANGES: Final = os.name == "posix"
"""Whether `st_ctime` is the time of the last change: on Windows it is that of creation."""


class Look(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was read: its size, its times in nanoseconds, its number, and the hash of its bytes."""

    size: int
    time: int
    sha256: str
    change: int = 0
    """0 where it does not tell all changes."""
    number: int = 0


class Memory:
    """The looks of the last build, and those of this one, which begin when this is made.

    `calm`: seconds after its last change from which a file's times tell the next one.
    """

    def __init__(self, path: Path, calm: float) -> None:
        self._path = path
        self._calm_since = time.time_ns() - int(calm * 1e9)
        self._before = _read(path)
        self._now: dict[str, Look] = {}

    def keep(self, name: str, status: os.stat_result, sha256: str) -> None:
        """Remember a file that was read, and that nobody was writing. `status`: before it was."""
        is_calm = TELLS_CHANGES and status.st_ctime_ns < self._calm_since
        change, number = (status.st_ctime_ns, status.st_ino) if is_calm else (0, 0)
        self._now[name] = Look(status.st_size, status.st_mtime_ns, sha256, change, number)

    def same(self, name: str, status: os.stat_result) -> str:
        """Hash of a file as it was read once, when neither its size nor its time changed since; else empty."""
        look = self._before.get(name)
        if look is None or (look.size, look.time) != (status.st_size, status.st_mtime_ns):
            return ""
        self._now[name] = look
        return look.sha256

    def untouched(self, name: str, status: os.stat_result) -> str:
        """The same when nothing can have been written since; empty where only its bytes tell."""
        look = self._before.get(name) if TELLS_CHANGES else None
        if look is None or not look.change or (look.change, look.number) != (status.st_ctime_ns, status.st_ino):
            return ""
        return self.same(name, status)

    def hash_of(self, path: Path) -> str:
        """Hash of a file, which is read where only its bytes tell. Raises `OSError` when it cannot be opened."""
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not (sha256 := self.untouched(str(path), status)):
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                self.keep(str(path), status, sha256)
        return sha256

    def write(self) -> None:
        """Keep the looks of this build for the next one."""
        if self._now != self._before:
            store.write(self._path, msgspec.json.encode(self._now, order="sorted"))


def _read(path: Path) -> dict[str, Look]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Look])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
