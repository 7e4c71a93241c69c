"""Copies beside files that something holds open (Word, on Windows), under the hour at which they were written.

One that nobody touched goes as soon as nothing needs it. One that somebody wrote in is kept among the returned
copies, and stays: only a person may delete what a person wrote.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from msgspec import structs

from restitution import store
from restitution.publication.record import Beside, Manifest, keep_if_changed


def put_beside(output: Path, name: str, data: bytes, key: str, before: Beside | None) -> Beside:
    """Write `data` beside the file `name`; `before`: its last copy, which stays when it says the same already.

    Raises `PermissionError` for a folder that cannot be written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if before is not None and _holds(output / before.name, sha256):
        return structs.replace(before, key=key, sha256=sha256)
    dated = next(one for one in _names(name) if not (output / one).exists())
    store.write(output / dated, data)
    return Beside(key=key, sha256=sha256, name=dated)


def _names(name: str) -> Iterator[str]:
    """« restitution 2026-11-26 11h30.docx », then with a number: no copy is ever written over."""
    path, when = Path(name), time.strftime("%Y-%m-%d %Hh%M")
    for number in count(1):
        yield path.with_stem(f"{path.stem} {when}{'' if number == 1 else f' ({number})'}").as_posix()


def _holds(path: Path, sha256: str) -> bool:
    try:
        return path.is_file() and store.sha256_of(path) == sha256
    except PermissionError:
        return False


def tidied(project: Path, manifest: Manifest, *, folder: Path, kept_in: Path) -> tuple[list[Beside], list[str]]:
    """The copies of `manifest.left` that stay, and what a person must hear of each."""
    left: list[Beside] = []
    said: list[str] = []
    for copy in manifest.left:
        path, shown = project / folder / copy.name, f"{folder.as_posix()}/{copy.name}"
        if not path.is_file():
            continue
        try:
            found = store.sha256_of(path)
            if found == copy.sha256 or found in manifest.ours:  # also one over which a person put another of ours
                store.remove(path)
                said.append(f"{shown} n'a plus lieu d'être : cette copie datée est retirée.")
                continue
        except PermissionError:
            left.append(copy)
            said.append(f"{shown} n'a plus lieu d'être et est ouvert ailleurs : fermez-le, puis supprimez-le.")
            continue
        if found != copy.told:
            kept = keep_if_changed(project, copy.name, manifest, None, folder=folder, kept_in=kept_in)
            said.append(
                f"{shown} a été modifié : ce qui y est écrit est gardé dans {kept} ; supprimez cette copie datée "
                "quand vous n'en avez plus besoin."
            )
        left.append(structs.replace(copy, told=found))
    return left, said
