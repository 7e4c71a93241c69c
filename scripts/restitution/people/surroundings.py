"""What the settings know that is no person: territories and bodies; and how a territory is told after somebody."""

from __future__ import annotations

from restitution.settings import Settings
from restitution.settings.articles import of


def kept_names(settings: Settings) -> list[str]:
    """Names of territories and bodies, in order: none is a person's."""
    project = settings.projet
    bodies = {project.expert, project.cabinet}
    places = {name for one in settings.territoires for name in (one.nom, *one.alias, one.structure)}
    places |= {name for one in settings.avances for name in (one.nom, *one.alias)}
    return sorted((bodies | places) - {""})


def places_of(settings: Settings) -> dict[str, str]:
    """Code of each territory -> « de la Haute-Galdonne », « du Val d'Arvoise »."""
    return {one.code: of(one).replace("’", "'") for one in settings.territoires}
