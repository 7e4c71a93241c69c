"""How a territory is named in a sentence."""

from __future__ import annotations

import pytest

from restitution.settings import Territory
from restitution.settings.articles import of, to

CASES = [
    # name, alias, « de », « à »
    ("Haute-Galdonne", ["la Haute-Galdonne"], "de la Haute-Galdonne", "à la Haute-Galdonne"),
    ("Pays de Belleronde", [], "du Pays de Belleronde", "au Pays de Belleronde"),
    ("Val d'Arvoise", [], "du Val d'Arvoise", "au Val d'Arvoise"),
    ("Haute-Galdonne", [], "de la Haute-Galdonne", "à la Haute-Galdonne"),
    ("Hautes-Combes", [], "des Hautes-Combes", "aux Hautes-Combes"),
    ("Marche d'Ombrois", ["Ombrois"], "de la Marche d'Ombrois", "à la Marche d'Ombrois"),
    ("Île Madeline", [], "de l’Île Madeline", "à l’Île Madeline"),
    ("Agglomération de Sourde", [], "de l’Agglomération de Sourde", "à l’Agglomération de Sourde"),
    ("Ombrois", [], "d’Ombrois", "à Ombrois"),
    ("Ombrois", ["l'Ombrois"], "de l’Ombrois", "à l’Ombrois"),
    ("Combe-Longue", [], "de Combe-Longue", "à Combe-Longue"),
    ("Le Causse Blanc", [], "du Causse Blanc", "au Causse Blanc"),
    ("La Roselière", [], "de la Roselière", "à la Roselière"),
    ("Les Trois-Vaux", [], "des Trois-Vaux", "aux Trois-Vaux"),
    ("L'Espinée", [], "de l’Espinée", "à l’Espinée"),
    ("Territoire A", [], "du Territoire A", "au Territoire A"),
    ("Valsinières", ["le pays"], "de Valsinières", "à Valsinières"),
]


@pytest.mark.parametrize(("name", "alias", "of_it", "to_it"), CASES, ids=map(str, range(len(CASES))))
def test_a_name_in_a_sentence(name: str, alias: list[str], of_it: str, to_it: str) -> None:
    territory = Territory(code="X", nom=name, alias=tuple(alias))
    assert (of(territory), to(territory)) == (of_it, to_it)
