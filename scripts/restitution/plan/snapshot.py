"""The photograph of `sources/` that one build reads: whatever happens to the files later, it stands.

Links are not followed, only regular files are opened (a pipe would block for ever), and a file written within
the last seconds is looked at twice: its copy may not be finished. A file that is only online is not opened, which
would bring it, and one that a program keeps to itself cannot be: both are known by what they were (`remembered`),
or waited for.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from restitution import disk
from restitution.errors import WrongUse
from restitution.model import Source
from restitution.plan.mails import with_attachments
from restitution.plan.remembered import NAME, WRITING, Memory
from restitution.store import Store, digest

LOT_FILES = 200
OURS = frozenset({"relectures", "editions", "_confidentiel", "choix"})
OUR_TABLES = frozenset({"classement.csv", "photos.csv"})
FRESH_SECONDS = 10.0
SECOND_LOOK_SECONDS = 0.5
MAX_BYTES = 512 << 20
ROOT_LOT = "racine"
READABLE = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
UNREADABLE = "\ufffd"
ONLINE, OPEN, TOO_LARGE = "en ligne", "ouvert", "énorme"
"""Why a file has no bytes: words of `Source.trouble`."""
_stood: dict[Path, str] = {}
"""Hash of each fresh file that this process saw stand still: one build takes several photographs."""


def nothing() -> None:
    """What there is to do while files are watched standing still, when nobody says."""


def take(sources: Path, store: Store, meanwhile: Callable[[], object] = nothing) -> dict[str, list[Source]]:
    """Copy every file below `sources` into the store; the files by lot (the folder at the top of `sources`).

    `meanwhile`: what is to be done anyhow, between two looks at files that were written just now.
    Raises `WrongUse` when there is no such folder: an empty document must not replace the published one.
    """
    try:
        os.scandir(sources).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WrongUse(
            f"Le dossier « {sources.name} » est introuvable dans le projet « {sources.parent.name} ».",
            "Créez-le et déposez-y les notes, ou vérifiez qu'il est synchronisé sur cette machine.",
        ) from error
    memory = Memory(store.root.with_name(NAME), WRITING)
    taken = [_photograph(path, name, store, memory) for path, name in _named(_reachable(sources))]
    found = by_lots(with_attachments(_look_twice(taken, memory, meanwhile), store))
    memory.write()
    return found


def look_first(sources: Path) -> None:
    """Remember what files that were written just now hold: `take` need not wait to see them stand still."""
    now = time.time()
    for path in _walk(_reachable(sources)):
        with suppress(OSError):
            if _age(path, now) < FRESH_SECONDS and not _trouble(path.lstat()) and (found := _hash(path)):
                _stood[path] = found


def _reachable(sources: Path) -> Path:
    """The folder in the form under which Windows opens files however deep they lie."""
    return Path(disk.extended(str(sources.absolute()))) if disk.WINDOWS else sources


def by_lots(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """The files of each lot, in order."""
    groups: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda source: source.path):  # a Mac's disk has another order
        groups.setdefault(_lot(source.path), []).append(source)
    return {lot: files for group in sorted(groups) for lot, files in _shards(group, groups[group])}


def _named(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file with a name of its own, in NFC: of two that read the same, the second gets a number."""
    below = len(root.as_posix().rstrip("/")) + 1
    found = [(path, _readable(path.as_posix()[below:])) for path in _walk(root)]
    used = {name for path, name in found if _is_exact(path, name)}
    for path, name in found:
        own = unicodedata.normalize("NFC", name)
        if own in used and not _is_exact(path, name):
            own = _numbered(own, used)
        used.add(own)
        yield path, own


def _readable(name: str) -> str:
    """The name with a mark in the place of each byte that is no text, and of each sign that no page can show."""
    name = os.fsencode(name).decode("utf-8", "replace")
    if name.isprintable():  # nearly every name
        return name
    return "".join(UNREADABLE if _is_control(sign) else sign for sign in name)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" and sign not in "\t\n"


def _is_exact(path: Path, name: str) -> bool:
    """Whether `name` is, letter for letter, what stands on the disk."""
    return path.as_posix().endswith(name) and unicodedata.is_normalized("NFC", name)


