"""What an examination says."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    NOTE = "note"
    """Nothing is wrong; good to know."""
    WARNING = "warning"
    """A build can be done, and something is lost, slow or at risk."""
    MISSING = "missing"
    """No build can be done."""
    UNKNOWN = "unknown"
    """The question itself failed."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at, in French."""

    id: str
    group: str
    label: str
    state: State
    found: str
    costs: str = ""
    """What is lost as it is."""
    do: str = ""


class Subject(msgspec.Struct, frozen=True):
    """What is looked at, and the lines that may be said of it."""

    id: str
    group: str
    label: str

    def ok(self, found: str) -> Line:
        """As it should be."""
        return self._line(State.OK, found)

    def note(self, found: str, costs: str = "", do: str = "") -> Line:
        """Good to know."""
        return self._line(State.NOTE, found, costs, do)

    def warning(self, found: str, costs: str, do: str) -> Line:
        """A build can be done, at a price."""
        return self._line(State.WARNING, found, costs, do)

    def missing(self, found: str, costs: str, do: str) -> Line:
        """No build can be done."""
        return self._line(State.MISSING, found, costs, do)

    def unknown(self, found: str, do: str = "") -> Line:
        """The question failed."""
        return self._line(State.UNKNOWN, found, "", do)

    def _line(self, state: State, found: str, costs: str = "", do: str = "") -> Line:
        return Line(id=self.id, group=self.group, label=self.label, state=state, found=found, costs=costs, do=do)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that was looked at."""

    ready: bool
    """Whether a build can be done."""
    project: str
    lines: list[Line]
