"""What the last look at the notes found, beside remarks: of each working file, read again when it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from restitution.desk.reading import Latest
from restitution.model import Balance, Conflict, Coverage

if TYPE_CHECKING:
    from restitution.desk.project import Desk

NO_COVERAGE = Coverage(themes=[], territories=[], cells=[], steps=[], tools=[], visits=[])


class Found:
    """The working files that a page asked for so far."""

    def __init__(self) -> None:
        self._files: dict[str, Latest[Any]] = {}

    def of(self, desk: Desk, name: str, kind: Any, empty: Any) -> Any:
        """What a working file says now, or said last."""
        with desk.lock:
            if name not in self._files:
                self._files[name] = Latest(
                    desk.work / name, lambda data: msgspec.json.decode(data, type=kind), empty
                )
            return self._files[name]()


def balance(desk: Desk) -> Balance:
    """Every file and what became of it."""
    found: Balance = desk.memory(Found).of(desk, "balance.json", Balance, Balance(sources=[]))
    return found


def coverage(desk: Desk) -> Coverage:
    """What the notes cover, and the themes that their words propose."""
    found: Coverage = desk.memory(Found).of(desk, "coverage.json", Coverage, NO_COVERAGE)
    return found


def conflicts(desk: Desk) -> list[Conflict]:
    """What notes tell in two ways."""
    found: list[Conflict] = desk.memory(Found).of(desk, "conflicts.json", list[Conflict], [])
    return found
