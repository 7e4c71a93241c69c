"""K2: the notes of one visit tell the same dates, the same number of people and the same names."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final

from rapidfuzz import fuzz

from restitution.checks.facts.counts import Count, alone, count_said, counts_at_heads, exact
from restitution.checks.facts.fields import Field, fields_of
from restitution.checks.facts.texts import lines_of, shortened
from restitution.messages import folded, french_period, listed
from restitution.model import Conflict, Note, Participant, Place
from restitution.pandoc import ast
from restitution.settings import SETTINGS_FILE, Settings

VISITS: Final = frozenset({"visite_miroir", "visite_inspirante"})
APART: Final = timedelta(days=10)
"""Two notes on one host with more between them are about two visits."""
IN_PART: Final = re.compile(r"\b(?:dont|parmi|notamment|entre autres|rapporteu\w+|etc)\b", re.IGNORECASE)
"""Words that announce a list which does not name everybody."""
HEADS: Final = "nb_participants"
SHORTEST_LIST: Final = 3
SAME_NAME: Final = 90


def visit_conflicts(notes: Iterable[Note], settings: Settings) -> Iterator[Conflict]:
    """What the notes of each visit tell differently, and each note that names more or fewer than it announces."""
    for visit in _visits(notes):
        name = _name(visit[0].host, settings)
        yield from _dates(visit, name, settings)
        yield from _counts(visit, name)
        for first, second in combinations(visit, 2):
            yield from _names(first, second, name)
    for note in notes:
        yield from _announced_and_listed(note)


def _visits(notes: Iterable[Note]) -> list[list[Note]]:
    """The notes of visits, one group a visit: same host, and dates that are near or not known."""
    groups: list[list[Note]] = []
    for note in sorted((n for n in notes if n.kind in VISITS and n.host), key=lambda n: (n.dates[:1], n.path)):
        group = next((g for g in groups if g[0].host == note.host and _near(g, note)), None)
        if group is None:
            groups.append([note])
        else:
            group.append(note)
    return groups


def _near(group: list[Note], note: Note) -> bool:
    others = [other for other in group if other.dates]
    return not others or not note.dates or any(_gap(other.dates, note.dates) <= APART for other in others)


def _gap(one: list[str], other: list[str]) -> timedelta:
    """Time between two periods."""
    first, second = sorted((one, other))
    return date.fromisoformat(second[0]) - date.fromisoformat(first[-1])


def _name(code: str, settings: Settings) -> str:
    place = settings.territory(code) or settings.advanced(code)
    return place.nom if place else code


def _dates(visit: list[Note], name: str, settings: Settings) -> Iterator[Conflict]:
    told = [(note.dates, _said_on(note)) for note in visit if note.dates and note.when.precision == "jour"]
    if not told:
        return
    planned = [
        (list(v.realisee), Place(path=SETTINGS_FILE, where="visites", words=french_period(v.realisee)))
        for v in settings.visites
        if v.hote == visit[0].host and v.realisee and _gap(list(v.realisee), told[0][0]) <= APART
    ]
    values = list(dict.fromkeys("/".join(dates) for dates, _ in (*told, *planned)))
    if len(values) > 1:
        yield Conflict(
            check="K2",
            about=f"Dates de la visite, {name}",
            places=[place for _, place in (*told, *planned)],
            values=values,
            against=_contradicting([dates for dates, _ in (*told, *planned)], operator.ne),
            remedy="Demandez lesquelles sont justes et corrigez l'autre note, ou la colonne « date » de "
            "sources/classement.csv.",
            code="dates",
        )


def _said_on(note: Note) -> Place:
    return Place(path=note.path, where=note.when.where, words=note.when.words)


def _counts(visit: list[Note], name: str) -> Iterator[Conflict]:
    said = [(count, place) for note in visit for count, place in announced(note)[:1]]
    if any(not one.agrees(other) for (one, _), (other, _) in combinations(said, 2)):
        yield Conflict(
            check="K2",
            about=f"Nombre de participants, {name}",
            places=[place for _, place in said],
            values=list(dict.fromkeys(_shown(count) for count, _ in said)),
            against=_contradicting([count for count, _ in said], lambda one, other: not one.agrees(other)),
            remedy="Comptez avec la feuille d'émargement et corrigez la note qui se trompe.",
            code="participants",
        )


def _contradicting(told: Sequence[Any], differ: Callable[[Any, Any], bool]) -> list[int]:
    """For each of what places tell, the first that cannot be true with it; -1 where there is none."""
    return [next((n for n, other in enumerate(told) if differ(one, other)), -1) for one in told]


def _shown(count: Count) -> str:
    return str(count.least) if count.is_exact else f"{count.least}-{count.most}"


def announced(note: Note) -> list[tuple[Count, Place]]:
    """The numbers of those present that a note gives, its section's before its fields'."""
    found: list[tuple[Count, Place]] = []
    lines = lines_of(note, ("participants",))
    texts = [line for line in lines if line.passage.block["t"] in {"Para", "Plain", "Header"}]
    found += [(count, line.place(line.text)) for line in texts if (count := count_said(line.text))]
    heads = counts_at_heads(line.text for line in texts)
    if heads and not found:
        found.append((heads, texts[0].place(heads.words)))
    found += [
        (count, Place(path=note.path, where=field.where, words=shortened(field.words)))
        for field in fields_of(note)
        if (count := exact(field.value) if field.key == HEADS else _alone(field))
    ]
    return found


def _alone(field: Field) -> Count | None:
    """« Participants : 18 », where names may stand as well."""
    return alone(field.value) if field.key == "participants" else None


def _listed(note: Note) -> tuple[list[Participant], bool]:
    """Those whom the note's section names, and whether each of its items names somebody."""
    items = [
        span
        for passage in note.passages
        if passage.section == "participants" and passage.block["t"] in {"BulletList", "OrderedList", "Table"}
        for span in ast.each_leaf([passage.block])
    ]
    places = {ast.leaf_where(span) for span in items}
    people = [one for one in note.participants if one.where in places]
    is_table = any(p.block["t"] == "Table" for p in note.passages if p.section == "participants")
    return people, is_table or places <= {one.where for one in people}


