"""K17: no territory takes more than twice the room of another; how much each theme takes is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Survey, Volumes
from restitution.messages import listed, number
from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.settings import Settings

ASIDE: Final = frozenset({"transcription_atelier"})
"""Speech written down turn by turn: its length says nothing of what a territory wrote."""
WORD: Final = re.compile(r"\w+")
MOST: Final = 2.0
NONE: Final = "Aucun texte encore qui ne parle que d'un territoire."
REMEDY: Final = "Faites étoffer les notes du territoire qui a le moins de place, ou resserrez les autres."


def volumes_of(notes: Iterable[Note], settings: Settings) -> Volumes:
    """Words of the text that speaks of one territory alone; of each theme, all that speaks of it."""
    territories: Counter[str] = Counter(dict.fromkeys(settings.codes, 0))
    themes: Counter[str] = Counter({theme.cle: 0 for theme in settings.themes})
    for note in notes:
        for passage in note.passages if note.kind not in ASIDE else ():
            if passage.role != "text":
                continue
            count = len(WORD.findall(ast.text([passage.block])))
            spoken = _territories(note, passage)
            if len(spoken) == 1 and spoken[0] in territories:
                territories[spoken[0]] += count
            for theme in {*(passage.themes or note.themes)} & themes.keys():
                themes[theme] += count
    return Volumes(territories=dict(territories), themes=dict(themes))


def _territories(note: Note, passage: Passage) -> list[str]:
    return passage.territories or note.territories or [note.host]


def volumes_balanced(survey: Survey, settings: Settings) -> Found:
    """K17."""
    names = {one.code: one.nom for one in settings.territoires}
    titles = {theme.cle: theme.titre for theme in settings.themes}
    words = sorted(survey.volumes.territories.items(), key=lambda pair: -pair[1])
    least, most = (words[-1][1], words[0][1]) if words else (0, 0)
    points = []
    if most > MOST * least:
        points = [
            Point(
                text=f"{names[code]} : {number(count)} mots, quand {names[words[0][0]]} en a {number(most)}",
                case=code,
            )
            for code, count in words
            if most > MOST * count
        ]
    themes = sorted(survey.volumes.themes.items(), key=lambda pair: -pair[1])
    if themes and themes[0][1]:
        told = listed(f"{titles[key]} {number(count)}" for key, count in themes if key in titles)
        points.append(Point(text=f"Par thème, en mots : {told}", case="themes", weight="note"))
    each = listed(f"{names[code]} {number(count)}" for code, count in words)
    if not most:
        return Found(id="K17", level="warning", when="never", message=NONE, remedy=REMEDY)
    uneven = any(not point.weight for point in points)
    return Found(
        id="K17",
        level="warning",
        when="never",
        message=f"Place de chaque territoire, en mots : {each}"
        + (" ; plus du simple au double." if uneven else " ; moins du simple au double."),
        points=points,
        remedy=REMEDY,
    )
