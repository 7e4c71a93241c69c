"""What is known of each file, gathered: what it is, who wrote it, where it stands, what would help it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

import msgspec
from msgspec import structs

from restitution.domain import is_contribution
from restitution.model import (
    UNASKED,
    Balance,
    Block,
    Conflict,
    Document,
    Finding,
    Note,
    Passage,
    SourceStatus,
)
from restitution.returns.annexed import Annexed, Shown, annexed, shown_of
from restitution.returns.contributors import Contributor, contributors
from restitution.returns.places import Numbering, Place, places
from restitution.returns.requests import LONE_PICTURE, NOTHING_APART, Request, asked
from restitution.returns.unseen import CODE as PHOTO
from restitution.settings import Settings

SILENT = "Gardée à part, sans "
"""How it is told that a picture lacks its caption or its credit (`assembly.plates`)."""
NO_WORDS: Final[Block] = {"t": "Para", "c": []}
MINE = frozenset({"taken", "superseded", "waiting", "set_aside"})
"""States of the files that somebody wrote: neither droppings nor copies of the publication."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a contributor."""

    status: SourceStatus
    note: Note | None = None
    """Unmasked: for the team and for her who wrote it; without its words where nothing asks for them."""
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
    notes: Iterable[Note],
    balance: Balance,
    documents: tuple[Document, Document],
    conflicts: Sequence[Conflict],
    settings: Settings,
    numbering: Numbering,
    found: Iterable[Finding] = (),
    whole: Container[str] = (),
) -> Gathered:
    """What is known of each file. `notes`: unmasked; `documents`: the report and its annexes.

    `found`: what was found where notes became public, of which their writers hear of withheld pictures. `whole`:
    paths of notes whose words are wanted; of others they are let go, since a project may hold thousands.
    """
    photos: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.code == PHOTO:
            photos[finding.path].append(finding)
    statuses = {one.path: structs.replace(one, findings=[*one.findings, *photos[one.path]])
                for one in balance.sources if _is_asked(one)}  # fmt: skip
    stand, shown = places(*documents, numbering), shown_of(documents[0])

    def told(status: SourceStatus, note: Note | None) -> Told:
        apart = annexed(note, shown.get(note.path, Shown())) if note else NOTHING_APART
        return Told(
            status=status,
            note=note if note is None or status.path in whole or photos[status.path] else without_words(note),
            places=stand.get(status.path, []),
            requests=asked(status, note, conflicts, settings, apart),
            apart=apart,
        )

    of_notes = {note.path: told(statuses[note.path], note) for note in notes if note.path in statuses}
    files = {
        path: of_notes.get(path) or told(status, None)
        for path, status in statuses.items()
        if path in of_notes or status.state != "taken"  # a picture that a note shows is told with its note
    }
    return Gathered(files=files, people=contributors({path: one.note for path, one in files.items()}, settings))


def _is_asked(status: SourceStatus) -> bool:
    """Whether somebody may hear of a file; of one that the editor excluded nobody is asked."""
    return status.state in MINE and all(finding.code != UNASKED for finding in status.findings)


def without_words(note: Note) -> Note:
    """A note of which only what its passages are is told: one of those that are alike stands for all."""
    alike: dict[tuple[str, ...], Passage] = {}
    for one in note.passages:
        alike.setdefault((one.section, one.role, *one.themes, "", *one.ours), one)
    passages = [structs.replace(one, block=NO_WORDS) for one in alike.values()]
    return structs.replace(note, passages=passages)
