"""What the desk reads again only when it has changed: a click must not decode what the click before it decoded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

import msgspec

from restitution.plan.arrivals import journal_paths
from restitution.remarks import Decision
from restitution.review.copies import DECISIONS, copies_of
from restitution.review.files import read_decisions
from restitution.review.journal import Told, told_by

T = TypeVar("T")
Mark = tuple[int, int]
"""Time and size of a file."""
NOTHING: Mark = (0, -1)


def mark_of(path: Path) -> Mark:
    """What tells that a file is another than before; `NOTHING` for one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return NOTHING
    return status.st_mtime_ns, status.st_size


class Latest(Generic[T]):
    """What a working file says; while a build makes it anew, what it said last."""

    def __init__(self, path: Path, made: Callable[[bytes], T], empty: T) -> None:
        self._path, self._made = path, made
        self._mark, self._value = NOTHING, empty
        self._spoilt = NOTHING
        """Of a file that says nothing as it stands: the next build makes it anew."""
        self._lock = Lock()

    def __call__(self) -> T:
        """What it says now."""
        with self._lock:
            mark = mark_of(self._path)
            if mark not in {NOTHING, self._mark, self._spoilt}:
                try:
                    self._value, self._mark = self._made(self._path.read_bytes()), mark
                except (msgspec.DecodeError, FileNotFoundError):
                    self._spoilt = mark
            return self._value

    def is_read(self) -> bool:
        """Whether it stands there, or stood once."""
        self()
        return self._mark != NOTHING


class Journal(msgspec.Struct, frozen=True):
    """What stands in `sources/relectures/`."""

    told: Told
    decisions: list[Decision]
    stamp: str
    """Another one as soon as anything of it changes."""


class JournalReader:
    """Reads each file of the journal once, and again when it has changed."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._marks: dict[str, Mark] = {}
        self._records: dict[str, bytes] = {}
        self._decisions: dict[str, list[Decision]] = {}
        self._journal = Journal(told_by([]), [], "")
        self._lock = Lock()

    def __call__(self) -> Journal:
        """The journal as it stands on the disk now."""
        with self._lock:
            paths = dict(journal_paths(self._project))
            marks = {name: mark_of(path) for name, path in paths.items()}
            if marks != self._marks or not self._journal.stamp:
                self._read(paths, marks)
            return self._journal

    def _read(self, paths: dict[str, Path], marks: dict[str, Mark]) -> None:
        new = [name for name in paths if marks[name] != self._marks.get(name)]
        gone = [name for name in self._marks if name not in paths]
        for name in gone:
            self._records.pop(name, None)
            self._decisions.pop(name, None)
        copies_change = any(_is_record(name) for name in (*new, *gone))
        for name in new:
            data = paths[name].read_bytes()
            if _is_record(name):
                self._records[name] = data
            elif name.startswith(f"{DECISIONS}/"):
                self._decisions[name], _ = read_decisions({name: data})
        self._marks = marks
        told = told_by(copies_of(self._records)[0]) if copies_change else self._journal.told
        every = {one: None for group in self._decisions.values() for one in group}
        stamp = f"{hash(frozenset(marks.items())) & 0xFFFFFFFFFFFF:012x}"
        self._journal = Journal(told, list(every), stamp)


def _is_record(name: str) -> bool:
    """Whether a file holds what a returned copy says."""
    return name.endswith((".jsonl", ".json"))
