"""What the settings know that is no person: territories and bodies; and how a territory is told after somebody."""

from __future__ import annotations

from typing import Final

from restitution.settings import Settings

_ARTICLES: Final = {"le ": "du ", "les ": "des "}
"""An article in an alias of a territory -> « de » with it."""
_VOWELS: Final = tuple("aeiouyàâéèêëîïôûœæAEIOUYÀÂÉÈÊËÎÏÔÛŒÆ")


def kept_names(settings: Settings) -> list[str]:
    """Names of territories and bodies, in order: none is a person's."""
    project = settings.projet
    bodies = {project.expert, project.cabinet}
    places = {name for one in settings.territoires for name in (one.nom, *one.alias, one.structure)}
    places |= {name for one in settings.avances for name in (one.nom, *one.alias)}
    return sorted((bodies | places) - {""})


def places_of(settings: Settings) -> dict[str, str]:
    """Code of each territory -> « de Haute-Galdonne », « du Val d'Arvoise »."""
    return {one.code: _of(one.nom, one.alias) for one in settings.territoires}


def _of(name: str, aliases: tuple[str, ...]) -> str:
    """A name behind « de », with the article under which the settings know it."""
    for article, linked in _ARTICLES.items():
        if f"{article}{name}".casefold() in {alias.casefold() for alias in aliases}:
            return f"{linked}{name}"
    return f"d'{name}" if name.startswith(_VOWELS) else f"de {name}"
