"""K2, K6, K10, K11: what notes tell in two ways (`checks.facts`), as the editor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from restitution.checks.check import Found, Point, Weight
from restitution.checks.facts.days import PLANNED
from restitution.checks.visits import case_of, is_unwritten
from restitution.messages import plural
from restitution.model import Conflict, Coverage, Place
from restitution.settings import Settings
from restitution.settings.articles import of

HOLDS: Final = {
    "K2": "Les notes d'une même visite s'accordent.",
    "K6": "Les indicateurs des portraits se tiennent.",
    "K10": "Aucun chiffre n'est donné deux fois autrement ; chaque citation d'auteur a sa source.",
    "K11": "Les dates s'accordent avec le calendrier, la période du projet et la couverture.",
}
COUNTED: Final = {
    "K2": ("désaccord entre les notes d'une même visite", "désaccords entre les notes"),
    "K6": ("indicateur de portrait à revoir", "indicateurs de portraits à revoir"),
    "K10": ("chiffre ou citation à vérifier", "chiffres ou citations à vérifier"),
    "K11": ("date à revoir", "dates à revoir"),
}
WEIGHTS: Final[dict[str, Weight]] = {"unsourced_quotation": "error", PLANNED: "note"}
"""Of the conflicts of these codes, what they weigh by themselves."""
REMEDIES: Final = {
    "K2": "Demandez aux auteurs ce qui est juste, et corrigez la note qui se trompe.",
    "K6": "Reprenez les chiffres à leur source : même définition, même année, même périmètre.",
    "K10": "Retrouvez la source, puis corrigez la note, ou retirez le chiffre ou la citation.",
    "K11": "Vérifiez dans l'agenda ; corrigez la note, ou « periode » et « date » dans restitution.yaml.",
}


def visits_agree(conflicts: Sequence[Conflict], coverage: Coverage, settings: Settings) -> Found:
    """The notes of one visit agree on dates, head-counts and names; each visit made has its visitors' note."""
    names = {t.code: of(t) for t in settings.territoires}
    found = _points("K2", conflicts)
    lacking = [
        Point(
            text=f"Visite {names[pair.host]} : la note {names[pair.visitor]} manque. Demandez-la-lui.",
            case=case_of(pair),
        )
        for pair in coverage.visits
        if is_unwritten(pair)
    ]
    told = [plural(len(found), *COUNTED["K2"])] if found else []
    told += [plural(len(lacking), "note de visite manquante", "notes de visites manquantes")] if lacking else []
    message = f"{', '.join(told)}." if told else HOLDS["K2"]
    return _found("K2", message, [*lacking, *found])


def indicators_compare(conflicts: Sequence[Conflict]) -> Found:
    """The portraits' indicators can be compared, and densities follow."""
    return _of("K6", conflicts)


def sources_agree(conflicts: Sequence[Conflict]) -> Found:
    """One value a figure, and a source for each quotation: an error when one lacks it."""
    return _of("K10", conflicts)


def dates_hold(conflicts: Sequence[Conflict]) -> Found:
    """Dates that the calendar and the project's period allow: an error when they are not."""
    return _of("K11", conflicts)


def _of(id_: Literal["K6", "K10", "K11"], conflicts: Sequence[Conflict]) -> Found:
    found = _points(id_, conflicts)
    wrong = sum(point.weight != "note" for point in found)
    message = f"{plural(wrong, *COUNTED[id_])}." if wrong else HOLDS[id_]
    return _found(id_, message, found)


def _found(id_: str, message: str, points: list[Point]) -> Found:
    stops = id_ == "K11"
    return Found(
        id=id_,
        level="error" if stops else "warning",
        when="publication" if stops else "never",
        message=message,
        points=points,
        remedy=REMEDIES[id_],
    )


def _points(id_: str, conflicts: Sequence[Conflict]) -> list[Point]:
    return [
        Point(
            text=_told(conflict),
            case=conflict.places[0].path if conflict.places else conflict.about,
            weight=WEIGHTS.get(conflict.code, ""),
        )
        for conflict in conflicts
        if conflict.check == id_
    ]


def _told(conflict: Conflict) -> str:
    """« Dates : a.docx (paragraphe 4) : « 20 au 22 mai » ; b.rtf (paragraphe 4) : « 21 mai ». Corrigez… »."""
    return f"{conflict.about} : {' ; '.join(map(_said, conflict.places))}. {conflict.remedy}"


def _said(place: Place) -> str:
    return f"{place.path} ({place.where}) : « {place.words.rstrip(' :.')} »"
