"""What is known of each file, gathered: what it is, who wrote it, where it stands, what would help it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec
from msgspec import structs

from restitution.domain import is_contribution
from restitution.model import UNASKED, Balance, Conflict, Document, Finding, Note, Shaped, SourceStatus
from restitution.returns.annexed import Annexed, annexed
from restitution.returns.contributors import Contributor, contributors
from restitution.returns.places import Numbering, Place, places
from restitution.returns.requests import LONE_PICTURE, NOTHING_APART, Request, asked
from restitution.returns.unseen import CODE as PHOTO
from restitution.settings import Settings

SILENT = "Gardée à part, sans "
"""How it is told that a picture lacks its caption or its credit (`assembly.plates`)."""
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
    apart: Annexed = NOTHING_APART
    """What of it stands in the last annex."""

    @property
    def name(self) -> str:
        """The file's own name, without its folders."""
        return PurePosixPath(self.status.path).name

    @property
    def is_lone_picture(self) -> bool:
        """Whether it is a picture that is shown nowhere, and that words, or another format, would show."""
        is_silent = self.status.state == "waiting" and self.status.reason.startswith(SILENT)
        return self.status.format in LONE_PICTURE and (is_silent or self.status.state == "set_aside")

    @property
    def folders(self) -> tuple[PurePosixPath, PurePosixPath]:
        """Its folder, and the one around it: « photos » below the folder of the notes is theirs."""
        folder = PurePosixPath(self.status.path).parent
        return folder, folder.parent


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """The files that somebody wrote, by path, and who."""

    files: dict[str, Told]
    people: list[Contributor]

    @property
    def of_writers(self) -> Gathered:
        """The same without the notes that the tool wrote: who offered them hears by the letter of answer."""
        own = [structs.replace(one, paths=[p for p in one.paths if not is_contribution(p)]) for one in self.people]
        return structs.replace(self, people=[one for one in own if one.paths])

    def writers_of(self, path: str) -> list[str]:
        """Names of those who wrote a file."""
        return [one.name for one in self.people if path in one.paths]

    def pictures_beside(self, path: str) -> list[Told]:
        """The pictures that no note shows, in the folder of a file or just below: they may be its writer's."""
        folder = PurePosixPath(path).parent
        return [one for one in self.files.values() if one.is_lone_picture and folder in one.folders]

    def neighbours_of(self, picture: Told) -> list[str]:
        """Names of those who wrote a note in the folder of a picture, or just above."""
        notes = (
            path for path, one in self.files.items() if one.note and PurePosixPath(path).parent in picture.folders
        )
        return list(dict.fromkeys(name for path in notes for name in self.writers_of(path)))


def gathered(  # noqa: PLR0913, PLR0917 each thing that is known of a file
    lines: Iterable[Shaped],
    balance: Balance,
    documents: tuple[Document, Document],
    conflicts: Sequence[Conflict],
    settings: Settings,
    numbering: Numbering,
    found: Iterable[Finding] = (),
) -> Gathered:
    """What is known of each file. `lines`: the unmasked notes; `documents`: the report and its annexes.

    `found`: what was found where notes became public, of which their writers hear of withheld pictures.
    """
    notes = {line.note.path: line.note for line in lines if line.note}
    photos: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.code == PHOTO:
            photos[finding.path].append(finding)
    shown = [
        structs.replace(status, findings=[*status.findings, *photos[status.path]])
        for status in balance.sources
        if _is_mine(status, notes)
    ]
    stand = places(*documents, numbering)
    apart = {path: annexed(note, documents[0]) for path, note in notes.items()}
    files = {
        status.path: Told(
            status=status,
            note=notes.get(status.path),
            places=stand.get(status.path, []),
            requests=asked(
                status, notes.get(status.path), conflicts, settings, apart.get(status.path, NOTHING_APART)
            ),
            apart=apart.get(status.path, NOTHING_APART),
        )
        for status in shown
    }
    return Gathered(files=files, people=contributors({path: one.note for path, one in files.items()}, settings))


def _is_mine(status: SourceStatus, notes: Mapping[str, Note]) -> bool:
    """A picture that a note shows is told with its note; of a file that the editor excluded nobody is asked."""
    is_unasked = any(finding.code == UNASKED for finding in status.findings)
    return status.state in MINE and not is_unasked and (status.path in notes or status.state != "taken")
