"""What is shown: what the editor chose, then the best that the publication offers, within the words of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from restitution.meeting.offers import (
    ADVANCED,
    ADVICE,
    CONVERGENCES,
    DIVERGENCES,
    FIGURE,
    LESSON,
    NEXT,
    OF_MATRIX,
    OF_METHOD,
    PICTURE,
    POINT,
    QUESTION,
    QUOTATION,
    SURPRISE,
    TERRITORIES,
    WHY,
    Offer,
    Said,
    offer,
    view_of_poster,
    view_of_visit,
)
from restitution.meeting.sentences import count_words
from restitution.messages import folded, plural
from restitution.model import Finding, Shown
from restitution.pandoc.extracts import bounds_of, found_words, line_of
from restitution.settings import Settings

ROOM: Final = 30
"""Words of a view, besides its title."""
POINTS: Final = 3
FIGURES: Final = 3
"""Of the poster of a territory."""
CODE: Final = "rencontre"
TABLE: Final = "choix/rencontre.csv"
TITLE: Final = "titre"
"""Place of a view whose title the editor writes herself."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What one place of a view shows."""

    text: str
    offer: Offer | None = None
    """Where the publication says it; nothing for words of the editor."""
    chosen: bool = False
    """Whether the editor chose it; else it is only the best offer."""
    shortened: bool = False
    """Whether the words are the editor's, for a passage of the publication."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What every view shows, by view and place; and what the editor must hear."""

    lines: dict[tuple[str, str], list[Line]]
    findings: list[Finding]

    def of(self, view: str, place: str) -> list[Line]:
        """What one place shows: nothing, when nothing is offered."""
        return self.lines.get((view, place), [])

    def title(self, view: str, otherwise: str) -> str:
        """The title of a view, the editor's if she wrote one."""
        return next((line.text for line in self.of(view, TITLE)), otherwise)


def places_of(settings: Settings) -> dict[str, dict[str, int]]:
    """The views that show words of the notes -> their places, and how many lines each has."""
    territories = {f"{FIGURE} {territory.code}": 1 for territory in settings.territoires}
    visit = {PICTURE: 1, SURPRISE: 1, QUOTATION: 1, LESSON: 1}
    points = {POINT: POINTS}
    return {
        WHY: {QUESTION: 1},
        TERRITORIES: territories,
        **{view_of_visit(territory.code): visit for territory in settings.territoires},
        ADVANCED: {f"{LESSON} {advanced.code}": 1 for advanced in settings.avances},
        **dict.fromkeys((CONVERGENCES, DIVERGENCES, ADVICE, NEXT), points),
    }


def posters_of(settings: Settings) -> dict[str, dict[str, int]]:
    """The same of the posters."""
    of_territory = {PICTURE: 1, SURPRISE: 1, QUOTATION: 1, LESSON: 1, FIGURE: FIGURES}
    return {
        **{view_of_poster(territory.code): of_territory for territory in settings.territoires},
        OF_METHOD: {QUESTION: 1, QUOTATION: 1},
        OF_MATRIX: {},
    }


def chosen_of(
    rows: Sequence[Shown],
    offers: Sequence[Offer],
    said: Sequence[Said],
    settings: Settings,
    words_of_place: Callable[[str, str], int],
) -> Chosen:
    """What each place shows.

    `rows`: the editor's lines that say something, `choisi` being `oui` or `non`; `offers`: sentences and pictures;
    `said`: all that is published. `words_of_place`: those that a view says of a place by itself (a label).
    """
    lines: dict[tuple[str, str], list[Line]] = {}
    findings: list[Finding] = []
    for view, places in places_of(settings).items():
        own, odd = own_lines(
            [row for row in rows if row.vue == view and row.choisi == "oui"], places, offers, said
        )
        refused = {folded(row.texte) for row in rows if row.vue == view and row.choisi == "non"}
        free = [one for one in offers if one.view == view and folded(one.text) not in refused]
        room = ROOM - sum(words_of_place(view, place) for place in places)
        lines |= {(view, place): found for place, found in _filled(own, free, places, room).items()}
        findings += odd
        findings += _too_long(view, room, own)
        empty = [place for place in places if not lines.get((view, place)) and _offered(free, place)]
        findings += [_no_room(view, place) for place in empty]
    known = {*places_of(settings), *posters_of(settings)}
    unknown = (row for row in rows if row.vue not in known)
    return Chosen(lines=lines, findings=[*findings, *map(_no_such_view, unknown)])


UNCOUNTED: Final = frozenset({PICTURE, TITLE})


