"""Pictures that are files of their own: below which note each is shown, and how several stand beside each other.

A picture without a caption or a credit is shown nowhere, and is told: nobody would know what it shows, nor whose
it is. One whose note is not known stands at the end, to be classified.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

import msgspec

from restitution.messages import folded, listed
from restitution.model import Block, Finding, Intake, Note, Place, Shot
from restitution.pandoc import ast
from restitution.pandoc.printed import PLATE
from restitution.pictures.credits import credited
from restitution.settings import Settings

FEW: Final = 4
"""Pictures that stand two by two; more stand by three."""
ALONE: Final = "12cm"
"""Width of a picture that stands by itself: it came beside a note, no writer gave it a page."""
ALONE_TALL: Final = "8cm"
HASH: Final = 16
VISITS: Final = frozenset({"visite_miroir", "visite_inspirante"})
WHY_UNSEEN: Final = (
    "quelqu'un qu'on y reconnaît n'a pas accepté d'être vu, ou n'a pas été interrogé. Notez son accord au "
    "registre (portee : image) ou dans sources/photos.csv, ou ôtez l'image."
)
UNSEEN: Final = f"Gardée à part : {WHY_UNSEEN}"
SILENT: Final = "Gardée à part, sans {} : complétez sa ligne dans sources/photos.csv, et elle paraîtra."
SHOWN: Final = "Illustration d'une note."
MAP_OF: Final = "Carte : {}"
NO_SUCH: Final = "Aucune note publiée ne s'appelle « {} » (colonne « note » de photos.csv) : vérifiez ce nom."
SEVERAL: Final = "Plusieurs notes s'appellent « {} » (colonne « note » de photos.csv) : écrivez leur dossier."


class Exposed(msgspec.Struct, eq=False):
    """A picture that may be shown, and whether it has a place."""

    path: str
    shot: Shot
    caption: str
    note: Note | None = None
    """The note that it goes with; None when it is to be classified."""
    placed: bool = False

    @property
    def target(self) -> str:
        """What documents call it."""
        return f"media/{self.shot.sha256[:HASH]}.{self.shot.ending}"


class Gallery(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures of a project that are files of their own.

    `reasons`: of each one, by path, why it is shown or kept apart, a French sentence; `lacks`: of those kept apart
    for want of words, what they lack. `kept`: the paths of all that are kept apart.
    """

    exposed: list[Exposed] = []
    reasons: dict[str, str] = {}
    lacks: dict[str, list[str]] = {}
    kept: set[str] = set()
    findings: list[Finding] = []

    @property
    def places(self) -> dict[str, Place]:
        """Target of each picture that is shown -> its file, and what is said to who does not see it."""
        return {one.target: Place(path=one.path, where="", words=one.shot.described) for one in self.exposed}


def gallery_of(intakes: Iterable[Intake], notes: Sequence[Note], settings: Settings) -> Gallery:
    """What becomes of each picture. `notes`: as published."""
    within = {sha256 for note in notes for sha256 in note.media.values()}
    gallery = Gallery()
    for intake in sorted(intakes, key=lambda one: _natural(one.source.path)):
        path, shot = intake.source.path, intake.shot
        if shot is None:
            continue
        if {shot.sha256, intake.source.sha256} & within:
            gallery.reasons[path] = SHOWN
        elif shot.unseen:
            gallery.reasons[path] = UNSEEN
            gallery.kept.add(path)
        elif lacks := _lacks(shot, settings):
            gallery.reasons[path], gallery.lacks[path] = SILENT.format(listed(lacks, "ni")), lacks
            gallery.kept.add(path)
        else:
            note, trouble = _note_of(path, shot, notes)
            gallery.findings.extend(trouble)
            gallery.exposed.append(Exposed(path, shot, _caption(shot, settings), note))
            gallery.reasons[path] = SHOWN if note or shot.is_map else "Illustration à classer."
    return gallery


def _natural(path: str) -> list[tuple[int, str]]:
    """A key by which « IMG_9 » comes before « IMG_10 »."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", folded(path))]


def _lacks(shot: Shot, settings: Settings) -> list[str]:
    held = {"légende": shot.legend or shot.is_map, "crédit": shot.credit or settings.projet.credit_images}
    return [word for word, said in held.items() if not said]


def _caption(shot: Shot, settings: Settings) -> str:
    legend = shot.legend or MAP_OF.format(settings.names.get(shot.territory, ""))
    return f"{legend} {credited(shot.credit)}" if shot.credit else legend


def _note_of(path: str, shot: Shot, notes: Sequence[Note]) -> tuple[Note | None, list[Finding]]:
    """The note that a picture goes with: the one that the editor names, else that of its folder, or around it."""
    shown = [note for note in notes if note.passages]
    if shot.note:
        named = [note for note in shown if _is_called(note.path, shot.note)]
        if len(named) == 1:
            return named[0], []
        message = (SEVERAL if named else NO_SUCH).format(shot.note)
        return None, [Finding(code="photos", level="warning", message=message, path=path)]
    for folder in PurePosixPath(path).parents:
        beside = [note for note in shown if PurePosixPath(note.path).parent == folder]
        if beside:
            return (beside[0] if len(beside) == 1 else _visit(beside)), []
    return None, []


def _visit(notes: Sequence[Note]) -> Note | None:
    """Of the notes of a folder, one of its visit: several may tell of it, of one host."""
    visits = [note for note in notes if note.kind in VISITS]
    return visits[0] if len({(note.kind, note.host) for note in visits}) == 1 else None


def _is_called(path: str, said: str) -> bool:
    """Whether the end of a path is what somebody calls the note, with its ending or without."""
    own, asked = (unicodedata.normalize("NFC", text).casefold() for text in (path, said))
    asked = asked.strip("/").removeprefix("sources/")
    return any(f"/{whole}".endswith(f"/{asked}") for whole in (own, own.rpartition(".")[0]))


def plate(exposed: Sequence[Exposed]) -> list[Block]:
    """Some pictures beside each other, each with its caption; those that stand upright in rows of their own."""
    columns = 2 if len(exposed) <= FEW else 3
    shapes = ([one for one in exposed if one.shot.is_tall is tall] for tall in (False, True))
    return [block for some in shapes for block in _rows(some, columns)]


def _rows(exposed: Sequence[Exposed], columns: int) -> list[Block]:
    if len(exposed) == 1:
        return [_figure(exposed[0], width=ALONE_TALL if exposed[0].shot.is_tall else ALONE)]
    return [ast.div([_figure(one) for one in exposed], PLATE, colonnes=str(columns))] if exposed else []


def chart(exposed: Sequence[Exposed]) -> list[Block]:
    """Maps, one below the other, as wide as the text."""
    return [_figure(one) for one in exposed]


def _figure(one: Exposed, width: str = "") -> Block:
    alt = ast.string(one.shot.described or one.caption)
    image = {
        "t": "Image",
        "c": [ast.attributes(width=width) if width else ast.attributes(), alt, [one.target, ""]],
    }
    caption = [{"t": "Plain", "c": ast.string(one.caption)}]
    return {"t": "Figure", "c": [ast.attributes(), [None, caption], [{"t": "Plain", "c": [image]}]]}
