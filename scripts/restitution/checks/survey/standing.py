"""K19: every note was read again before it is published; what an expert wrote was validated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Standing, Survey
from restitution.domain import is_contribution
from restitution.messages import folded, plural
from restitution.model import Note

EXPERT: Final = "apport_expert"
VALIDATED: Final = re.compile(r"(?:(?:texte|version|note|document) )?(?:valid|definitif|definitive|approuv|final)")
READ: Final = re.compile(r"(?:(?:deja|bien|texte|version|note) )?(?:relu|revu|verifi|corrig|amend)")
"""« relu par le bureau », as people write it: the beginning counts, so that « non relu » does not."""


def standings_of(notes: Iterable[Note]) -> list[Standing]:
    """Of each note that somebody wrote, by path: what a reviewer offered was read when it was accepted."""
    found = (
        Standing(path=note.path, kind=note.kind or "", status=note.status)
        for note in notes
        if not is_contribution(note.path)
    )
    return sorted(found, key=lambda one: one.path)


def _stands(one: Standing) -> bool:
    status = folded(one.status)
    return bool(VALIDATED.match(status) or (READ.match(status) and one.kind != EXPERT))


def notes_read_again(survey: Survey) -> Found:
    """K19."""
    points = [Point(text=_told(one), case=one.path) for one in survey.standings if not _stands(one)]
    count = plural(len(points), "note pas encore relue ou validée", "notes pas encore relues ou validées")
    holds = "Chaque note est relue, chaque texte d'expert validé." if survey.standings else "Aucune note encore."
    return Found(
        id="K19",
        level="error",
        when="publication",
        message=f"{count}, sur {len(survey.standings)}." if points else holds,
        points=points,
        remedy="Écrivez « relu » (expert : « valide ») dans sources/classement.csv, colonne « statut ».",
    )


def _told(one: Standing) -> str:
    if not one.status:
        return f"{one.path} : aucun statut"
    wanted = ", un texte d'expert doit être validé" if one.kind == EXPERT else ""
    return f"{one.path} : « {one.status} »{wanted}"
