"""`sources/photos.csv`: captions, credits, alternative texts, and who is recognised on which picture.

`build` adds a line a picture and renews nothing but the names of pictures that moved: every cell is the editor's.
A line is known again by the picture's bytes (`empreinte`), so that a renamed photograph, or a note that has one
picture more, keeps what was said. Where a file became another picture, what was agreed to is no longer said of it.
A line that somebody typed has no bytes: its name alone says which picture, where one picture only bears it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from msgspec import structs

from restitution.formulas import looks_like_one, neutral
from restitution.intake.classification import BOM, HERE, meant, table_lines
from restitution.messages import folded, listed, plural
from restitution.model import Finding, Photo, Pictured

COLUMNS: Final = ("fichier", "legende", "credit", "texte_alternatif", "personnes", "accord", "note", "empreinte")
ASKED: Final = tuple(name for name in COLUMNS if name not in {"note", "empreinte"})
"""Columns that every table of this kind has: « note » came later."""
SAID: Final = COLUMNS[1:-1]
"""What the editor says of a picture."""
NAME: Final = "photos.csv"
INSIDE: Final = "{} › image {}"
"""What a picture is called that only a note holds."""
IN_NOTE: Final = " › image "
SOURCES: Final = "sources/"
MOST_SHOWN: Final = 3
OUR_TABLE: Final = re.compile(rb"(\xef\xbb\xbf)?\W?fichier\W{1,3}legende\W{1,3}credit\W", re.IGNORECASE)
HEAD: Final = 64
"""Bytes of a file that tell whether it is this table."""
HASH: Final = 12
LETTER: Final = "h"
"""Before a mark: a spreadsheet would make a number of « 1e5678901234 »."""
YES: Final = frozenset({"oui", "o", "x", "yes", "1", "vrai"})
NO: Final = frozenset({"non", "n", "no", "0", "faux"})
ODD: Final = (
    "« {} » n'est pas compris dans la colonne « accord » de photos.csv ; attendu : oui ou non. L'image n'est "
    "publiée nulle part d'ici là."
)
SEVERAL: Final = (
    "La ligne « {} » de photos.csv n'est pas suivie : {} portent ce nom ({}). Écrivez dans « fichier » le chemin "
    "entier de celle dont elle parle."
)
NO_PICTURE: Final = (
    "La ligne « {} » de photos.csv n'est pas suivie : aucune image ne porte ce nom. Recopiez dans « fichier » un "
    "nom que la construction a écrit dans ce tableau."
)
OTHER: Final = (
    "Ce fichier n'est plus l'image dont photos.csv parle : si ce que sa ligne dit est toujours vrai, videz sa "
    "case « empreinte »."
)


def is_ours(head: bytes) -> bool:
    """Whether some bytes begin as this table does: in a copy of it too."""
    return OUR_TABLE.match(head) is not None


def mark(sha256: str) -> str:
    """What the column `empreinte` says of some bytes."""
    return f"{LETTER}{sha256[:HASH]}"


def read_photos(data: bytes) -> list[Photo]:
    """Lines of the table, each cell as written. Raises `WrongUse` for what is no such table."""
    return [_photo(cells) for cells in table_lines(data, COLUMNS, NAME)]


def _photo(cells: dict[str, str]) -> Photo:
    known = {name: cells.get(name, "") for name in COLUMNS}
    known["fichier"] = unicodedata.normalize("NFC", known["fichier"].removeprefix(HERE))
    known["empreinte"] = known["empreinte"].strip().lower()
    return Photo(**known, autres={k: v for k, v in cells.items() if k and k not in COLUMNS})


def united(own: Sequence[Photo], others: Iterable[Photo]) -> list[Photo]:
    """The lines of the table and of its copies in conflict, cell by cell: the table's own words first.

    Whom either recognises is recognised, and who says no is heard.
    """
    found = list(own)
    for photo in others:
        at = next((n for n, one in enumerate(found) if _key(one) == _key(photo)), None)
        if at is None:
            found.append(photo)
        else:
            found[at] = _both(found[at], photo)
    return found


def _key(photo: Photo) -> tuple[str, str]:
    return meant(photo.fichier, ()), photo.empreinte


def _both(one: Photo, other: Photo) -> Photo:
    cells = {name: getattr(one, name).strip() or getattr(other, name) for name in COLUMNS}
    people = list(dict.fromkeys([*people_on(one), *people_on(other)]))
    refused = next((photo.accord for photo in (one, other) if photo.accord and not agrees(photo)), cells["accord"])
    more = {**other.autres, **{name: said for name, said in one.autres.items() if said}}
    return Photo(**{**cells, "personnes": ", ".join(people), "accord": refused}, autres=more)


def people_on(photo: Photo) -> list[str]:
    """The names that a line gives."""
    return [name.strip() for name in photo.personnes.replace(";", ",").split(",") if name.strip()]


def agrees(photo: Photo) -> bool:
    """Whether a line says yes, with a day or a word behind it or not (« oui, fiche signée »)."""
    said = folded(photo.accord).replace(",", " ").split()
    return bool(said) and said[0] in YES


def refuses(photo: Photo) -> bool:
    """Whether a line says no."""
    said = folded(photo.accord).replace(",", " ").split()
    return bool(said) and said[0] in NO


def filled(photos: Iterable[Photo], paths: Mapping[str, str]) -> list[Photo]:
    """What results may depend on: the lines that say something, trimmed and sorted.

    `paths`: the files that there are, each with its sha256.
    """
    said = (photo for photo in photos if any(getattr(photo, name).strip() for name in SAID))
    trimmed = (
        Photo(**{name: getattr(photo, name).strip() for name in COLUMNS} | {"fichier": _in_files(photo, paths)})
        for photo in said
    )
    return sorted(trimmed, key=lambda photo: (photo.fichier, photo.empreinte))


def _in_files(photo: Photo, paths: Mapping[str, str]) -> str:
    """The name of a line's picture among files; of one that a note holds, the note is looked for."""
    note, inside, number = photo.fichier.partition(IN_NOTE)
    return f"{_named(note, photo.empreinte, paths)}{inside}{number}"


