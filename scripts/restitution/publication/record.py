"""What stands in a folder that we publish to, and what of it a person changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from restitution import disk, store
from restitution.store import sha256_of

OUTPUT = Path("output")
RETURNED = Path("sources", "relectures")
KEPT_HASH = 8

Hasher: TypeAlias = Callable[[Path], str]
"""What gives the hash of a file's bytes."""


class Published(msgspec.Struct, frozen=True):
    """One file of `output/`: the key of what it was made from, and its bytes' hash; empty: nothing to publish."""

    key: str
    sha256: str


class Beside(msgspec.Struct, frozen=True):
    """A dated copy beside a file of `output/` that something held open: its key, bytes' hash and name."""

    key: str
    sha256: str
    name: str
    told: str = ""
    """Hash of what somebody made of it, once that was told."""


class Manifest(msgspec.Struct, frozen=True):
    """What stands in `output/`, by file name. The last file that a publication writes."""

    files: dict[str, Published] = {}
    beside: dict[str, Beside] = {}
    left: list[Beside] = []
    """Dated copies that nothing needs any more and that stay: somebody wrote in them, or holds them open."""
    ours: list[str] = []
    """Hashes of the last files that we wrote or were about to write: whatever stands with one is no person's."""

    @property
    def dated(self) -> list[Beside]:
        """Every dated copy that may stand in the folder."""
        return [*self.beside.values(), *self.left]

    def hashes(self, name: str) -> set[str]:
        """Hashes under which a file of the folder is ours."""
        dated = {copy.sha256 for copy in self.dated if copy.name == name}
        return {*self.ours, *dated, *({self.files[name].sha256} if name in self.files else ())}


def read_manifest(path: Path) -> Manifest:
    """The manifest, or an empty one: a missing or damaged manifest vouches for nothing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return Manifest()


def is_changed(file: Path, name: str, manifest: Manifest, hash_of: Hasher = sha256_of) -> bool:
    """Whether what stands under the name of a published file, or of a dated copy, was written by somebody else.

    Raises `PermissionError` while something holds it open so that nobody else can read it.
    """
    return file.is_file() and hash_of(file) not in manifest.hashes(name)


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
    kept = kept_in / f"{disk.day(file.stat().st_mtime)}_{found[:KEPT_HASH]}" / f"original{file.suffix}"
    store.write(project / kept, file.read_bytes())
    return kept.as_posix()