def own_lines(
    rows: Sequence[Shown], places: Mapping[str, int], offers: Sequence[Offer], said: Sequence[Said]
) -> tuple[dict[str, list[Line]], list[Finding]]:
    """What the editor chose for each place of a view, and what of it cannot be followed."""
    lines: dict[str, list[Line]] = {}
    findings: list[Finding] = []
    for row in rows:
        found = _found(row, offers, said)
        if row.place not in {*places, TITLE}:
            findings.append(_no_such_place(row, places))
        elif found is None and (row.texte or not row.version_courte):
            findings.append(_gone(row))
        else:
            text = row.version_courte or (found.text if found else "")
            shortened = bool(found and row.version_courte)
            lines.setdefault(row.place, []).append(Line(text=text, offer=found, chosen=True, shortened=shortened))
    for place, each in lines.items():
        most = places.get(place, 1)
        findings += [_one_too_many(rows[0].vue, place, most, line) for line in each[most:]]
        del each[most:]
    return lines, findings


def _found(row: Shown, offers: Sequence[Offer], said: Sequence[Said]) -> Offer | None:
    """Where the publication says what a line says, as it says it."""
    wanted = folded(row.texte)
    if not wanted:
        return None
    same = [one for one in offers if (one.view, one.place) == (row.vue, row.place) and folded(one.text) == wanted]
    here = [one for one in same if row.fichier in {"", one.path}]
    if here or row.place == PICTURE:
        return here[0] if here else None
    for each in said:
        words = found_words(each.text) if row.fichier in {"", each.note.path} else []
        if bounds := bounds_of(row.texte, each.text, words, line_of(words)):
            return offer(row.vue, row.place, each, each.text[slice(*bounds)])
    return None


def _filled(
    own: Mapping[str, list[Line]], free: Sequence[Offer], places: Mapping[str, int], room: int
) -> dict[str, list[Line]]:
    """What is chosen, and for the places that have less, the best offers that still leave room for the others."""
    lines = {place: list(own.get(place, ())) for place in (*places, TITLE)}
    used = {line.offer.text for each in lines.values() for line in each if line.offer}
    open_places = [place for place, count in places.items() for _ in range(count - len(lines[place]))]
    left = room - _words(lines)
    for number, place in enumerate(open_places):
        mine = [one for one in free if one.place == place and one.text not in used]
        kept_back = _least(open_places[number + 1 :], free, used)
        fits = [one for one in mine if place == PICTURE or count_words(one.text) <= left - kept_back]
        if fits:
            best = fits[0]
            used.add(best.text)
            left -= 0 if place == PICTURE else count_words(best.text)
            lines[place].append(Line(text=best.text, offer=best))
    return {place: each for place, each in lines.items() if each}


def _least(places: Iterable[str], free: Sequence[Offer], used: set[str]) -> int:
    """The fewest words that some places need."""
    needed, taken = 0, set(used)
    for place in places:
        mine = [one for one in free if one.place == place and one.text not in taken]
        if mine and place != PICTURE:
            shortest = min(mine, key=lambda one: count_words(one.text))
            taken.add(shortest.text)
            needed += count_words(shortest.text)
    return needed


def _words(lines: Mapping[str, Sequence[Line]]) -> int:
    """Words to read, by place: neither of a title nor of a picture's caption."""
    return sum(count_words(line.text) for place, each in lines.items() if place not in UNCOUNTED for line in each)


def _offered(free: Sequence[Offer], place: str) -> bool:
    return any(one.place == place for one in free)


def _no_room(view: str, place: str) -> Finding:
    return told(
        f"vue « {view} », {place} : aucune phrase proposée n'est assez courte pour la place qui reste ; "
        "écrivez-en une « version_courte »."
    )


def _too_long(view: str, room: int, lines: Mapping[str, Sequence[Line]]) -> list[Finding]:
    count = _words(lines)
    if count <= room:
        return []
    return [
        told(
            f"vue « {view} » : {plural(count, 'mot')} choisis, {room} au plus se lisent du fond de la salle. "
            "Écrivez une « version_courte »."
        )
    ]


def _gone(row: Shown) -> Finding:
    return told(
        f"vue « {row.vue} », {row.place} : « {short(row.texte)} » n'est plus dans la publication (passage "
        "changé, retiré, ou gardé pour l'équipe) ; il n'est pas montré. Choisissez une autre ligne."
    )


def _one_too_many(view: str, place: str, most: int, line: Line) -> Finding:
    return told(
        f"vue « {view} », {place} : {plural(most, 'ligne choisie', 'lignes choisies')} au plus ; "
        f"« {short(line.text)} » n'est pas montrée."
    )


def _no_such_place(row: Shown, places: Mapping[str, int]) -> Finding:
    known = ", ".join((*places, TITLE))
    return told(f"vue « {row.vue} » : elle n'a pas de place « {row.place} » ; attendu : {known}.")


def _no_such_view(row: Shown) -> Finding:
    return told(
        f"« {row.vue} » n'est pas une vue du diaporama, ni une affiche ; recopiez la « vue » d'une autre ligne."
    )


def told(message: str) -> Finding:
    """What the editor must hear of her table."""
    return Finding(code=CODE, level="warning", message=message, path=TABLE)


def short(text: str) -> str:
    """The beginning of a text, to tell which it is."""
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"
