"""What the fields of a sheet say that the settings do not know: a theme of nobody, a host that is not told."""

from __future__ import annotations

import pytest

from restitution.settings import Settings, read_settings
from restitution.shaping.themes import unknown_themes
from tests.sheets.filling import read_back

HEAD = """
projet: {titre: Essai}
territoires: [{code: TA, nom: Tarnelle, dossiers: [tarnelle]}, {code: TB, nom: Brume, dossiers: [brume]},
  {code: TC, nom: Cernay, dossiers: [cernay]}]
"""
THEMES = """
axes: [{cle: ici, titre: Ici, themes: [{cle: logement, titre: Logement, alias: [habitat]},
  {cle: eau, titre: Eau et agriculture}]}]
"""
SAID = {
    "": "",
    "logement": "",
    "Habitat ; eau et agriculture": "",
    "habitat et eau et agriculture": "",
    "aucun": "",
    "à compléter": "",
    "mobilité": "Pas un thème du projet : « mobilité » ; les siens sont « Logement » et « Eau et agriculture ».",
    "logements, logment": "Pas un thème du projet : « logment » ; vouliez-vous dire « Logement » ?",
    "logement et mobilité": (
        "Pas un thème du projet : « mobilité » ; les siens sont « Logement » et « Eau et agriculture »."
    ),
}


def settings(visits: str = "") -> Settings:
    return read_settings(f"{HEAD}{THEMES}{visits}".encode())


@pytest.mark.parametrize("said", SAID)
def test_a_word_that_is_no_theme_is_said(said: str) -> None:
    found = unknown_themes(said, "note.md", settings())
    assert [finding.message for finding in found] == ([SAID[said]] if SAID[said] else [])


@pytest.mark.parametrize(
    ("visits", "host"),
    [
        ("", ""),
        ("visites: [{type: miroir, hote: TB, visiteurs: [TA]}]", "TB"),
        ("visites: [{type: miroir, hote: TB}, {type: miroir, hote: TC}]", ""),
    ],
)
def test_nobody_visits_her_own_folder(visits: str, host: str) -> None:
    text = (
        "---\ngenre: visite miroir\nterritoires_visiteurs: Tarnelle\n---\n\n# Ce que nous avons vu\n\nDes haies.\n"
    )
    note = read_back(text.encode(), "tarnelle/note.md", settings(visits)).note
    assert (note.host, note.author) == (host, "TA")
