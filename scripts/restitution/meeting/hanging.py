"""What each poster shows: what the editor wants on it, else what the slides show, else the best offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import structs

from restitution.meeting.choosing import TITLE, Chosen, Line, own_lines, posters_of
from restitution.meeting.offers import (
    FIGURE,
    OF_METHOD,
    QUESTION,
    TERRITORIES,
    WHY,
    Offer,
    Said,
    view_of_poster,
    view_of_visit,
)
from restitution.messages import folded
from restitution.model import Finding, Shown
from restitution.settings import Settings

Place = tuple[str, str]
"""A view, and one of its places."""
BETWEEN: Final = " : "
"""Between what is counted and how many, in a line of a table."""
LONGEST: Final = 12
"""Signs of a number that is read from afar."""


def figure_parts(text: str) -> tuple[str, str]:
    """Of a figure, how many, and what is counted; a sentence is all of it what is counted."""
    counted, _, number = text.rpartition(BETWEEN)
    return (number, counted) if counted and len(number) <= 2 * LONGEST else ("", text)


def with_posters(
    chosen: Chosen, rows: Sequence[Shown], offers: Sequence[Offer], said: Sequence[Said], settings: Settings
) -> Chosen:
    """What the posters show too. The arguments are those of `chosen_of`, `chosen` is what it gave."""
    lines, findings, beside = dict(chosen.lines), list[Finding](), _beside(settings)
    for view, places in posters_of(settings).items():
        mine = [row for row in rows if row.vue == view]
        here = [offer for place in places for offer in _offers_at((view, place), offers, beside)]
        own, odd = own_lines([row for row in mine if row.choisi == "oui"], places, here, said)
        findings += odd
        for place, most in {**places, TITLE: 1}.items():
            of_slides = beside.get((view, place))
            refused = _refused(rows, {view, *([of_slides[0]] if of_slides else [])})
            others = [*(chosen.of(*of_slides) if of_slides else []), *_offered(here, place)]
            left = [line for line in others if folded(_passage(line)) not in refused]
            if found := _first([*own.get(place, []), *left], most):
                lines[view, place] = found
    return Chosen(lines=lines, findings=[*chosen.findings, *findings])


def _beside(settings: Settings) -> dict[Place, Place]:
    """Place of a poster -> the place of the slides that shows the same."""
    places: dict[Place, Place] = {(OF_METHOD, QUESTION): (WHY, QUESTION)}
    for territory in settings.territoires:
        view = view_of_poster(territory.code)
        for place in posters_of(settings)[view]:
            places[view, place] = (view_of_visit(territory.code), place)
        places[view, FIGURE] = (TERRITORIES, f"{FIGURE} {territory.code}")
    return places


def _offers_at(at: Place, offers: Iterable[Offer], beside: Mapping[Place, Place]) -> Iterator[Offer]:
    """What is offered for a place of a poster; of figures, those that are read from afar first."""
    found = [one for one in offers if (one.view, one.place) == beside.get(at)]
    if at[1] == FIGURE:
        found.sort(key=lambda one: not 0 < len(figure_parts(one.text)[0]) <= LONGEST)
    return (structs.replace(one, view=at[0], place=at[1]) for one in found)


def _refused(rows: Iterable[Shown], views: set[str]) -> set[str]:
    return {folded(row.texte) for row in rows if row.vue in views and row.choisi == "non"}


def _offered(offers: Iterable[Offer], place: str) -> list[Line]:
    return [Line(text=one.text, offer=one) for one in offers if one.place == place]


def _first(lines: Iterable[Line], most: int) -> list[Line]:
    """The first of them, each passage once."""
    each: dict[str, Line] = {}
    for line in lines:
        each.setdefault(_passage(line), line)
    return list(each.values())[:most]


def _passage(line: Line) -> str:
    return line.offer.text if line.offer else line.text
