"""Where an editorial text belongs, as its field, its file's name or its title says."""

from __future__ import annotations

import pytest

from restitution.settings.reading import read_settings
from restitution.shaping.places import place_of

SETTINGS = read_settings(
    b"projet: {titre: T}\nterritoires: [{code: HG, nom: Galdonne}, {code: VA, nom: Arvoise}]\n"
)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("edito", "edito"),
        ("Édito de la présidente", "edito"),
        ("Avant-propos", "edito"),
        ("chapô thèmes", "chapo:themes"),
        ("chapo:themes", "chapo:themes"),
        ("Chapô de la partie « Les thèmes »", "chapo:themes"),
        ("introduction aux portraits", "chapo:portraits"),
        ("synthese logement", "synthese:logement"),
        ("Synthèse du thème Mobilité", "synthese:mobilite"),
        ("synthese:energetique", "synthese:energetique"),
        ("Synthèse : enseignements croisés", "synthese:enseignements"),
        ("conclusion", "conclusion"),
        ("Remerciements", "remerciements"),
        ("chapô de la partie Gastronomie", ""),
        ("Le mot de la fin", "edito"),
    ],
)
def test_a_place_is_understood(said: str, place: str) -> None:
    assert place_of([said], SETTINGS) == place


def test_the_first_that_says_a_place_is_obeyed() -> None:
    assert place_of(["", "texte 3", "Conclusion"], SETTINGS) == "conclusion"
    assert place_of(["remerciements", "edito", "Conclusion"], SETTINGS) == "remerciements"
    assert place_of(["", "", ""], SETTINGS) == "edito"
