"""What is known of each file, gathered: what it is, who wrote it, where it stands, what would help it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from restitution.model import UNASKED, Balance, Conflict, Document, Note, Shaped, SourceStatus
from restitution.returns.contributors import Contributor, contributors
from restitution.returns.places import Numbering, Place, places
from restitution.returns.requests import Request, asked
from restitution.settings import Settings

MINE = frozenset({"taken", "superseded", "waiting", "set_aside"})
"""States of the files that somebody wrote: neither droppings nor copies of the publication."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a contributor."""

    status: SourceStatus
    note: Note | None = None
    """Unmasked: for the team and for her who wrote it."""
    places: list[Place] = []
    requests: list[Request] = []
    """All that would help, the most useful first."""

    @property
    def name(self) -> str:
        """The file's own name, without its folders."""
        return PurePosixPath(self.status.path).name


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """The files that somebody wrote, by path, and who."""

    files: dict[str, Told]
    people: list[Contributor]

    def writers_of(self, path: str) -> list[str]:
        """Names of those who wrote a file."""
        return [one.name for one in self.people if path in one.paths]


def gathered(
    lines: Iterable[Shaped],
    balance: Balance,
    documents: tuple[Document, Document],
    conflicts: Sequence[Conflict],
    settings: Settings,
    numbering: Numbering,
) -> Gathered:
    """What is known of each file. `lines`: the unmasked notes; `documents`: the report and its annexes."""
    notes = {line.note.path: line.note for line in lines if line.note}
    shown = [status for status in balance.sources if _is_mine(status, notes)]
    stand = places(*documents, numbering)
    files = {
        status.path: Told(
            status=status,
            note=notes.get(status.path),
            places=stand.get(status.path, []),
            requests=asked(status, notes.get(status.path), conflicts, settings),
        )
        for status in shown
    }
    return Gathered(files=files, people=contributors({path: one.note for path, one in files.items()}, settings))


def _is_mine(status: SourceStatus, notes: Mapping[str, Note]) -> bool:
    """A picture that a note shows is told with its note; of a file that the editor excluded nobody is asked."""
    is_unasked = any(finding.code == UNASKED for finding in status.findings)
    return status.state in MINE and not is_unasked and (status.path in notes or status.state != "taken")
