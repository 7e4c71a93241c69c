"""The published files and the manifest that vouches for them.

A published file that is missing or that a person changed is published again, after the changed one was kept: it
may hold words that stand nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from restitution import store
from restitution.publication.dated import put_beside, tidied
from restitution.publication.record import (
    KEPT_HASH,
    OUTPUT,
    RETURNED,
    Beside,
    Hasher,
    Manifest,
    Published,
    is_changed,
    keep_if_changed,
    read_manifest,
)
from restitution.store import sha256_of

__all__ = [
    "KEPT_HASH",
    "OUTPUT",
    "RETURNED",
    "Beside",
    "Hasher",
    "Manifest",
    "Published",
    "Report",
    "is_changed",
    "is_current",
    "is_said",
    "keep_if_changed",
    "publish",
    "read_manifest",
]
REMEMBERED = 100


class Report(msgspec.Struct):
    """What publishing did that a person must hear of: one French sentence each."""

    messages: list[str] = []
    unfinished: bool = False
    """Whether a table of the editor, which was open, is still to be brought up to date."""


def is_current(output: Path, manifest: Manifest, keys: Mapping[str, str], hash_of: Hasher = sha256_of) -> bool:
    """Whether each file of `keys` (name -> key) stands in `output` as it was published for that key."""
    return all(_stands(output, name, manifest.files.get(name), key, hash_of) for name, key in keys.items())


def is_said(output: Path, manifest: Manifest, keys: Mapping[str, str]) -> bool:
    """Whether each file of `keys` is current, or its dated copy is: all that can be done while it is held open."""
    return all(
        _stands(output, name, manifest.files.get(name), key)
        or ((copy := manifest.beside.get(name)) is not None and _stands(output, copy.name, copy, key))
        for name, key in keys.items()
    )


def _stands(
    output: Path, name: str, said: Published | Beside | None, key: str, hash_of: Hasher = sha256_of
) -> bool:
    path = output / name
    if said is None or said.key != key:
        return False
    try:
        return not said.sha256 or (path.is_file() and hash_of(path) == said.sha256)
    except PermissionError:  # nobody can tell while it is held open
        return False


def publish(
    project: Path,
    staged: Mapping[str, Path],
    keys: Mapping[str, str],
    manifest_path: Path,
    *,
    folder: Path = OUTPUT,
    kept_in: Path = RETURNED,
) -> Report:
    """Put the staged files (name -> path) into `folder`, each in one gesture, the manifest last.

    Their hashes are written down first: after a kill in between, what was replaced is known to be ours. A staged
    file without a byte says that there is nothing to publish under its name: whatever stands there is left alone.
    Raises what `store.disk_trouble` tells of a folder that cannot be written.
    """
    report, manifest, place = Report(), read_manifest(manifest_path), folder.as_posix()
    nothing = [name for name, path in staged.items() if not path.stat().st_size]
    staged = {name: path for name, path in staged.items() if name not in nothing}
    output = project / folder
    closed = {name for name in staged if not _can_be_read(output / name)}  # what it holds could not be kept
    for name, path in staged.items():
        kept = name not in closed and keep_if_changed(
            project, name, manifest, path, folder=folder, kept_in=kept_in
        )
        if kept:
            report.messages.append(
                f"{place}/{name} avait été modifié : sa copie est gardée dans {kept}, puis il a été remplacé."
            )
    hashes = {name: sha256_of(path) for name, path in staged.items()}
    ours = [*dict.fromkeys([*manifest.ours, *hashes.values()])][-REMEMBERED:]
    store.write(manifest_path, store.encode(msgspec.structs.replace(manifest, ours=ours)))
    files = manifest.files | {name: Published(key=keys[name], sha256="") for name in nothing}
    beside, left = dict(manifest.beside), list(manifest.left)
    for name, path in staged.items():
        data, before = path.read_bytes(), beside.pop(name, None)
        if name not in closed and _replaced(output / name, data):
            files[name] = Published(key=keys[name], sha256=hashes[name])
        else:
            beside[name] = put_beside(output, name, data, keys[name], before)
            report.messages.append(
                f"{place}/{name} est ouvert ailleurs : la nouvelle version est à côté, « {beside[name].name} » ; "
                "fermez-le, puis relancez la construction."
            )
        if before is not None and (name not in beside or beside[name].name != before.name):
            left.append(before)
    now = Manifest(files, beside, left, ours)
    left, said = tidied(project, now, folder=folder, kept_in=kept_in)
    store.write(manifest_path, store.encode(msgspec.structs.replace(now, left=left)))
    return Report(messages=[*report.messages, *said])


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except FileNotFoundError:
        return True
    except PermissionError:
        return False


def _replaced(target: Path, data: bytes) -> bool:
    """Put `data` in the place of `target`; False when something holds it open."""
    try:
        if not target.is_file() or target.read_bytes() != data:
            store.write(target, data)
    except PermissionError:
        return False
    return True
