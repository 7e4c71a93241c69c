"""The pictures of a project by the names that `sources/photos.csv` gives them, and what it says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.assembly.plates import WHY_UNSEEN
from restitution.intake.photos import INSIDE, Album, agrees, people_on
from restitution.intake.recognise import LOGOS, PICTURES
from restitution.messages import folded, listed
from restitution.model import Finding, Intake, Note, Photo, Pictured, Reading, Shot, WithheldReason
from restitution.people.circle import Circle
from restitution.people.seeing import WITHDREW, why_unseen
from restitution.people.withdrawal import pictures_below
from restitution.pictures.formats import is_tall
from restitution.pictures.showable import showable
from restitution.plan import Plan
from restitution.plan.outputs import ALBUM
from restitution.shaping.filing import folder_s
from restitution.store import Store

UNSEEN: Final = f"L'image « {{}} » n'est publiée nulle part : {WHY_UNSEEN}"
ENDINGS: Final = tuple(f".{ending}" for ending in (*sorted(PICTURES), "jpeg", "tif", "pdf"))
"""Of files that may be pictures: a map may be a PDF."""


UNSHOWN: Final = (
    "Cette image ne peut pas être montrée dans les documents (abîmée, trop grande, ou dessin avec un motif, un "
    "masque, un filtre ou une image) : exportez-la en PNG ou en JPEG."
)
MAP: Final = re.compile(r"cartes?(?![a-z])(?! ?(?:postales?|d identite|de visite)\b)")
"""How the name of a territory's map begins."""


class Listed(msgspec.Struct, frozen=True):
    """`pictures.json`: where the store keeps what the pictures are called."""

    sha256: str


def files_by_hash(plan: Plan) -> dict[str, list[str]]:
    """sha256 -> the files of the photograph that are this picture."""
    found: dict[str, list[str]] = {}
    for files in plan.sources.values():
        for source in files:
            if source.sha256 and _is_picture(source.path):
                found.setdefault(source.sha256, []).append(source.path)
    return found


def _is_picture(path: str) -> bool:
    return path.lower().endswith(ENDINGS) and not path.startswith(LOGOS)


def pictured(note: Note, files: Mapping[str, list[str]]) -> dict[str, list[Pictured]]:
    """Target of each picture of a note -> what it is called: every file that it is, else its place in the note."""
    targets = dict.fromkeys(image["c"][2][0] for one in note.passages for image in pictures_below(one.block))
    found: dict[str, list[Pictured]] = {}
    for number, target in enumerate((one for one in targets if one in note.media), 1):
        sha256 = note.media[target]
        names = files.get(sha256) or [INSIDE.format(note.path, number)]
        found[target] = [Pictured(name, sha256) for name in names]
    return found


def with_shot(plan: Plan, intake: Intake, kept: Store, reading: Reading | None) -> Intake:
    """A picture that is a file of its own, as outputs may show it; set aside when none can.

    `reading`: of a photograph that was made into another one.
    """
    source = intake.source
    made = next(iter(reading.media.values()), b"") if reading else b""
    data = made or kept.get(source.sha256 or "")
    ending = showable(data)
    if not ending:
        return structs.replace(intake, state="set_aside", reason=UNSHOWN)
    territory = folder_s(source.path, plan.settings)
    shot = Shot(
        sha256=kept.put(made) if made else source.sha256 or "",
        ending=ending,
        territory=territory,
        is_tall=is_tall(data),
        is_map=is_map(plan, source.path),
    )
    return structs.replace(intake, shot=shot)


def is_map(plan: Plan, path: str) -> bool:
    """Whether the name and the place of a file say that it is the map of a territory."""
    named = MAP.match(folded(PurePosixPath(path).name)) is not None
    return named and bool(folder_s(path, plan.settings))


