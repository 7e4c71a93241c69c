"""When visits were planned and when they were made, and the workshops, along the months."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from restitution.charts.legend import Key, legend
from restitution.charts.ruler import Ruler, stacked
from restitution.charts.shapes import (
    GREEN,
    GREY,
    HAIR,
    OCHRE,
    SMALLEST,
    WHITE,
    WIDTH,
    Box,
    Drawing,
    Outline,
    Words,
    line,
    polygon,
)
from restitution.messages import french_period, listed, plural
from restitution.model import Note
from restitution.settings import Settings
from restitution.settings.types import Visit

WORKSHOPS = ("transcription_atelier", "compte_rendu_reunion")
LABELS = 158.0
RIGHT = 12.0
"""Points kept free behind the last month, for a mark that begins there."""
ROW, LOWEST = 28.0, 15.0
TALLEST = 390.0
HEAD = 34.0
MARK = 6.0
"""Least width of a mark, and its height."""
STEPS = (1, 2, 3, 4, 6, 12, 24, 60)
"""Months between two labels of the axis."""
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
KINDS = {"miroir": "visite miroir", "avance": "territoire avancé"}


class Event(msgspec.Struct, frozen=True):
    """A row: what it is, who took part, and its dates (ISO, first and last)."""

    title: str
    kind: str
    territories: list[str]
    planned: list[str]
    actual: list[str]

    @property
    def when(self) -> str:
        """« faite le 20 mai 2025 », « prévue du 3 au 5 juin 2026 »."""
        word, dates = ("faite", self.actual) if self.actual else ("prévue", self.planned)
        return f"{word} {_on(dates)}" if dates else "sans date"

    @property
    def days(self) -> list[str]:
        """Every date that it names."""
        return sorted([*self.planned, *self.actual])


def events_of(notes: Iterable[Note], settings: Settings) -> list[Event]:
    """The visits of the settings, then the workshops of the notes, by date; those of one day and place are one."""
    names = settings.names
    visits = [_visit(visit, settings, names) for visit in settings.visites]
    shops = {
        (tuple(note.dates), tuple(note.territories)): Event(
            "Atelier ou réunion",
            "atelier ou réunion",
            [names.get(code, code) for code in note.territories],
            [],
            [note.dates[0], note.dates[-1]],
        )
        for note in notes
        if note.kind in WORKSHOPS and note.dates
    }
    by_date = [sorted(events, key=lambda e: (e.days or ["9"], e.title)) for events in (visits, shops.values())]
    return [event for events in by_date for event in events]


def _visit(visit: Visit, settings: Settings, names: dict[str, str]) -> Event:
    visitors = [names.get(code, code) for code in settings.visitors(visit)]
    host = names.get(visit.hote, visit.hote)
    return Event(host, KINDS[visit.type], visitors, list(visit.prevue), list(visit.realisee))


def has_dates(events: Sequence[Event]) -> bool:
    """Whether a visit has a date to show."""
    return any(event.days for event in events if event.kind in KINDS.values())


def timeline(events: Sequence[Event], ruler: Ruler) -> Drawing:
    """The drawing: one row a visit, one for all workshops."""
    return _Axis(events, ruler).draw()


def timeline_words(events: Sequence[Event]) -> str:
    """What the drawing shows, in sentences."""
    visits = [event for event in events if event.kind in KINDS.values()]
    shops = [event for event in events if event.kind not in KINDS.values()]
    made = sum(bool(event.actual) for event in visits)
    late = sum(bool(event.planned and event.actual) and event.planned[0] != event.actual[0] for event in visits)
    what = [plural(len(visits), "visite")]
    what += [plural(len(shops), "atelier ou réunion", "ateliers ou réunions")] if shops else []
    counts = [
        plural(count, one, many)
        for count, one, many in (
            (made, "visite faite", "visites faites"),
            (len(visits) - made, "visite sans date réelle", "visites sans date réelle"),
            (late, "visite faite à une autre date que prévu", "visites faites à une autre date que prévu"),
        )
        if count
    ]
    told = [f"{event.title} ({event.kind}) : {_dates_told(event)}." for event in visits]
    days = [f"{_on(event.actual)} ({listed(event.territories) or 'sans territoire'})" for event in shops]
    return " ".join(
        [
            f"Calendrier, mois par mois : {listed(what)}.",
            f"{listed(counts)}.",
            *told,
            *([f"Ateliers et réunions : {' ; '.join(days)}."] if days else []),
        ]
    )


def timeline_rows(events: Sequence[Event]) -> tuple[list[str], list[Sequence[str]]]:
    """Head and rows of the table."""
    head = ["Rencontre", "Territoires reçus ou présents", "Date prévue", "Date réelle"]
    return head, [
        [
            f"{event.title} ({event.kind})" if event.kind in KINDS.values() else event.title,
            listed(event.territories) or "–",
            french_period(event.planned) or "–",
            french_period(event.actual) or "–",
        ]
        for event in events
    ]


def _dates_told(event: Event) -> str:
    told = [f"prévue {_on(event.planned)}"] if event.planned else []
    told += [f"faite {_on(event.actual)}"] if event.actual else []
    return ", ".join(told) or "sans date"


def _on(dates: Sequence[str]) -> str:
    period = french_period(dates)
    return period if period.startswith("du ") else f"le {period}"


class _Axis:
    """Places days from left to right and events from top to bottom."""

    def __init__(self, events: Sequence[Event], ruler: Ruler) -> None:
        self._ruler = ruler
        self._visits = [event for event in events if event.kind in KINDS.values()]
        self._shops = [event for event in events if event.kind not in KINDS.values()]
        days = [date.fromisoformat(day) for event in events for day in event.days]
        self._first = min(days).replace(day=1)
        self._months = (max(days).year - self._first.year) * 12 + max(days).month - self._first.month + 1
        self._end = self._month(self._months)
        rows = len(self._visits) + bool(self._shops)
        self._row = max(LOWEST, min(ROW, (TALLEST - HEAD) / rows))
        self._bottom = HEAD + self._row * rows

    def draw(self) -> Drawing:
        """The whole page."""
        shapes: list[Outline | Words] = [*self._bands(), *self._scale()]
        for number, event in enumerate(self._visits):
            shapes += self._visit(event, HEAD + (number + 0.5) * self._row)
        if self._shops:
            shapes += self._workshops(self._bottom - self._row / 2)
        keys, bottom = legend(self._keys(), self._bottom + 10, self._ruler)
        return Drawing(height=bottom, shapes=[*shapes, *keys])

    def _month(self, number: int) -> date:
        months = self._first.month - 1 + number
        return date(self._first.year + months // 12, months % 12 + 1, 1)

    def _x(self, day: date) -> float:
        span = (self._end - self._first).days
        return LABELS + (day - self._first).days / span * (WIDTH - RIGHT - LABELS)

    def _bands(self) -> Iterator[Outline]:
        """A line under every row."""
        rows = round((self._bottom - HEAD) / self._row)
        for number in range(rows + 1):
            height = HEAD + number * self._row
            yield line((0, height), (WIDTH - 1, height), pen=HAIR, thick=0.4)

    def _scale(self) -> Iterator[Outline | Words]:
        """Months, and the year above the first month that is named in it."""
        room = (WIDTH - RIGHT - LABELS) / self._months
        widest = max(self._ruler.width(name, SMALLEST) for name in MONTHS) + 4
        step = next((step for step in STEPS if step * room >= widest), math.ceil(widest / room))
        year, year_end = 0, 0.0
        for number in range(self._months + 1):
            month = self._month(number)
            x = self._x(month)
            is_named = number % step == 0 and number < self._months and x + widest <= WIDTH
            top, thick = (HEAD - 8, 0.8) if is_named else (HEAD - 4, 0.3)
            yield line((x, top), (x, self._bottom), pen=HAIR, thick=thick)
            if not is_named:
                continue
            yield Words(x=x + 2, y=HEAD - 8, text=MONTHS[month.month - 1], size=SMALLEST, colour=GREY)
            if month.year != year and x >= year_end:
                year = month.year
                yield Words(x=x + 2, y=HEAD - 20, text=str(year), size=SMALLEST, bold=True, colour=GREEN)
                year_end = x + self._ruler.width(str(year), SMALLEST, bold=True) + 6

    def _visit(self, event: Event, middle: float) -> Iterator[Outline | Words]:
        yield from self._label(event.title, event.when, middle)
        apart = min(self._row / 4, 6)
        if event.planned:
            yield _planned(self._span(event.planned, middle - apart))
        if event.actual:
            yield _actual(self._span(event.actual, middle + apart))

    def _label(self, title: str, below: str, middle: float) -> list[Words]:
        room = LABELS - 8
        first = self._ruler.lines(title, room, bold=True, most=1)
        if self._row < ROW - 4:
            return stacked(first, 0, middle, bold=True)
        second = self._ruler.lines(below, room, SMALLEST, most=1)
        return [
            *stacked(first, 0, middle - 6, bold=True),
            *stacked(second, 0, middle + 6, size=SMALLEST, colour=GREY),
        ]

    def _span(self, dates: Sequence[str], middle: float) -> Box:
        """From the first to the last day, never too short to be seen."""
        start, end = (self._x(date.fromisoformat(day)) for day in (dates[0], dates[-1]))
        return Box(start, middle - MARK / 2, max(end, start + MARK), middle + MARK / 2)

    def _workshops(self, middle: float) -> Iterator[Outline | Words]:
        count = plural(len(self._shops), "date")
        yield from self._label("Ateliers et réunions", count, middle)
        for event in self._shops:
            yield _triangle(self._x(date.fromisoformat(event.actual[0])), middle)

    def _keys(self) -> list[Key]:
        def centred(box: Box) -> Box:
            _, middle = box.middle
            return Box(box.left + 4, middle - MARK / 2, box.right - 4, middle + MARK / 2)

        keys = [
            Key(lambda box: [_planned(centred(box))], "date prévue (rectangle vide, en haut)"),
            Key(lambda box: [_actual(centred(box))], "date réelle (rectangle plein, en bas)"),
        ]
        if self._shops:
            keys.append(Key(lambda box: [_triangle(*box.middle)], "atelier ou réunion"))
        return keys


def _planned(box: Box) -> Outline:
    return box.outline(fill=WHITE, pen=OCHRE, thick=1.2)


def _actual(box: Box) -> Outline:
    return box.outline(fill=GREEN, pen=GREEN, thick=1.2)


def _triangle(x: float, middle: float) -> Outline:
    half = MARK * 0.65
    return polygon(((x, middle - half), (x + half, middle + half), (x - half, middle + half)), fill=GREY, pen=GREY)
