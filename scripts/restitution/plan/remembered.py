"""What each note was when it was last read: one that cannot be read today, and has not changed since, is known.

A synchroniser takes back the bytes of files that nobody opens, Word keeps to itself those that it shows: size and
time tell whether the copy in the store is still theirs. Without it their text would go from the publication; a
file that did change is waited for.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.model import Source
from restitution.store import Store

NAME: Final = "looked.json"


class Look(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was read: its size, its time in nanoseconds, and the name of its copy in the store."""

    size: int
    time: int
    sha256: str


class Memory:
    """The looks of the last photograph, and those of the one that is being taken."""

    def __init__(self, kept: Store) -> None:
        self._store = kept
        self._path = kept.root.with_name(NAME)
        self._before = _read(self._path)
        self._now: dict[str, Look] = {}

    def keep(self, name: str, status: os.stat_result, sha256: str) -> None:
        """Remember a file that was read, and that nobody was writing."""
        self._now[name] = Look(status.st_size, status.st_mtime_ns, sha256)

    def same(self, name: str, status: os.stat_result) -> Source | None:
        """The file as it was read once, when neither its size nor its time changed since; else None."""
        look = self._before.get(name)
        if look is None or (look.size, look.time) != (status.st_size, status.st_mtime_ns):
            return None
        if not self._store.path(look.sha256).is_file():
            return None
        self._now[name] = look
        return Source(path=name, sha256=look.sha256, size=look.size)

    def write(self) -> None:
        """Keep the looks of this photograph for the next one."""
        if self._now != self._before:
            store.write(self._path, msgspec.json.encode(self._now, order="sorted"))


def _read(path: Path) -> dict[str, Look]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Look])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
