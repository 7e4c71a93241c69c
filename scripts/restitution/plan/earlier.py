"""What the last build gave of a lot that has changed since: most of its lines still hold.

Each line bears the key of its own file. The job that makes the lot anew takes those that today's files have too;
then all of it goes: nothing stays here of a file that is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import msgspec

from restitution import store
from restitution.model import Finding, Note, Shaped

FOLDER: Final = "earlier"
"""Of `.restitution/`: `notes/{lot}.jsonl`, behind its hash."""
OF_LINES: Final = ("notes", "public", "findings/pseudonymise")
"""Folders of the results of which lines are taken again."""

T = TypeVar("T")
Told: TypeAlias = tuple[Shaped, list[Finding]]
"""A line as it may be shown, and what was found with it."""


def set_aside(work: Path, result: str, sha256: str) -> None:
    """Keep a result that is no longer true here, if it is whole. `sha256`: what it was when it was made."""
    if result.rpartition("/")[0] in OF_LINES:
        with suppress(OSError):  # all its lines are made anew, then
            data = (work / result).read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                store.write_sealed(work / FOLDER / result, data)


def sweep(work: Path, results: Container[str]) -> None:
    """Take away what no job will ask for: of lots that are gone, or that were made anew. `results`: today's."""
    for folder in OF_LINES:
        for result in [f"{folder}/{place.name}" for place in (work / FOLDER / folder).glob("*")]:
            if result not in results or (work / result).is_file():
                drop(work, result)


def drop(work: Path, result: str) -> None:
    """Take away what was set aside under this name."""
    with suppress(PermissionError):  # something looks at it: the next `sweep` will take it
        store.remove(work / FOLDER / result)


def records(work: Path, result: str, kind: type[T]) -> list[T]:
    """What was set aside under this name; nothing of what is damaged, or was made by another version."""
    data = store.read_sealed(work / FOLDER / result) or b""
    try:
        return msgspec.json.Decoder(kind).decode_lines(data.partition(b"\n")[2])
    except msgspec.DecodeError:
        return []


def notes(work: Path, result: str) -> dict[str, Note]:
    """Key of each line -> its note, of what was set aside under this name."""
    return {line.key: line.note for line in records(work, result, Shaped) if line.key and line.note}


def told(work: Path, result: str, findings: str) -> dict[str, Told]:
    """Key of each line -> the line and what was found with it. `findings`: name of the result that holds these."""
    lines, found = records(work, result, Shaped), records(work, findings, Finding)
    if sum(line.found for line in lines) != len(found):  # one of the two is damaged
        return {}
    ends = zip(lines, accumulate(line.found for line in lines), strict=True)
    return {line.key: (line, found[end - line.found : end]) for line, end in ends if line.key}
