"""The record that a project keeps of what the tool wrote there or laid beside: one line a file and version.

Lines are only ever added: two copies of the record are merged by taking the lines of both, and a conflict copy
that a shared folder made (« fourni (copie en conflit).jsonl ») is read as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from packaging.version import InvalidVersion, Version

from restitution import store

RECORD: Final = Path("profiles", "fourni.jsonl")
EARLIER: Final = Path(__file__).with_name("before_records.json")
"""Prints of what was written before projects kept a record, by path. Nothing is ever added to it."""
NEVER: Final = Version("0")


class Line(msgspec.Struct, frozen=True, order=True):
    """One file as one version of the tool ships it."""

    path: str
    version: str
    sha256: str


def print_of(data: bytes) -> str:
    """Hash of a file's bytes, of a text whatever ends its lines: programs that share folders change them."""
    return hashlib.sha256(data if b"\0" in data else data.replace(b"\r\n", b"\n")).hexdigest()


def read(project: Path) -> set[Line]:
    """The lines of the record; those that cannot be read are left out, and the files count as somebody's own."""
    records = sorted((project / RECORD.parent).glob(f"{RECORD.stem}*{RECORD.suffix}"))
    return {line for path in records for line in _legible(path.read_bytes())}


def add(project: Path, files: Mapping[str, bytes], version: str) -> None:
    """Remember that this version ships `files` to the project; nothing is written when that was known."""
    known = read(project)
    wanted = known | {Line(path, version, print_of(data)) for path, data in files.items()}
    encoded = msgspec.json.Encoder().encode_lines(sorted(wanted))
    path = project / RECORD
    if not path.is_file() or path.read_bytes() != encoded:
        store.write(path, encoded)


def newest(lines: set[Line]) -> Version:
    """The newest version of the tool that wrote to the project; 0 for a project without a record."""
    return max((_version(line.version) for line in lines), default=NEVER)


@cache
def before_records() -> Mapping[str, list[str]]:
    """Prints that a project without a record may hold, by path."""
    return msgspec.json.decode(EARLIER.read_bytes(), type=dict[str, list[str]])


def _legible(data: bytes) -> Iterator[Line]:
    for line in data.splitlines():
        try:
            yield msgspec.json.decode(line, type=Line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        return NEVER
