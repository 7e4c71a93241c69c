"""K7: a crossed lesson (enseignements, convergences) speaks of two territories at least."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.facts.texts import Line, lines_of
from restitution.checks.survey.records import Lesson, Survey
from restitution.domain import says_nothing
from restitution.messages import listed, plural
from restitution.model import Note
from restitution.settings import Settings
from restitution.settings.articles import of

SECTIONS: Final = ("enseignements", "convergences")
OF_ONE: Final = frozenset({"portrait_territoire", "fiche_action", "fiche_outil", "texte_editorial"})
"""Kinds whose lessons are about one territory or one tool, by what they are."""
NONE: Final = "Aucun enseignement croisé n'a encore été écrit."
VISITS: Final = frozenset({"visite_miroir", "visite_inspirante"})
"""Their lessons are what visitors draw from a host: two territories, even when none is named again."""


def lessons_in(notes: Iterable[Note], settings: Settings) -> list[Lesson]:
    """One lesson a section of a note: its lines are judged together, as a reader sees them."""
    found = []
    for note in notes:
        if note.kind in OF_ONE or note.reactions:
            continue
        lines = [
            line
            for line in lines_of(note, SECTIONS, tables=True)
            if line.passage.role != "section" and not says_nothing(line.text)
        ]
        for _, run in groupby(lines, key=lambda line: line.passage.section):
            found.append(_lesson(list(run), settings))
    return found


def _lesson(lines: list[Line], settings: Settings) -> Lesson:
    note = lines[0].note
    cited = {code for line in lines for code in line.passage.territories or note.territories}
    cited |= {code for line in lines for code in settings.territory_named(line.text, advanced=True)}
    if note.kind in VISITS:
        cited |= {note.host, note.author, *note.visitors}
    return Lesson(place=lines[0].place(lines[0].text), territories=sorted(cited - {""}))


def lessons_crossed(survey: Survey, settings: Settings) -> Found:
    """K7."""
    names = {one.code: of(one) for one in settings.territoires} | {a.code: of(a) for a in settings.avances}
    points = [
        Point(
            text=f"{lesson.place.path} ({lesson.place.where}) : « {lesson.place.words} » "
            + (
                f"ne parle que {listed(names[code] for code in lesson.territories)}"
                if lesson.territories
                else "ne nomme aucun territoire"
            ),
            case=lesson.place.path,
        )
        for lesson in survey.lessons
        if len(lesson.territories) < 2
    ]
    count = plural(len(points), "enseignement à étendre", "enseignements à étendre")
    holds = "Chaque enseignement croisé parle d'au moins deux territoires." if survey.lessons else NONE
    return Found(
        id="K7",
        level="warning",
        when="never",
        message=f"Enseignements croisés : {count}, sur {len(survey.lessons)}." if points else holds,
        points=points,
        remedy="Nommez dans la note les territoires dont l'enseignement est tiré.",
    )
