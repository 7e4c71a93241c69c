"""K22: no name that is protected stands in a finished file, whatever part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Leaking, ReadBack
from restitution.messages import listed, plural

K22: Final = "K22"
REMEDY: Final = "Son accord ou cette variante au registre ; sinon, corrigez la note, le modèle ou l'image."
UNLISTED: Final = "restitution people scan les inscrit, masqués ; ce qui n'est personne : pas_des_personnes."
WAY_OUT: Final = (
    "Pour en sortir : « restitution people scan » inscrit au registre qui n'y est pas (chacun paraîtra comme "
    "« une personne »), puis relancez. Un mot qui n'est le nom de personne s'écrit sous « pas_des_personnes » "
    "dans sources/_confidentiel/personnes.yaml."
)
"""What ends a refusal for somebody whom no register holds."""
MOST_FILES: Final = 2


def nobody_leaks(files: Mapping[str, ReadBack]) -> Found:
    """Never waived: a name that went out cannot be taken back."""
    bad = {file: read.leaks for file, read in files.items() if read.leaks}
    each = [leak for leaks in bad.values() for leak in leaks]
    points = list(_points(bad))
    if bad:
        message = f"{plural(len(points), 'fuite')} dans {plural(len(bad), 'fichier')} : rien n'est publié."
    elif files:
        message = (
            f"Aucun nom protégé dans {plural(len(files), 'fichier')} : texte, propriétés, commentaires, images "
            "et fichiers joints. Ce qu'une image montre reste à regarder par vous."
        )
    else:
        message = "Aucun fichier à relire : l'essai de fuite se fait à chaque construction."
    return Found(
        id=K22,
        level="error",
        when="always",
        message=message,
        points=points,
        remedy=REMEDY if all(leak.listed for leak in each) else UNLISTED,
    )


def _points(bad: Mapping[str, Sequence[Leaking]]) -> Iterator[Point]:
    """What comes from a note once, whatever files show it; then what stands in a file alone."""
    for told in dict.fromkeys(leak.told for leaks in bad.values() for leak in leaks if leak.in_note):
        where = [file for file, leaks in bad.items() if any(leak.told == told for leak in leaks)]
        more = [plural(len(where) - MOST_FILES, "autre")] if len(where) > MOST_FILES else []
        yield Point(text=f"{told} ; dans {listed([*where[:MOST_FILES], *more])}", case=where[0])
    for file, leaks in bad.items():
        yield from (Point(text=f"{file}, {leak.told}", case=file) for leak in leaks if not leak.in_note)
