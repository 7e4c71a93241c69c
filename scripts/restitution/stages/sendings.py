"""Keeps what was published: the manifest of each DOCX, with the words that stood under each bookmark."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from restitution.ooxml.package import open_package, parse
from restitution.ooxml.parts import DOCUMENT as TEXT
from restitution.ooxml.sent import read_sent
from restitution.plan.prepare import DOCUMENT, MANIFEST
from restitution.publication import OUTPUT, read_manifest
from restitution.publication.sendings import keep_sending
from restitution.remarks import Sent
from restitution.writers.docx import bookmark_texts


class Built(msgspec.Struct, frozen=True):
    """Of the assembled document, the build alone: its blocks are large."""

    build: str


def keep(project: Path, work: Path, names: Iterable[str]) -> None:
    """Keep what `names`, files of `output/` that were just published, hold; dated copies beside are as good."""
    manifest = read_manifest(work / MANIFEST)
    files: dict[str, tuple[str, Sent | None]] = {}
    for name in names:
        beside = manifest.beside.get(name)
        said = beside or manifest.files.get(name)
        path = project / OUTPUT / (beside.name if beside else name)
        if said is not None and said.sha256 and path.is_file():
            files[name] = said.sha256, sent_of(path.read_bytes()) if path.suffix == ".docx" else None
    if files:
        build = msgspec.json.decode((work / DOCUMENT).read_bytes(), type=Built).build
        keep_sending(project, build, files)


def sent_of(data: bytes) -> Sent | None:
    """The manifest of a DOCX, with the texts that an earlier version left out."""
    parts = open_package(data)
    sent = read_sent(parts)
    if sent is None or all(one.text for one in sent.passages):
        return sent
    texts = bookmark_texts(parse(parts[TEXT]))
    passages = [
        msgspec.structs.replace(one, text=one.text or texts.get(one.bookmark, "")) for one in sent.passages
    ]
    return msgspec.structs.replace(sent, passages=passages)
