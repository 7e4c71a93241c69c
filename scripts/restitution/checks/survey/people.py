"""K14: nobody is named without consent. No register of consents exists yet: names are masked, or it stops."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.checks.check import Found, Point
from restitution.checks.survey.records import Survey
from restitution.messages import plural
from restitution.model import Note
from restitution.settings import Settings

NO_REGISTER = "Il n'existe pas encore de registre des consentements"
BY_HAND = "les personnes reconnaissables sur une photo restent à vérifier à la main"


def people_in(notes: Sequence[Note]) -> dict[str, int]:
    """Of each note that names somebody, how many; `notes`: not masked."""
    named = {
        note.path: {*note.people, *note.speakers, *note.writers, *(person.name for person in note.participants)}
        for note in notes
    }
    return {path: len(names - {""}) for path, names in sorted(named.items()) if names - {""}}


def consent_given(survey: Survey, settings: Settings) -> Found:
    """K14: stops every publication that shows names, unless the editor answers for it in writing."""
    files = survey.people
    named = f"{plural(sum(files.values()), 'nom relevé', 'noms relevés')} dans {plural(len(files), 'fichier')}"
    if settings.noms == "masques":
        masked = f"Noms masqués : {named}" if files else "Noms masqués : aucun n'a été relevé"
        return Found(id="K14", level="error", when="always", message=f"{masked}. {NO_REGISTER} ; {BY_HAND}.")
    points = [
        Point(text=f"{path} : {plural(count, 'nom affiché', 'noms affichés')}", case=path)
        for path, count in files.items()
    ]
    return Found(
        id="K14",
        level="error",
        when="always",
        message=f"Noms affichés sans consentement enregistré : {named}. {NO_REGISTER}."
        if points
        else f"Noms affichés, mais aucun n'a été relevé. {NO_REGISTER}.",
        points=points,
        remedy="Écrivez « noms: masques » dans restitution.yaml, ou dites par dérogation qui garde les accords.",
    )
