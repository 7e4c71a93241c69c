"""The published files and the manifest that vouches for them.

A published file that is missing or that a person changed is published again, after the changed one was kept: it
may hold words that stand nowhere else.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from restitution import store
from restitution.store import sha256_of

OUTPUT = Path("output")
RETURNED = Path("sources", "relectures")
KEPT_HASH = 8
REMEMBERED = 100


class Published(msgspec.Struct, frozen=True):
    """One file of `output/`: the key of what it was made from, and its bytes' hash; empty: nothing to publish."""

    key: str
    sha256: str


class Beside(msgspec.Struct, frozen=True):
    """A dated copy beside a file of `output/` that something held open: its key, bytes' hash and name."""

    key: str
    sha256: str
    name: str


class Manifest(msgspec.Struct, frozen=True):
    """What stands in `output/`, by file name. The last file that a publication writes."""

    files: dict[str, Published] = {}
    beside: dict[str, Beside] = {}
    ours: list[str] = []
    """Hashes of the last files that we wrote or were about to write: whatever stands with one is no person's."""


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
    return all(_stands(output, name, manifest.files.get(name), key) for name, key in keys.items())


def is_said(output: Path, manifest: Manifest, keys: Mapping[str, str]) -> bool:
    """Whether each file of `keys` is current, or its dated copy is: all that can be done while it is held open."""
    return all(
        _stands(output, name, manifest.files.get(name), key)
        or ((copy := manifest.beside.get(name)) is not None and _stands(output, copy.name, copy, key))
        for name, key in keys.items()
    )


def _stands(output: Path, name: str, said: Published | Beside | None, key: str) -> bool:
    path = output / name
    if said is None or said.key != key:
        return False
    return not said.sha256 or (path.is_file() and sha256_of(path) == said.sha256)


def is_changed(file: Path, name: str, manifest: Manifest) -> bool:
    """Whether what stands under the name of a published file was written by somebody else."""
    if not file.is_file():
        return False
    said = manifest.files.get(name)
    return sha256_of(file) not in {*manifest.ours, said.sha256 if said else ""}


def keep_if_changed(
    project: Path,
    name: str,
    manifest: Manifest,
    staged: Path | None,
    *,
    folder: Path = OUTPUT,
    kept_in: Path = RETURNED,
) -> str | None:
    """Copy a published file that is neither one of ours nor the one about to be published; where to, if it was."""
    file = project / folder / name
    if not is_changed(file, name, manifest):
        return None
    found = sha256_of(file)
    if staged is not None and staged.is_file() and sha256_of(staged) == found:
        return None
    for before in (project / kept_in).glob(f"*_{found[:KEPT_HASH]}/original{file.suffix}"):
        if sha256_of(before) == found:
            return before.relative_to(project).as_posix()
    day = time.strftime("%Y-%m-%d", time.localtime(file.stat().st_mtime))
    kept = kept_in / f"{day}_{found[:KEPT_HASH]}" / f"original{file.suffix}"
    store.write(project / kept, file.read_bytes())
    return kept.as_posix()


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
    for name, path in staged.items():
        kept = keep_if_changed(project, name, manifest, path, folder=folder, kept_in=kept_in)
        if kept:
            report.messages.append(
                f"{place}/{name} avait été modifié : sa copie est gardée dans {kept}, puis il a été remplacé."
            )
    hashes = {name: sha256_of(path) for name, path in staged.items()}
    ours = [*dict.fromkeys([*manifest.ours, *hashes.values()])][-REMEMBERED:]
    store.write(manifest_path, store.encode(msgspec.structs.replace(manifest, ours=ours)))
    files = manifest.files | {name: Published(key=keys[name], sha256="") for name in nothing}
    beside = dict(manifest.beside)
    output = project / folder
    for name, path in staged.items():
        data, before = path.read_bytes(), beside.pop(name, None)
        if _replaced(output / name, data):
            files[name] = Published(key=keys[name], sha256=hashes[name])
        else:
            beside[name] = _put_beside(output, name, data, keys[name])
            report.messages.append(
                f"{place}/{name} est ouvert ailleurs : la nouvelle version est à côté, « {beside[name].name} » ; "
                "fermez-le, puis relancez la construction."
            )
        if before is not None and (name not in beside or beside[name].name != before.name):
            _remove_unchanged(output, before)
    store.write(manifest_path, store.encode(Manifest(files, beside, ours)))
    return report


def _replaced(target: Path, data: bytes) -> bool:
    """Put `data` in the place of `target`; False when something holds it open."""
    try:
        if not target.is_file() or target.read_bytes() != data:
            store.write(target, data)
    except PermissionError:
        return False
    return True


def _put_beside(output: Path, name: str, data: bytes, key: str) -> Beside:
    dated = Path(name).with_stem(Path(name).stem + time.strftime(" (%Y-%m-%d %Hh%M)")).as_posix()
    store.write(output / dated, data)
    return Beside(key=key, sha256=sha256_of(output / dated), name=dated)


def _remove_unchanged(output: Path, copy: Beside) -> None:
    """A dated copy that was superseded goes, unless somebody wrote in it or holds it open."""
    path = output / copy.name
    if path.is_file() and sha256_of(path) == copy.sha256:
        with contextlib.suppress(PermissionError):
            path.unlink()