def _named(said: str, mark_: str, names: Mapping[str, str]) -> str:
    """The one of some names that is meant: as written, else by its end when one picture only bears it.

    `names`: each with its sha256; `mark_`: what the line knows of its picture's bytes, which then says enough.
    """
    whole = meant(said, names)
    if mark_ or whole in names:
        return whole
    borne = bearers(whole, names)
    return borne[0] if borne and len({names[name] for name in borne}) == 1 else whole


def bearers(said: str, names: Iterable[str]) -> list[str]:
    """The names that end as somebody typed it: « Riviere.JPG » for « ici/rivière.jpg »."""
    wanted = _parts(said.removeprefix(SOURCES))
    return sorted(name for name in names if wanted and _parts(name)[-len(wanted) :] == wanted)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in PurePosixPath(name.strip()).parts)


def filled_cells(photos: Iterable[Photo]) -> Counter[str]:
    """How many cells of each column the editor filled."""
    cells = ({name: getattr(photo, name) for name in SAID} | photo.autres for photo in photos)
    return Counter(name for line in cells for name, cell in line.items() if cell.strip())


def troubles(photos: Iterable[Photo], pictures: Iterable[Pictured]) -> Iterator[Finding]:
    """What of the table is not understood, or no longer true of its picture."""
    now = {picture.fichier: mark(picture.sha256) for picture in pictures}
    there = set(now.values())
    for photo in photos:
        if not photo.empreinte and photo.fichier not in now:
            yield Finding(code="photos", level="warning", message=_of_none(photo.fichier, now), path=NAME)
        if photo.accord and not agrees(photo) and not refuses(photo):
            yield Finding(code="photos", level="error", message=ODD.format(photo.accord), path=photo.fichier)
        if photo.empreinte and photo.fichier in now and photo.empreinte not in there:
            yield Finding(code="photos", level="warning", message=OTHER, path=photo.fichier)


