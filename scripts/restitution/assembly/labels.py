"""Whether a label names nobody: what the editor may write under a quotation where names are masked.

A label that nobody's name could be is asked for, not one without a name that we know: the person quoted may stand
in no list of the note.
"""

from __future__ import annotations

import re
from typing import Final

from restitution.messages import folded
from restitution.settings import Settings
from restitution.settings.names import Named

_WORD: Final = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CIVILITIES: Final = _set(
    "m mm mr mrs mme mmes mlle mlles dr monsieur madame mademoiselle messieurs mesdames maitre docteur"
)
_DETERMINERS: Final = _set(
    """un une des le la les l du deux trois quatre cinq plusieurs quelques certains certaines quelqu chaque autre
    ancien ancienne jeune"""
)
_ROLES: Final = _set(
    """personne personnes habitant habitante habitants habitantes elu elue elus elues maire maires adjoint adjointe
    participant participante participants animateur animatrice intervenant intervenante agent agente technicien
    technicienne benevole agriculteur agricultrice commercant commercante enseignant enseignante etudiant etudiante
    retraite retraitee medecin infirmier infirmiere artisan artisane entrepreneur entrepreneuse directeur
    directrice president presidente salarie salariee partenaire partenaires temoin public salle groupe table voix
    equipe locuteur locutrice moderateur moderatrice facilitateur facilitatrice rapporteur rapporteuse homme femme
    parent parents mere pere"""
)
"""Words that may stand first without a determiner, with a capital or not (« Élue de Brumelle »)."""


def names_nobody(label: str, settings: Settings) -> bool:
    """Whether a label begins as no name does, and has no civility nor capital but in a territory's name."""
    first, *others = _WORD.findall(_without_places(label, settings)) or [""]
    if _CIVILITIES & {folded(word) for word in (first, *others)}:
        return False
    begins = folded(first) in _DETERMINERS | _ROLES
    return begins and not any(word[0].isupper() for word in others)


def _without_places(label: str, settings: Settings) -> str:
    """The label without the names and codes of territories, which are capitalised and name nobody."""
    places: tuple[Named, ...] = (*settings.territoires, *settings.avances)
    names = {name for place in places for name in (place.code, place.nom, *place.alias) if name}
    for name in sorted(names, key=len, reverse=True):
        label = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", " ", label)
    return label
