"""What the last build gave of a lot that has changed since: most of its lines still hold.

Each line bears the key of its own file. The job that makes the lot anew takes those that today's files have too;
then all of it goes: nothing stays here of a file that is gone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

import msgspec

from restitution.model import Note, Shaped
from restitution.store import sha256_of

FOLDER: Final = "earlier"
"""Of `.restitution/`: `notes/{lot}.jsonl/{sha256}`."""
NOTES: Final = "notes/"
"""What the results begin with of which lines are taken again."""


def set_aside(work: Path, result: str, sha256: str) -> None:
    """Move a result that is no longer true here, if it is whole. `sha256`: what it was when it was made."""
    path = work / result
    if result.startswith(NOTES) and path.is_file() and sha256_of(path) == sha256:
        place = work / FOLDER / result
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        path.replace(place / sha256)


def sweep(work: Path, results: Container[str]) -> None:
    """Take away what no job will ask for: of lots that are gone, or that were made anew. `results`: today's."""
    for place in (work / FOLDER / NOTES).glob("*"):
        result = f"{NOTES}{place.name}"
        if result not in results or (work / result).is_file():
            shutil.rmtree(place, ignore_errors=True)


def drop(work: Path, result: str) -> None:
    """Take away what was set aside under this name, once the result is made anew."""
    shutil.rmtree(work / FOLDER / result, ignore_errors=True)


def notes(work: Path, result: str) -> dict[str, Note]:
    """Key of each line -> its note, of what was set aside under this name; empty when nothing whole was."""
    return {line.key: line.note for line in _lines(work / FOLDER / result) if line.key and line.note}


def _lines(place: Path) -> Iterator[Shaped]:
    for path in place.glob("*"):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == path.name:
            yield from msgspec.json.Decoder(Shaped).decode_lines(data.partition(b"\n")[2])