def _numbered(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    names = (path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix() for number in count(2))
    return next(other for other in names if other not in taken)


def _walk(root: Path) -> Iterator[Path]:
    """Every file, and every folder that is a link or cannot be opened."""
    closed: list[Path] = []
    for folder, names, files in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        at_root = Path(folder) == root
        names[:] = sorted(name for name in names if not (at_root and name in OURS))
        linked = [name for name in names if _is_link(Path(folder, name))]
        for name in sorted([*files, *linked]):
            if not (at_root and name in OUR_TABLES):
                yield Path(folder, name)
        names[:] = [name for name in names if name not in linked]
    yield from closed


def _is_link(path: Path) -> bool:
    try:
        return disk.is_link(path.lstat())
    except OSError:
        return False


class _Taken(msgspec.Struct, frozen=True):
    """A file of the photograph: where it lies, what it is, and how it looked when it was read, if it was."""

    path: Path
    source: Source
    status: os.stat_result | None = None


def _photograph(path: Path, name: str, store: Store, memory: Memory) -> _Taken:
    status: os.stat_result | None = None
    try:
        status = path.lstat()
        trouble = _trouble(status)
        if not trouble:
            with _opened(path) as file:
                status = os.fstat(file.fileno())  # of a shared folder, only opening a file tells what is new
                if known := _kept(name, memory.untouched(name, status), status, store):
                    return _Taken(path, known)
                data = file.read()
            trouble = ONLINE if disk.is_hollow(status, data) else ""
        if not trouble:
            return _Taken(path, Source(path=name, sha256=store.put(data), size=len(data)), status)
    except OSError as error:
        trouble = OPEN if disk.is_held(error) else ONLINE if disk.is_out_of_reach(error) else "illisible"
    if status and trouble in {OPEN, ONLINE} and (known := _kept(name, memory.same(name, status), status, store)):
        return _Taken(path, known)
    size = status.st_size if status and trouble == TOO_LARGE else 0
    return _Taken(path, Source(path=name, sha256=None, size=size, trouble=trouble))


def _kept(name: str, sha256: str, status: os.stat_result, store: Store) -> Source | None:
    """A file by the copy that is kept of it; None when there is none."""
    return Source(path=name, sha256=sha256, size=status.st_size) if sha256 and store.holds(sha256) else None


def _trouble(status: os.stat_result) -> str:
    """Why a file is not opened, if it is not."""
    if disk.is_link(status):
        return "lien"
    if stat.S_ISDIR(status.st_mode):
        return "dossier"
    if not stat.S_ISREG(status.st_mode):
        return "tube"
    if os.name == "posix" and not status.st_mode & READABLE:
        return "illisible"  # whoever may open it all the same: nobody is meant to
    if status.st_size > MAX_BYTES:
        return TOO_LARGE
    return ONLINE if disk.is_online_only(status) else ""


def _read(path: Path) -> bytes:
    """The bytes of a regular file."""
    with _opened(path) as file:
        return file.read()


def _opened(path: Path) -> BinaryIO:
    """A regular file; never follows a link or waits for a pipe put there since it was looked at."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    return os.fdopen(os.open(path, flags), "rb")


def _look_twice(found: list[_Taken], memory: Memory, meanwhile: Callable[[], object]) -> Iterator[Source]:
    """The files, without those that somebody is writing; those that stand still are remembered."""
    now = time.time()
    fresh = {
        one.path: one.source.sha256
        for one in found
        if one.status and one.source.sha256 and _age(one.path, now) < FRESH_SECONDS
    }
    stood = {path: sha256 for path, sha256 in fresh.items() if _stood.get(path) == sha256}
    if len(stood) < len(fresh):
        begun = time.monotonic()
        meanwhile()
        time.sleep(max(0.0, SECOND_LOOK_SECONDS - (time.monotonic() - begun)))
    stood |= {path: sha256 for path, sha256 in fresh.items() if path not in stood and _hash(path) == sha256}
    for one in found:
        if one.path in fresh:
            is_still = one.path in stood
            yield one.source if is_still else Source(path=one.source.path, sha256=None, trouble="instable")
            continue
        if one.status and one.source.sha256:
            memory.keep(one.source.path, one.status, one.source.sha256)
        yield one.source
    _stood.clear()
    _stood.update(stood)


def _age(path: Path, now: float) -> float:
    try:
        return abs(now - path.lstat().st_mtime)
    except OSError:
        return 0.0


def _hash(path: Path) -> str | None:
    try:
        return hashlib.sha256(_read(path)).hexdigest()
    except OSError:
        return None


def _lot(path: str) -> str:
    folder, _, rest = path.partition("/")
    return _slug(folder) if rest else ROOT_LOT


@cache
def _slug(folder: str) -> str:
    """A name that suits a wildcard and a file: letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40]
    return slug if slug == folder else f"{slug or 'dossier'}-{digest(folder)[:6]}"


def _shards(group: str, files: list[Source]) -> Iterator[tuple[str, list[Source]]]:
    """A file's shard follows from its name alone, so that adding a note touches one shard."""
    shares = -(-len(files) // LOT_FILES)
    if shares <= 1:
        yield group, files
        return
    shards: dict[int, list[Source]] = {}
    for source in files:
        shards.setdefault(int(digest(source.path)[:8], 16) % shares, []).append(source)
    for number in sorted(shards):
        yield f"{group}--{number:03}", shards[number]
