"""K4: of each advanced territory, what each partner could take home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import lines_of
from restitution.checks.survey.records import Survey, Transfer
from restitution.domain import says_nothing
from restitution.messages import plural
from restitution.model import Note
from restitution.settings import Settings

VISIT: Final = "visite_inspirante"
SECTION: Final = "transfert"


def transfers_in(notes: Iterable[Note], settings: Settings) -> list[Transfer]:
    """« Transposable chez nous » without a name speaks of the territory that wrote the note."""
    found: list[Transfer] = []
    for host in settings.avances:
        visits = [note for note in notes if note.kind == VISIT and note.host == host.code]
        told = {code for note in visits for code in _told(note, settings)}
        found.append(
            Transfer(
                host=host.code,
                notes=[note.path for note in visits],
                territories=[code for code in settings.codes if code in told],
            )
        )
    return found


def _told(note: Note, settings: Settings) -> set[str]:
    lines = [line for line in lines_of(note, [SECTION], tables=True) if not says_nothing(line.text)]
    texts = [line for line in lines if line.passage.role == "text"]
    named = {code for line in texts for code in line.passage.territories}
    named |= {code for line in lines for code in settings.territory_named(line.text)}
    unnamed = any(not line.passage.territories for line in texts)
    return named | ({note.author} if unnamed and note.author else set())


def taken_home(survey: Survey, settings: Settings) -> Found:
    """K4."""
    names = {one.code: one.nom for one in settings.territoires} | {a.code: a.nom for a in settings.avances}
    points: list[Point] = []
    for transfer in survey.transfers:
        host = names[transfer.host]
        if not transfer.notes:
            points.append(Point(text=f"{host} : aucune note de visite", case=transfer.host))
            continue
        points += [
            Point(
                text=f"{host} : rien de transposable dit pour {names[code]} ({', '.join(transfer.notes)})",
                case=f"{transfer.host}/{code}",
            )
            for code in settings.codes
            if code not in transfer.territories
        ]
    lacking = plural(len(points), "point manquant", "points manquants")
    holds = (
        "Chaque visite d'un territoire avancé dit à chacun ce qu'il peut reprendre."
        if survey.transfers
        else "Aucun territoire avancé dans restitution.yaml."
    )
    return Found(
        id="K4",
        level="warning",
        when="never",
        message=f"Ce que chacun peut reprendre des territoires avancés : {lacking}." if points else holds,
        points=points,
        remedy="Sous « Ce qui est transposable », commencez quelques lignes par le nom du territoire.",
    )