def _of_none(said: str, names: Iterable[str]) -> str:
    """Why a line that somebody typed is about no picture."""
    borne = bearers(said, names)
    if not borne:
        return NO_PICTURE.format(said)
    more = [f"et {len(borne) - MOST_SHOWN} de plus"] if len(borne) > MOST_SHOWN else []
    return SEVERAL.format(said, plural(len(borne), "image"), listed([*borne[:MOST_SHOWN], *more]))


class Album:
    """What the table says of pictures. `present`: the sha256 of every picture of the project."""

    def __init__(self, photos: Iterable[Photo], present: Iterable[str]) -> None:
        there = frozenset(map(mark, present))
        self._by_mark: dict[str, list[Photo]] = {}
        self._by_name: dict[str, list[Photo]] = {}
        for photo in photos:
            if photo.empreinte in there:
                self._by_mark.setdefault(photo.empreinte, []).append(photo)
            else:
                self._by_name.setdefault(photo.fichier, []).append(photo)

    def lines(self, picture: Pictured) -> list[Photo]:
        """Every line about a picture, by its bytes first; one about what its file was before agrees to nothing."""
        before = self._by_name.get(picture.fichier, [])
        doubtful = (structs.replace(one, accord="") if one.empreinte and agrees(one) else one for one in before)
        return [*self._by_mark.get(mark(picture.sha256), []), *doubtful, *self._perhaps(picture.fichier)]

    def _perhaps(self, name: str) -> Iterator[Photo]:
        """What a line that may be about several pictures says of each of them: in doubt, who may not be seen."""
        for said, lines in self._by_name.items():
            if said != name and bearers(said, [name]):
                yield from (
                    Photo(fichier=one.fichier, personnes=one.personnes, accord="" if agrees(one) else one.accord)
                    for one in lines
                    if not one.empreinte
                )


def merged_photos(photos: Sequence[Photo], pictures: Iterable[Pictured]) -> bytes:
    """The table with a line for every picture, sorted; lines of what is gone stay if they say something."""
    found = sorted(set(pictures))
    marks = {mark(picture.sha256): picture for picture in reversed(found)}
    names = {picture.fichier: picture for picture in found}
    renewed = [_renewed(photo, marks, names) for photo in photos]
    told = {(one.fichier, one.empreinte) for one in renewed if _says_something(one)}
    kept = [
        one
        for one in renewed
        if _says_something(one) or (one.fichier in names and (one.fichier, one.empreinte) not in told)
    ]
    known = {one.fichier for one in kept}
    kept += [Photo(fichier=one.fichier, empreinte=mark(one.sha256)) for one in found if one.fichier not in known]
    extra = list(dict.fromkeys(name for photo in photos for name in photo.autres))
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow([*COLUMNS[:-1], *map(neutral, extra), COLUMNS[-1]])
    for photo in sorted(kept, key=lambda one: (one.fichier, one.empreinte)):
        cells = [*(getattr(photo, name) for name in SAID), *(photo.autres.get(name, "") for name in extra)]
        file = f"{HERE}{photo.fichier}" if looks_like_one(photo.fichier) else photo.fichier
        table.writerow([file, *map(neutral, cells), photo.empreinte])
    return (BOM + buffer.getvalue()).encode()


def _renewed(photo: Photo, marks: dict[str, Pictured], names: dict[str, Pictured]) -> Photo:
    """A line with the name that its picture has today, and its mark where it has none."""
    hashes = {name: picture.sha256 for name, picture in names.items()}
    own = names.get(_named(photo.fichier, photo.empreinte, hashes))
    if own and photo.empreinte in {"", mark(own.sha256)}:
        return structs.replace(photo, fichier=own.fichier, empreinte=mark(own.sha256))
    moved = marks.get(photo.empreinte)
    return structs.replace(photo, fichier=moved.fichier) if moved else photo


def _says_something(photo: Photo) -> bool:
    return any(getattr(photo, name).strip() for name in SAID) or any(photo.autres.values())