def _announced_and_listed(note: Note) -> Iterator[Conflict]:
    people, everybody = _listed(note)
    said = announced(note)
    if not said or not everybody or len(people) < SHORTEST_LIST or IN_PART.search(said[0][0].words):
        return
    count, place = said[0]
    shown = Count(least=len(people), most=len(people), words="")
    if count.is_exact and not count.agrees(shown) and 2 * len(people) > count.least:
        words = f"{len(people)} noms dans la liste"
        yield Conflict(
            check="K2",
            about="Participants annoncés et nommés",
            places=[place, Place(path=note.path, where=people[0].where, words=words)],
            values=[_shown(count), str(len(people))],
            remedy="Ajoutez à la liste qui manque, ou corrigez le nombre.",
            code="participants announced and listed",
        )


def _names(first: Note, second: Note, name: str) -> Iterator[Conflict]:
    ours, theirs = (_listed(note)[0] for note in (first, second))
    only_first = [one for one in ours if not _is_among(one, theirs)]
    only_second = [one for one in theirs if not _is_among(one, ours)]
    shared = len(ours) - len(only_first)
    if not (only_first or only_second) or min(len(ours), len(theirs)) < SHORTEST_LIST or 2 * shared < len(theirs):
        return
    yield Conflict(
        check="K2",
        about=f"Noms des participants, {name}",
        places=[
            _only(first, second, ours, only_first),
            _only(second, first, theirs, only_second),
        ],
        values=[", ".join(one.name for one in only_first), ", ".join(one.name for one in only_second)],
        remedy="Vérifiez avec la feuille d'émargement qui était là, et complétez la liste qui oublie quelqu'un.",
        code="names",
    )


def _only(note: Note, other: Note, people: list[Participant], only: list[Participant]) -> Place:
    words = (
        f"seulement ici : {listed(one.name for one in only)}" if only else f"personne que {other.path} ne nomme"
    )
    return Place(path=note.path, where=f"liste, {people[0].where}", words=words)


def _is_among(person: Participant, people: list[Participant]) -> bool:
    return any(_same(folded(person.name), folded(other.name)) for other in people)


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's: « N. Vauquelin », « Vauquelin Nadège », a letter mistaken."""
    if not (one and other):
        return False
    if one == other or sorted(one.split()) == sorted(other.split()) or fuzz.ratio(one, other) >= SAME_NAME:
        return True
    (first, *last), (first_of_other, *last_of_other) = one.split(), other.split()
    is_initial = len(first) == 1 or len(first_of_other) == 1 or not (last and last_of_other)
    return (
        is_initial
        and (last or [first])[-1] == (last_of_other or [first_of_other])[-1]
        and first[0] == first_of_other[0]
    )
