"""The results that one key opens: named, sealed, bounded, and known by the project that they are of."""

from __future__ import annotations

import hmac
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from restitution import store
from restitution.store import SEAL, TEMPORARY, digest

OWNERS: Final = "projets"
"""Folder of the lists that say whose results they are."""
LARGEST: Final = 1 << 29
"""Bytes beyond which a file is no result of ours."""
ABANDONED: Final = 3_600
"""Seconds after which a file that is half written is nobody's."""
ROOM: Final = 0.9
"""Share of what may be kept that is left once it is too much: not to begin again with the next result."""
NAME: Final = re.compile(r"[0-9a-f]{64}")


class Held(msgspec.Struct, frozen=True):
    """Some results."""

    count: int = 0
    size: int = 0


class Entry(NamedTuple):
    """A result in its folder: a tuple, as there may be fifty thousand."""

    used: float
    size: int
    name: str


class Cache:
    """The results of one key; others may keep theirs in the same folder."""

    def __init__(self, folder: Path, key: bytes, most: int) -> None:
        self._key = key
        self.most = most
        self.folder = folder / self.name("dossier")[:16]
        self.said: list[str] = []
        """What went wrong on the way, for the log."""

    def begin(self) -> None:
        """Make ready to keep results. Raises `OSError` where none can be kept."""
        _settle(self.folder)
        if not os.access(self.folder, os.W_OK):
            raise PermissionError

    def name(self, *parts: str) -> str:
        """The name of a result, by all that it was made from."""
        return self._hashed(b"nom", digest(*parts).encode()).hex()

    def path(self, name: str) -> Path:
        """Where it stands, if it does."""
        return self.folder / name[:2] / name

    def get(self, name: str) -> bytes | None:
        """A result, whole and ours; None for any other, which is taken away."""
        try:
            data = self._read(name)
        except OSError:
            return None
        if data is None:
            self.said.append(f"lecture gardée abîmée ou étrangère, ôtée : {name[:12]}")
            self.drop(name)
        else:
            with suppress(OSError):
                os.utime(self.path(name))
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keep a result, if that can be done."""
        self._write(self.path(name), self._seal(name, data) + data)

    def drop(self, name: str) -> bool:
        """Take a result away; whether it is gone."""
        with suppress(OSError):
            self.path(name).unlink(missing_ok=True)
        return not os.path.lexists(self.path(name))

    def held(self) -> Held:
        """What is kept."""
        return _sum(self._entries())

    def bound(self, most: int | None = None) -> Held:
        """Take away what was used longest ago, until the rest is no more than so many bytes; what went."""
        entries = list(self._entries())
        left = self.most * ROOM if most is None else most
        if _sum(entries).size <= (self.most if most is None else most):
            return Held()
        gone = list[Entry]()
        for entry in sorted(entries, reverse=True):
            left -= entry.size
            if left < 0 and self.drop(entry.name):
                gone.append(entry)
        return _sum(gone)

    def sound(self) -> Held:
        """Take away whatever is no whole result, and what was left half written; the results that went."""
        gone = [entry for entry in self._entries() if self._is_spoilt(entry) and self.drop(entry.name)]
        for path in (Path(one) for one in self._files() if one.name.endswith(TEMPORARY)):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > ABANDONED:
                    path.unlink()
        return _sum(gone)

    def tidy(self) -> None:
        """Take away the lists of which nothing is left."""
        for path in (one for owner in _folders(self.folder / OWNERS) for one in _files(owner)):
            if not any(self.path(name).exists() for name in _names(path)):
                with suppress(OSError):
                    path.unlink()

    def owned(self, owner: str, part: str, names: Iterable[str]) -> None:
        """Say that a part of what an owner has follows from these results, besides those said before."""
        path = self._owner(owner) / self.name("partie", part)[:32]
        before = _names(path)
        now = {name for name in before if self.path(name).exists()}.union(names)
        if now != before:
            self._write(path, "".join(f"{name}\n" for name in sorted(now)).encode())

    def names_of(self, owner: str) -> set[str]:
        """The results that an owner has, or had."""
        return {name for path in _files(self._owner(owner)) for name in _names(path)}

    def forget(self, owner: str) -> None:
        """Take away every result of an owner."""
        for name in self.names_of(owner):
            self.drop(name)
        self.tidy()

    def _hashed(self, purpose: bytes, data: bytes) -> bytes:
        return hmac.digest(self._key, purpose + b"\0" + data, "sha256")

    def _seal(self, name: str, data: bytes) -> bytes:
        return self._hashed(b"sceau", name.encode() + data)

    def _read(self, name: str) -> bytes | None:
        """A result; None for what is none of ours. Raises `OSError` for one that is not there, or closed."""
        path = self.path(name)
        known = path.lstat()
        if not stat.S_ISREG(known.st_mode) or known.st_size > LARGEST:  # nothing that would be waited for
            return None
        sealed = path.read_bytes()
        data = sealed[SEAL:]
        return data if hmac.compare_digest(self._seal(name, data), sealed[:SEAL]) else None

    def _write(self, path: Path, data: bytes) -> None:
        try:
            _settle(path.parent)
            store.write(path, data)
            _open_as_above(path)
        except OSError as error:
            self.said.append(f"lecture non gardée, {why(error)} : {path.name[:12]}")

    def _is_spoilt(self, entry: Entry) -> bool:
        with suppress(OSError):
            return self._read(entry.name) is None
        return False

    def _entries(self) -> Iterator[Entry]:
        for one in self._files():
            with suppress(OSError):
                if NAME.fullmatch(one.name):
                    known = one.stat(follow_symlinks=False)
                    yield Entry(known.st_mtime, known.st_size, one.name)

    def _files(self) -> Iterator[os.DirEntry[str]]:
        return (one for folder in _folders(self.folder) if folder.name != OWNERS for one in _scanned(folder))

    def _owner(self, owner: str) -> Path:
        return self.folder / OWNERS / self.name("projet", owner)[:32]


def _open_as_above(path: Path) -> None:
    """Open what was made to those to whom the folder above is open, whatever the account usually gives."""
    if os.name == "posix":
        mode = stat.S_IMODE(path.parent.stat().st_mode)
        with suppress(PermissionError):  # somebody else made it at the same moment
            path.chmod(mode if path.is_dir() else mode & 0o666)


def why(error: OSError) -> str:
    """In a few French words, what a disk refused."""
    match error:
        case FileNotFoundError():
            return "il n'est pas là"
        case PermissionError():
            return "l'accès est refusé"
    told = store.DISK_TROUBLES.get(error.errno or 0)
    return told[0].lower() if told else (error.strerror or type(error).__name__)


def _settle(folder: Path) -> None:
    """Make a folder of ours below one that is there. Raises `PermissionError` for what leads elsewhere."""
    if folder.is_symlink():
        raise PermissionError
    if not folder.is_dir():
        if folder.parent.name == OWNERS:
            _settle(folder.parent)
        folder.mkdir(exist_ok=True)
        _open_as_above(folder)


def _sum(entries: Iterable[Entry]) -> Held:
    sizes = [entry.size for entry in entries]
    return Held(len(sizes), sum(sizes))


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder, none that leads elsewhere."""
    return [Path(one) for one in _scanned(folder) if one.is_dir(follow_symlinks=False)]


def _files(folder: Path) -> list[Path]:
    return [Path(one) for one in _scanned(folder) if not one.is_dir(follow_symlinks=False)]


def _scanned(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as found:
        return list(found)
    return []


def _names(path: Path) -> set[str]:
    """The results that a list names."""
    with suppress(OSError, UnicodeDecodeError):
        return {line for line in path.read_text("ascii").split() if NAME.fullmatch(line)}
    return set()
