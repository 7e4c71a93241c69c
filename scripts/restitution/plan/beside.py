"""Files of a project beside its notes in which words of people stay: looked at once somebody withdrew.

What they still hold is told, for a person to mend. Of the editor's tables, which builds write too, only what
she wrote herself is looked at: its lines, the file that each is about first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from restitution.errors import WrongUse
from restitution.intake import classification, meeting, photos, verbatims
from restitution.plan.tables import CHOICES, CLASSIFICATION, PHOTOS, SHOWN
from restitution.publication.editions import EDITIONS, SENT
from restitution.settings import SETTINGS_FILE

PATTERNS: Final = (
    SETTINGS_FILE,
    "sources/commun/glossaire*.*",
    "sources/relectures/tableaux/*.csv",
    f"{EDITIONS.as_posix()}/*/{SENT}",
)


def beside_the_notes(project: Path) -> Iterator[tuple[str, bytes]]:
    """Each of them that can be read, by its path in the project."""
    for pattern in PATTERNS:
        for path in sorted(project.glob(pattern)):
            with suppress(OSError):
                yield path.relative_to(project).as_posix(), path.read_bytes()
    for path, lines_of in TABLES.items():
        with suppress(OSError, WrongUse):
            lines = sorted(lines_of((project / path).read_bytes()))
            yield path.as_posix(), "\n".join(lines).encode()


def _classified(data: bytes) -> Iterator[str]:
    for row in classification.read_table(data):
        if said := [row.remarque, *row.autres.values()]:
            yield ";".join(_in_line([row.fichier, *said]))


def _chosen(data: bytes) -> Iterator[str]:
    for choice in verbatims.read_choices(data):
        if verbatims.is_filled(choice):
            said = [choice.fichier, choice.repere, choice.texte, choice.qui, choice.remarque]
            yield ";".join(_in_line([*said, *choice.autres.values()]))


def _shown(data: bytes) -> Iterator[str]:
    for line in meeting.read_shown(data):
        if meeting.is_filled(line):
            said = [
                line.vue,
                line.place,
                line.texte,
                line.version_courte,
                line.fichier,
                line.repere,
                line.remarque,
            ]
            yield ";".join(_in_line([*said, *line.autres.values()]))


def _in_line(cells: Iterable[str]) -> list[str]:
    return [" ".join(cell.replace(";", ",").split()) for cell in cells]


def _described(data: bytes) -> Iterator[str]:
    """Of pictures, what is published; the name of who is seen stays, or she would be shown."""
    for photo in photos.read_photos(data):
        if said := [
            one for one in (photo.legende, photo.credit, photo.texte_alternatif, *photo.autres.values()) if one
        ]:
            yield ";".join(_in_line([photo.fichier, *said]))


TABLES: Final[dict[Path, Callable[[bytes], Iterator[str]]]] = {
    CLASSIFICATION: _classified,
    CHOICES: _chosen,
    PHOTOS: _described,
    SHOWN: _shown,
}
