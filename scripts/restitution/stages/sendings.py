"""Keeps what was published: the hash of each file, and of a DOCX the manifest that it carries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from restitution.ooxml.sent import sent_of
from restitution.plan.outputs import DOCUMENT, MANIFEST
from restitution.plan.site import copied
from restitution.publication import OUTPUT, read_manifest
from restitution.publication.sendings import keep_sending
from restitution.remarks import Sent


class Built(msgspec.Struct, frozen=True):
    """Of the assembled document, the build alone: its blocks are large."""

    build: str


def keep(project: Path, work: Path, names: Collection[str]) -> None:
    """Keep what `names`, files of `output/` that were just published, hold; dated copies beside are as good.

    What a copy on the web site holds is kept with the file that it is a copy of.
    """
    files = _published(project, work, names)
    first = next(files, None)
    if first is not None:
        build = msgspec.json.decode((work / DOCUMENT).read_bytes(), type=Built).build
        keep_sending(project, build, chain([first], files))


def _published(project: Path, work: Path, names: Collection[str]) -> Iterator[tuple[str, str, Sent | None]]:
    """Name, hash and manifest of each file, one after the other: a manifest is as large as the text."""
    manifest = read_manifest(work / MANIFEST)
    for name in names:
        beside = manifest.beside.get(name)
        said = beside or manifest.files.get(name)
        path = project / OUTPUT / (beside.name if beside else name)
        if said is not None and said.sha256 and path.is_file():
            is_read = path.suffix == ".docx" and copied(name) not in names
            yield name, said.sha256, sent_of(path.read_bytes()) if is_read else None
