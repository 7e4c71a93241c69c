"""The photograph of `sources/` that one build reads: whatever happens to the files later, it stands.

Links are not followed, only regular files are opened (a pipe would block for ever), and a file written within
the last seconds is looked at twice: its copy may not be finished.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from restitution.model import Source
from restitution.store import Store, digest

LOT_FILES = 200
OURS = frozenset({"relectures", "editions", "_confidentiel", "choix"})
OUR_TABLES = frozenset({"classement.csv", "photos.csv"})
FRESH_SECONDS = 10.0
SECOND_LOOK_SECONDS = 0.5
MAX_BYTES = 512 << 20
ROOT_LOT = "racine"


def take(sources: Path, store: Store) -> dict[str, list[Source]]:
    """Copy every file below `sources` into the store; the files by lot (the folder at the top of `sources`)."""
    found = [(path, _photograph(path, relative, store)) for path, relative in _named(sources)]
    groups: dict[str, list[Source]] = {}
    for source in _look_twice(found):
        groups.setdefault(_lot(source.path), []).append(source)
    return {lot: files for group in sorted(groups) for lot, files in _shards(group, groups[group])}


def _named(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file with its NFC path; of two names that differ by their accents' form, the second keeps its own."""
    seen: set[str] = set()
    for path in _walk(root):
        raw = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")
        name = unicodedata.normalize("NFC", raw)
        name = raw if name in seen else name
        seen.add(name)
        yield path, name


def _walk(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        at_root = Path(folder) == root
        linked = [name for name in names if Path(folder, name).is_symlink()]
        names[:] = sorted(name for name in names if name not in linked and not (at_root and name in OURS))
        for name in sorted([*files, *linked]):
            if not (at_root and name in OUR_TABLES):
                yield Path(folder, name)


def _photograph(path: Path, name: str, store: Store) -> Source:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return Source(path=name, sha256=None, trouble="lien")
        if not stat.S_ISREG(status.st_mode):
            return Source(path=name, sha256=None, trouble="tube")
        if status.st_size > MAX_BYTES:
            return Source(path=name, sha256=None, size=status.st_size, trouble="énorme")
        data = _read(path)
    except OSError:
        return Source(path=name, sha256=None, trouble="illisible")
    return Source(path=name, sha256=store.put(data), size=len(data))


def _read(path: Path) -> bytes:
    """The bytes of a regular file; never follows a link or waits for a pipe put there since it was looked at."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read()


def _look_twice(found: list[tuple[Path, Source]]) -> Iterator[Source]:
    now = time.time()
    fresh = {source.path for path, source in found if source.sha256 and _age(path, now) < FRESH_SECONDS}
    if fresh:
        time.sleep(SECOND_LOOK_SECONDS)
    for path, source in found:
        if source.path in fresh and _hash(path) != source.sha256:
            yield Source(path=source.path, sha256=None, trouble="instable")
        else:
            yield source


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
    """A name that suits a wildcard and a file: letters, digits, hyphens."""
    folder, _, rest = path.partition("/")
    if not rest:
        return ROOT_LOT
    plain = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40]
    return slug if slug == folder else f"{slug or 'dossier'}-{digest(folder)[:6]}"


def _shards(group: str, files: list[Source]) -> Iterator[tuple[str, list[Source]]]:
    """A file's shard follows from its name alone, so that adding a note touches one shard."""
    count = -(-len(files) // LOT_FILES)
    if count <= 1:
        yield group, files
        return
    shards: dict[int, list[Source]] = {}
    for source in files:
        shards.setdefault(int(digest(source.path)[:8], 16) % count, []).append(source)
    for number in sorted(shards):
        yield f"{group}--{number:03}", shards[number]
