"""K6: indicators that portraits can be compared by: density holds, same vintage and same geography."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

import msgspec

from restitution.checks.facts.figures import Figure, figures_of, indicator
from restitution.checks.facts.numbers import Number, numbers_in, unit_in, years_in
from restitution.checks.facts.tables import cells_of
from restitution.checks.facts.texts import lines_of, sentences
from restitution.dates import told_dates
from restitution.messages import number as written
from restitution.model import Conflict, Note, Place
from restitution.settings import Settings

PORTRAIT: Final = "portrait_territoire"
POPULATION: Final = frozenset({"population"})
TOLERANCE: Final = 0.02
"""Of the density, as a share."""
GEOGRAPHY: Final = re.compile(r"géographie (?:au|du|en)\s+", re.IGNORECASE)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A population, an area or a density, with its years and its place."""

    number: Number
    years: frozenset[str]
    place: Place


def portrait_conflicts(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    """What keeps portraits from being compared, and densities that do not follow from their figures."""
    for note in _portraits(notes):
        yield from _density(note, settings)
    yield from _vintages(notes, settings)
    yield from _geographies(notes)


def _portraits(notes: Iterable[Note]) -> Iterator[Note]:
    return (note for note in notes if note.kind == PORTRAIT and len(note.territories) == 1)


def _density(note: Note, settings: Settings) -> Iterator[Conflict]:
    measures = list(_measures(note, settings))
    areas = [m for m in measures if m.number.unit == "km2"]
    if not areas or any(not one.number.agrees(areas[0].number) for one in areas):
        return
    area = areas[0]
    for density in (m for m in measures if m.number.unit == "hab/km2"):
        people = [m for m in measures if m.number.unit == "habitants" and m.years == density.years]
        if not people or any(not one.number.agrees(people[0].number) for one in people) or not area.number.value:
            continue
        expected = people[0].number.value / area.number.value
        margin = max(TOLERANCE * expected, density.number.step)
        if abs(density.number.value - expected) > margin:
            yield Conflict(
                check="K6",
                about="Densité qui ne suit pas de la population et de la superficie",
                places=list(dict.fromkeys([density.place, people[0].place, area.place])),
                values=[f"{density.number.value:g}", f"{expected:.1f}"],
                remedy=f"Le calcul donne {written(expected, 1)} hab./km² : corrigez celui des trois qui est faux.",
                code="density",
            )


def _measures(note: Note, settings: Settings) -> Iterator[Measure]:
    """Populations, areas and densities of a portrait: in its tables, and in sentences that give all three."""
    for passage in note.passages:
        if passage.block["t"] != "Table":
            continue
        for cell in cells_of(passage.block, settings):
            place = Place(path=note.path, where=cell.where, words=f"{cell.label} : {cell.text}")
            label = list(numbers_in(cell.label))
            for number in (*numbers_in(cell.text), *(n for n in label if n.unit == "km2")):
                unit = number.unit or _unit_of(cell.label)
                if unit in {"km2", "hab/km2", "habitants"} and (unit != "habitants" or _is_population(cell.label)):
                    yield Measure(number=msgspec.structs.replace(number, unit=unit), years=cell.years, place=place)
    for line in lines_of(note):
        for sentence in sentences(line.text) if "km" in line.text else ():
            numbers = list(numbers_in(sentence))
            if sorted(n.unit for n in numbers) == ["hab/km2", "habitants", "km2"]:
                for number in numbers:
                    yield Measure(number=number, years=years_in(sentence), place=line.place(sentence))


def _unit_of(label: str) -> str:
    return "habitants" if _is_population(label) else unit_in(label)


def _is_population(label: str) -> bool:
    return indicator(label) == POPULATION


def _vintages(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    """Indicators that two portraits give for no year in common."""
    by_indicator: dict[tuple[frozenset[str], str], dict[str, list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for note in _portraits(notes):
        for figure in figures_of(note, settings):
            if figure.in_table and figure.years and figure.words and figure.territory == note.territories[0]:
                by_indicator[figure.words, figure.number.unit][figure.territory].append(figure)
    for of_territories in by_indicator.values():
        for one, other in combinations(of_territories.values(), 2):
            ours, theirs = (frozenset[str]().union(*(f.years for f in figures)) for figures in (one, other))
            if not ours & theirs:
                yield Conflict(
                    check="K6",
                    about="Même indicateur, années différentes",
                    places=[one[-1].place, other[-1].place],
                    values=["/".join(sorted(ours)), "/".join(sorted(theirs))],
                    remedy="Donnez les deux chiffres pour une même année, ou dites pourquoi ils diffèrent.",
                    code="vintage",
                )


def _geographies(notes: Iterable[Note]) -> Iterator[Conflict]:
    """« géographie au 1er janvier 2024 » in one portrait, of another year in another."""
    said: dict[str, Place] = {}
    for note in _portraits(notes):
        for line in lines_of(note):
            for match in GEOGRAPHY.finditer(line.text):
                rest = line.text[match.end() : match.end() + 40]
                years = sorted(years_in(rest.split(";")[0])) or [d[:4] for t in told_dates(rest) for d in t.dates]
                if years:
                    said.setdefault(years[0], line.place(line.text[match.start() : match.end() + 20]))
    if len(said) > 1:
        yield Conflict(
            check="K6",
            about="Géographies de référence différentes",
            places=list(said.values()),
            values=sorted(said),
            remedy="Reprenez les chiffres des portraits dans la même géographie.",
            code="geography",
        )
