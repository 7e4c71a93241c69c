"""K14: nobody is named without an agreement, and what of the register of people waits for the editor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Enrolled, Survey
from restitution.messages import listed, plural
from restitution.model import Balance, Finding, Note, SourceStatus
from restitution.settings import Settings

NO_REGISTER: Final = "Personne n'est encore au registre (restitution people scan propose qui y inscrire)"
BY_HAND: Final = "les personnes reconnaissables sur une photo restent à vérifier à la main"
LEVELS: Final = {
    "nominatif": ("nommée", "nommées"),
    "fonction": ("dite par sa fonction", "dites par leur fonction"),
    "pseudonyme": ("sous un pseudonyme", "sous un pseudonyme"),
    "agrege": ("dite « une personne »", "dites « une personne »"),
    "retire": ("retirée", "retirées"),
}
"""How people are told today -> the words for one and for several."""
HIDE: Final = "Écrivez « noms: masques » dans restitution.yaml, ou dites par dérogation qui garde les accords."
ENROL: Final = "Inscrivez-les au registre (restitution people scan), ou sous « pas_des_personnes »."
SIGN: Final = "Notez les accords, ou changez ces niveaux : restitution people show, people consent."


def people_in(notes: Iterable[Note], is_known: Callable[[str], bool] = lambda _: False) -> dict[str, int]:
    """Of each note that names somebody, how many; `notes`: not masked; `is_known`: whom the register holds."""
    named = {
        note.path: {*note.people, *note.speakers, *note.writers, *(person.name for person in note.participants)}
        for note in notes
    }
    strangers = {path: sum(not is_known(name) for name in names - {""}) for path, names in sorted(named.items())}
    return {path: count for path, count in strangers.items() if count}


def consent_given(survey: Survey, settings: Settings, balance: Balance, enrolled: Enrolled | None = None) -> Found:
    """K14: stops every publication that shows names without an agreement, unless the editor answers for it.

    Names that were masked without being in the register stop what is handed over. `enrolled`: what the register
    says; None for a project that has none.
    """
    shown = _shown(survey, enrolled) if settings.noms == "affiches" else []
    asked = [point for look in LOOKS for point in look(balance, enrolled or Enrolled())]
    asked += [*_unlisted(survey.unlisted)] if settings.noms == "masques" else []
    stops = bool(shown) or not asked
    return Found(
        id="K14",
        level="error" if stops else "warning",
        when="always" if stops else "never",
        message=_told(survey, settings, balance, enrolled),
        points=[*shown, *asked],
        remedy=HIDE if settings.noms == "affiches" else ENROL if survey.unlisted else SIGN if asked else "",
    )


# --- what it looks at: a function each, one more is a line of LOOKS ------------------------------


def _shown(survey: Survey, enrolled: Enrolled | None) -> list[Point]:
    """Names that are shown and that nobody agreed to."""
    without = "" if enrolled is None else " hors du registre"
    return [
        Point(text=f"{path} : {plural(count, 'nom affiché', 'noms affichés')}{without}", case=path, weight="error")
        for path, count in survey.people.items()
    ]


def unsigned(_balance: Balance, enrolled: Enrolled) -> Iterator[Point]:
    """Who should be named, or told by her function, and has no agreement: she is told as somebody."""
    for name in enrolled.unsigned:
        text = f"{name} : niveau demandé sans accord daté ; d'ici là, cette personne est dite « une personne »"
        yield Point(text=text, case=name)


def minors(_balance: Balance, enrolled: Enrolled) -> Iterator[Point]:
    """Minors whom the register would name: never by their names here either."""
    if enrolled.minors:
        many = plural(enrolled.minors, "fiche de mineur demande", "fiches de mineurs demandent")
        text = f"{many} un nom ou une fonction : un mineur est toujours dit par un pseudonyme"
        yield Point(text=text, case="mineurs")


def is_recording_that_waits(source: SourceStatus) -> bool:
    """Whether a file was read and waits for an agreement; one that waits otherwise was not read."""
    return source.state == "waiting" and bool(source.words_note)


def waiting(balance: Balance, _enrolled: Enrolled) -> Iterator[Point]:
    """Recordings whose words are withheld until somebody agreed."""
    for source in balance.sources:
        if is_recording_that_waits(source):
            held = plural(source.words_note or 0, "mot retenu", "mots retenus")
            yield Point(text=f"{source.path} : enregistrement sans accord, {held}", case=source.path)


Look = Callable[[Balance, Enrolled], Iterable[Point]]
LOOKS: Final[tuple[Look, ...]] = (unsigned, minors, waiting)
"""A point of weight « error » stops what is handed over (`--strict`, bon à tirer); the others warn."""


# --- what it says ------------------------------------------------------------------------------


def _told(survey: Survey, settings: Settings, balance: Balance, enrolled: Enrolled | None) -> str:
    recordings = _recordings(balance, enrolled)
    files = _strangers(survey, settings)
    named = f"{plural(sum(files.values()), 'nom relevé', 'noms relevés')} dans {plural(len(files), 'fichier')}"
    if settings.noms == "affiches":
        if not files:
            register = "" if enrolled else f" {NO_REGISTER}."
            return f"Noms affichés, et aucun sans accord n'a été relevé.{recordings}{register}"
        register = "hors du registre" if enrolled else NO_REGISTER[0].lower() + NO_REGISTER[1:]
        return f"Noms affichés sans accord enregistré : {named}, {register}.{recordings}"
    if enrolled is None:
        masked = f"Noms masqués : {named}" if files else "Noms masqués : aucun n'a été relevé"
        return f"{masked}.{recordings} {NO_REGISTER} ; {BY_HAND}."
    masked = f" Hors du registre : {named}, masqué{'s' if sum(files.values()) > 1 else ''}." if files else ""
    return f"{_people(enrolled)}{masked}{recordings} {BY_HAND[0].upper()}{BY_HAND[1:]}."


def _strangers(survey: Survey, settings: Settings) -> Mapping[str, int]:
    """File -> how many names the register does not hold: those that the points tell one by one, where they do."""
    if settings.noms == "masques" and survey.unlisted:
        return Counter(one.path for one in survey.unlisted)
    return survey.people


def _people(enrolled: Enrolled) -> str:
    counts = enrolled.counts
    each = [plural(counts[level], *words) for level, words in LEVELS.items() if counts.get(level)]
    total = plural(sum(counts.values()), "personne au registre", "personnes au registre")
    return f"{total} : {listed(each)}." if each else f"{total}."


def _recordings(balance: Balance, enrolled: Enrolled | None) -> str:
    """« 3 enregistrements ont un accord, 1 l'attend. », behind a space; empty for none."""
    agreed, waits = (enrolled.recordings if enrolled else 0), len(list(waiting(balance, Enrolled())))
    if not agreed and not waits:
        return ""
    have = plural(agreed, "enregistrement a un accord", "enregistrements ont un accord")
    wait = plural(waits, "enregistrement attend un accord", "enregistrements attendent un accord")
    return f" {listed([words for words, count in ((have, agreed), (wait, waits)) if count])}."


def _unlisted(unlisted: Sequence[Finding]) -> Iterator[Point]:
    """Somebody is named whom the editor never decided about: masked meanwhile."""
    for one in sorted(unlisted, key=lambda one: (one.path, one.code, one.message)):
        where = f", {one.where}" if one.where else ""
        yield Point(text=f"{one.path}{where} : {one.message}", case=one.path, weight="error")
