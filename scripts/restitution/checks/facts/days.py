"""K11: weekdays agree with dates, periods end after they begin, visits lie in the project and before the cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from restitution.checks.facts.texts import lines_of
from restitution.checks.facts.visits import VISITS
from restitution.dates import Told, french_dates, told_dates
from restitution.messages import french_date, french_period
from restitution.model import Conflict, Note, Place
from restitution.settings import SETTINGS_FILE, Settings, Visit
from restitution.settings.articles import of

REMEDY: Final = "Corrigez la date ou le jour dans la note."
COVER: Final = "Corrigez « date » du projet dans restitution.yaml, ou la date de la visite."
TO_COME: Final = "Si cette visite doit y paraître, datez la publication d'après elle."
PLANNED: Final = "visite à venir"
"""Code of what is said of a visit to come: it stops nothing."""


def calendar_conflicts(notes: Iterable[Note], settings: Settings, day: str = "") -> Iterator[Conflict]:
    """Dates that cannot be, in the notes, in the settings and on the cover (`day`)."""
    for note in notes:
        yield from _in_texts(note)
        yield from _in_fields(note)
    yield from _out_of_period(notes, settings)
    yield from _in_settings(settings)
    if day:
        yield from _after_the_cover(notes, settings, day)


def _in_texts(note: Note) -> Iterator[Conflict]:
    """Every date of a note with a year; one without a year, when it is a day of the note's own dates."""
    year = int(note.dates[0][:4]) if note.dates else 0
    for line in lines_of(note, tables=True):
        for told in told_dates(line.text, year):
            if _says_year(told) or _is_within(told, note):
                place = line.place(told.words)
                yield from (_conflict("jour de semaine", place, trouble) for trouble in told.wrong_days)
                yield from (_conflict("date", place, trouble) for trouble in told.impossible)


def _says_year(told: Told) -> bool:
    return any(one.dates or one.impossible for one in told_dates(told.words))


def _is_within(told: Told, note: Note) -> bool:
    """Whether a date lies in the note's own dates, so that their year is its year."""
    return bool(told.dates) and note.dates[0] <= told.dates[0] and told.dates[-1] <= note.dates[-1]


def _in_fields(note: Note) -> Iterator[Conflict]:
    """A period that is written backwards."""
    year = int(note.dates[0][:4]) if note.dates else 0
    for said in note.when.said:
        for told in told_dates(said, year):
            if told.is_reversed:
                place = Place(path=note.path, where=note.when.where, words=told.words)
                yield _conflict("période", place, "la fin vient avant le début")


def _conflict(code: str, place: Place, trouble: str, remedy: str = REMEDY) -> Conflict:
    return Conflict(
        check="K11",
        about=trouble[0].upper() + trouble[1:],
        places=[place],
        values=[trouble],
        remedy=remedy,
        code=code,
    )


def _out_of_period(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    period = french_dates(settings.projet.periode)
    if len(period) < 2:
        return
    for note in notes:
        if note.kind in VISITS and note.dates and not _in(note.dates, period):
            place = Place(
                path=note.path, where=note.when.where, words=note.when.words or french_period(note.dates)
            )
            yield _outside(place, settings)
    for visit in settings.visites:
        when = list(visit.realisee or visit.prevue)
        if when and not _in(when, period):
            yield _outside(_of_visit(visit, when), settings)


def _in(dates: list[str], period: list[str]) -> bool:
    return period[0] <= dates[0] and dates[-1] <= period[-1]


def _outside(place: Place, settings: Settings) -> Conflict:
    remedy = "Corrigez la date de la visite, ou « periode » dans restitution.yaml."
    trouble = f"visite hors de la période du projet ({settings.projet.periode})"
    return _conflict("période du projet", place, trouble, remedy)


def _of_visit(visit: Visit, when: Sequence[str]) -> Place:
    return Place(path=SETTINGS_FILE, where=f"visites, hôte {visit.hote}", words=french_period(when))


def _after_the_cover(notes: Iterable[Note], settings: Settings, day: str) -> Iterator[Conflict]:
    """Visits that were made after the publication, by its date; of those that are planned it is only said."""
    told = [(note.host, tuple(note.dates)) for note in notes if note.kind in VISITS and note.dates]
    made = dict.fromkeys([*told, *((one.hote, tuple(one.realisee)) for one in settings.visites if one.realisee)])
    for host, dates in made:
        if dates[-1] > day:
            yield _late(host, dates, settings, day)
    planned = [one for one in settings.visites if one.prevue and not one.realisee]
    for visit in planned if settings.projet.date else ():
        if visit.prevue[-1] > day and visit.hote not in {host for host, _ in told}:
            yield _late(visit.hote, visit.prevue, settings, day, PLANNED)


def _late(host: str, dates: Sequence[str], settings: Settings, day: str, code: str = "couverture") -> Conflict:
    """A visit behind the day on the cover, which is the editor's: no writer is asked about it."""
    cover = Place(path=SETTINGS_FILE, where="projet, date", words=french_date(day))
    territory = settings.territory(host) or settings.advanced(host)
    visit = f"la visite {'prévue ' * (code == PLANNED)}{of(territory)}" if territory else "une visite"
    remedy = TO_COME if code == PLANNED else COVER
    return _conflict(code, cover, f"la publication est datée d'avant {visit} ({french_period(dates)})", remedy)


def _in_settings(settings: Settings) -> Iterator[Conflict]:
    for visit in settings.visites:
        for dates in (visit.prevue, visit.realisee):
            if len(dates) == 2 and dates[1] < dates[0]:
                place = Place(
                    path=SETTINGS_FILE, where=f"visites, hôte {visit.hote}", words=f"{dates[0]}, {dates[1]}"
                )
                yield _conflict(
                    "période", place, "la fin vient avant le début", "Corrigez l'ordre des deux dates."
                )