def each_pictured(plan: Plan, notes: Iterable[Note], intakes: Iterable[Intake]) -> list[Pictured]:
    """Every picture of the project, once: those of files, then those that only a note holds."""
    files = files_by_hash(plan)
    lone = {one.source.path for one in intakes if one.shot or (one.format in PICTURES and one.state != "ignored")}
    found = {Pictured(path, sha256) for sha256, paths in files.items() for path in paths if path in lone}
    inside = (one for note in notes for each in pictured(note, files).values() for one in each)
    once: dict[str, Pictured] = {}
    for one in inside:
        if one.sha256 in files:
            found.add(one)
        else:
            once.setdefault(one.sha256, one)
    return sorted(found | set(once.values()))


def keep_pictured(path: Path, kept: Store, album: list[Pictured]) -> None:
    """Write the contract: the names of files may be those of people, hence stand in the store alone."""
    store.write(path, store.encode(Listed(kept.put(msgspec.json.encode(album, order="sorted")))))


def pictured_in(work: Path) -> list[Pictured]:
    """The pictures of the project, as the last build found them."""
    named = msgspec.json.decode((work / ALBUM).read_bytes(), type=Listed)
    return msgspec.json.decode(Store(work / "store").get(named.sha256), type=list[Pictured])


class Shown:
    """What may be shown of pictures, and what is said of them."""

    def __init__(self, plan: Plan, photos: Iterable[Photo], circle: Circle) -> None:
        photos = list(photos)
        self.files = files_by_hash(plan)
        self._circle = circle
        self._photos = photos
        self._says = bool(photos)

    def of(self, note: Note) -> tuple[dict[str, WithheldReason], dict[str, Photo]]:
        """Target of each picture of a note that may not be shown -> why; of each other one -> its line."""
        if not self._says:
            return {}, {}
        gone: dict[str, WithheldReason] = {}
        said: dict[str, Photo] = {}
        each = pictured(note, self.files)
        album = Album(self._photos, [*self.files, *note.media.values()])
        for target, names in each.items():
            lines = [line for one in names for line in album.lines(one)]
            why = self.why_unseen(lines)
            if why:
                gone[target] = why
            elif lines:
                said[target] = _first(lines)
        return gone, said

    def why_unseen(self, lines: Iterable[Photo]) -> WithheldReason | None:
        """Why a picture of which these lines speak may not be shown."""
        lines = list(lines)
        return why_unseen(
            [name for line in lines for name in people_on(line)],
            self._circle,
            agreed=any(map(agrees, lines)) and not _refused(lines),
            refused=_refused(lines),
        )

    def alone(self, path: str, sha256: str) -> tuple[WithheldReason | None, Photo]:
        """Of a picture that is a file of its own: why it may not be shown, and what is said of it."""
        lines = Album(self._photos, self.files).lines(Pictured(path, sha256))
        return self.why_unseen(lines), _first(lines)

    def of_withdrawn(self) -> Iterator[str]:
        """The picture files that show somebody who withdrew."""
        album = Album(self._photos, self.files)
        for sha256, paths in self.files.items():
            lines = [line for path in paths for line in album.lines(Pictured(path, sha256))]
            if self.why_unseen(lines) == WITHDREW:
                yield from paths


def unseen_findings(
    note: Note, places: Mapping[str, list[str]], gone: Mapping[str, WithheldReason]
) -> list[Finding]:
    """What the editor must hear of pictures that nobody may show, those of whoever withdrew apart."""
    return [
        Finding(
            code="photo",
            level="warning",
            message=UNSEEN.format(listed(note.pictures.get(target) or [target])),
            path=note.path,
            where=places[target][0],
        )
        for target, why in gone.items()
        if why != WITHDREW and places.get(target)
    ]


def _refused(lines: Iterable[Photo]) -> bool:
    """Whether a line says no, or something else than yes: in doubt it is no."""
    return any(line.accord and not agrees(line) for line in lines)


def _first(lines: list[Photo]) -> Photo:
    """One line of several: each cell that the first of them fills."""

    def said(name: str) -> str:
        return next((cell for line in lines if (cell := str(getattr(line, name)))), "")

    return Photo(
        legende=said("legende"),
        credit=said("credit"),
        texte_alternatif=said("texte_alternatif"),
        note=said("note"),
    )
