"""What came home since the last build: published files that a person changed, copies dropped in `sources/`.

Told without opening what was looked at before: a build that has nothing to do must find so at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from restitution import disk, publication, store
from restitution.intake.formats import format_of
from restitution.intake.recognise import is_returned
from restitution.model import Source
from restitution.publication import KEPT_HASH, RETURNED, Hasher
from restitution.review import copies
from restitution.store import Store

LOOKED: Final = "returned.json"
"""Hash of every file that was looked at -> whether it is a returned copy."""
RECORD: Final = re.compile(r"remarques.*\.jsonl|comptes.*\.json", re.DOTALL)
"""Name of a file that holds what a returned copy says."""
ENDINGS: Final = frozenset({"docx", "odt", "pdf"})


class Arrival(msgspec.Struct, frozen=True):
    """A copy that is to be taken in: under which name it came, its bytes, and when (ISO)."""

    name: str
    data: bytes
    day: str


def arrivals(
    project: Path,
    work: Path,
    manifest: publication.Manifest,
    sources: Iterable[Source],
    kept: Store,
    hash_of: Hasher = store.sha256_of,
) -> list[Arrival]:
    """The copies that no folder of `sources/relectures/` vouches for yet."""
    known = {named[0][-KEPT_HASH:] for folder, named in _folders(project) if is_whole(folder)}
    unknown = (source for source in sources if source.sha256 and source.sha256[:KEPT_HASH] not in known)
    found = [
        *_changed(project, manifest, hash_of),
        *_dropped(project, work, unknown, kept),
        *_beside(project, known),
    ]
    return [
        one for one in found if _is_read(one) and hashlib.sha256(one.data).hexdigest()[:KEPT_HASH] not in known
    ]


def _is_read(arrival: Arrival) -> bool:
    """Whether it is what its name says; what is not is kept by the publication, as it is."""
    return format_of(arrival.name, arrival.data) in ENDINGS


def is_whole(folder: Path) -> bool:
    """Whether a copy's folder says all that its original holds, undamaged."""
    return copies.is_whole({path.name: path.read_bytes() for path in _records(folder)})


def _folders(project: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    """The folders of copies, and what their names begin with."""
    root = project / RETURNED
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        named = copies.FOLDER.match(folder.name)
        if named and folder.is_dir():
            yield folder, named


def _records(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if RECORD.fullmatch(path.name))


def journal_files(project: Path) -> Iterator[tuple[str, bytes]]:
    """Every file from which the remarks follow, by its path below `sources/relectures/`.

    Those of a folder that a synchroniser renamed stand among those of the folder that it was.
    """
    for name, path in journal_paths(project):
        yield name, path.read_bytes()


def journal_paths(project: Path) -> Iterator[tuple[str, Path]]:
    """Where each of them stands."""
    root = project / RETURNED
    for folder, named in _folders(project):
        renamed = folder.name.removeprefix(named[0])
        for path in _records(folder):
            yield f"{named[0]}/{path.stem}{renamed}{path.suffix}", path
    for name in (copies.DECISIONS, copies.FIXES):
        for below, path in _small_files(root, name):
            yield f"{name}/{below}", path


def _small_files(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The files of the folders of a name, and of those that a synchroniser renamed; no file is asked about."""
    for top in sorted(root.glob(f"{name}*")):
        if top.is_dir():
            renamed = top.name.removeprefix(name)
            for file in sorted(_below(str(top))):
                yield f"{renamed}/{file}".lstrip("/"), top / file


def _below(top: str) -> Iterator[str]:
    for folder, _, files in os.walk(top):
        inside = folder[len(top) + 1 :].replace(os.sep, "/")
        for file in files:
            if file.lower().endswith((".yaml", ".yml")):
                yield f"{inside}/{file}" if inside else file


def sent_files(project: Path) -> Iterator[tuple[str, bytes]]:
    """Folder of each returned copy whose manifest is kept, and that manifest."""
    for folder, named in _folders(project):
        if folder.name == named[0] and (path := folder / copies.SENT).exists():
            yield folder.name, path.read_bytes()


def _changed(project: Path, manifest: publication.Manifest, hash_of: Hasher) -> Iterator[Arrival]:
    """Published files, and dated copies of them, that a person changed and that hold remarks we can read.

    One that something holds open so that nobody else can read it comes home when it is closed.
    """
    for name in dict.fromkeys([*manifest.files, *(copy.name for copy in manifest.dated)]):
        path = project / publication.OUTPUT / name
        with suppress(PermissionError):
            if _can_be_read(path) and publication.is_changed(path, name, manifest, hash_of):
                yield _arrival(path, name)


def _dropped(project: Path, work: Path, sources: Iterable[Source], kept: Store) -> Iterator[Arrival]:
    """Copies that lie among the notes."""
    looked = _looked(work)
    before = len(looked)
    for source in sources:
        sha256 = source.sha256 or ""
        if PurePosixPath(source.path).suffix.lower().lstrip(".") not in ENDINGS:
            continue
        if sha256 not in looked:
            data = kept.get(sha256)
            looked[sha256] = is_returned(format_of(source.path, data), data)
        if looked[sha256]:
            day = _day(project / "sources" / source.path)
            yield Arrival(PurePosixPath(source.path).name, kept.get(sha256), day)
    if len(looked) != before:
        store.write(work / LOOKED, store.encode(looked))


def _looked(work: Path) -> dict[str, bool]:
    try:
        return msgspec.json.decode((work / LOOKED).read_bytes(), type=dict[str, bool])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _beside(project: Path, known: Container[str]) -> Iterator[Arrival]:
    """What was dropped beside the folders of copies, and originals that nobody has read as they are.

    A killed build did not write their remarks, something damaged these, or somebody changed the original since.
    """
    root = project / RETURNED
    for path in sorted(root.iterdir()) if root.is_dir() else []:
        with suppress(PermissionError):
            if path.is_file() and _can_be_read(path):
                yield _arrival(path, path.name)
    for folder, _ in _folders(project):
        for path in sorted(folder.iterdir()):
            with suppress(PermissionError):
                if _can_be_read(path) and store.sha256_of(path)[:KEPT_HASH] not in known:
                    yield _arrival(path, path.name)


def _can_be_read(path: Path) -> bool:
    hidden = path.name.startswith(("~$", "."))
    return path.suffix.lower().lstrip(".") in ENDINGS and not hidden and path.is_file()


def _arrival(path: Path, name: str) -> Arrival:
    return Arrival(name, path.read_bytes(), _day(path))


def _day(path: Path) -> str:
    return disk.day(path.stat().st_mtime if path.exists() else time.time())
