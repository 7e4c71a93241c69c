"""The published files and the manifest that vouches for them.

A published file that is missing or that a person changed is published again, after the changed one was kept: it
may hold words that stand nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from restitution import store
from restitution.store import sha256_of

RETURNED = Path("sources", "relectures")
KEPT_HASH = 8


class Published(msgspec.Struct, frozen=True):
    """One file of `output/`: the key of what it was made from, and its bytes' hash."""

    key: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What stands in `output/`, by file name. The last file that a publication writes."""

    files: dict[str, Published] = {}


class Report(msgspec.Struct):
    """What publishing did that a person must hear of: one French sentence each."""

    messages: list[str] = []


def read_manifest(path: Path) -> Manifest:
    """The manifest, or an empty one: a missing or damaged manifest vouches for nothing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return Manifest()


def is_current(output: Path, manifest: Manifest, keys: Mapping[str, str]) -> bool:
    """Whether each file of `keys` (name -> key) stands in `output` as it was published for that key."""
    return all(
        (said := manifest.files.get(name)) is not None
        and said.key == key
        and (output / name).is_file()
        and sha256_of(output / name) == said.sha256
        for name, key in keys.items()
    )


def keep_if_changed(project: Path, name: str, manifest: Manifest, staged: Path) -> str | None:
    """Copy a published file that is neither what was published nor what is about to be; where to, if it was.

    One that equals the staged file is ours: a kill between the replacement and the manifest leaves it so.
    """
    file = project / "output" / name
    if not file.is_file():
        return None
    found, said = sha256_of(file), manifest.files.get(name)
    if (said and said.sha256 == found) or (staged.is_file() and sha256_of(staged) == found):
        return None
    day = time.strftime("%Y-%m-%d", time.localtime(file.stat().st_mtime))
    kept = RETURNED / f"{day}_{found[:KEPT_HASH]}" / f"original{file.suffix}"
    if not (project / kept).exists():
        store.write(project / kept, file.read_bytes())
    return kept.as_posix()


def publish(project: Path, staged: Mapping[str, Path], keys: Mapping[str, str], manifest_path: Path) -> Report:
    """Put the staged files (name -> path) into `output/`, each in one gesture, the manifest last."""
    report, manifest = Report(), read_manifest(manifest_path)
    files = dict(manifest.files)
    for name, path in staged.items():
        kept = keep_if_changed(project, name, manifest, path)
        if kept:
            report.messages.append(
                f"output/{name} avait été modifié : sa copie est gardée dans {kept}, puis il a été remplacé."
            )
        data = path.read_bytes()
        _replace(project / "output" / name, data, report)
        files[name] = Published(key=keys[name], sha256=sha256_of(path))
    store.write(manifest_path, store.encode(Manifest(files)))
    return report


def _replace(target: Path, data: bytes, report: Report) -> None:
    if target.is_file() and target.read_bytes() == data:
        return
    try:
        store.write(target, data)
    except PermissionError:
        beside = target.with_name(f"{target.stem} ({time.strftime('%Y-%m-%d %Hh%M')}){target.suffix}")
        store.write(beside, data)
        report.messages.append(
            f"{target.name} est ouvert ailleurs : la nouvelle version est à côté, « {beside.name} »."
        )
