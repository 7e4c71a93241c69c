"""Lines that a copy from a web page leaves, and lines that are the writer's."""

from __future__ import annotations

import pytest

from restitution.model import Reading
from restitution.pandoc import ast
from restitution.shaping.residue import without_residue

from .cases_of_notes import blocks_of

RESIDUE = [
    "Aller au contenu",
    "Accueil > Le projet",
    "Vous êtes ici : Accueil » Territoire » Logement",
    "Ce site utilise des cookies pour mesurer son audience. En poursuivant, vous acceptez leur dépôt.",
    "Tout accepter   Tout refuser   Personnaliser",
    "Publié le 14 avril 2025 – Mis à jour le 3 novembre 2025 – Temps de lecture : 4 minutes",
    "Partager sur : Courriel | Réseaux | Imprimer",
    "Lire la suite",
    "Cet article vous a-t-il été utile ?   Oui   Non",
    "À lire aussi : « Pourquoi une nappe ? » – « Revue de presse »",
    "Retour en haut de page",
    "© 2025 Cap 2040 – Tous droits réservés – Mentions légales – Plan du site",
]
KEPT = [
    "Partager un repas est la première étape.",
    "Il faut lire la suite du rapport pour comprendre.",
    "Accueil des nouveaux habitants",
    "Les cookies de la boulangerie partent vite.",
    "Le retour en haut de la vallée prend une heure.",
    "Publié le 14 avril 2025",
]


def texts(reading: Reading) -> list[str]:
    return [" ".join(ast.text([block]).split()) for block in reading.blocks]


@pytest.mark.parametrize("line", RESIDUE)
def test_a_line_of_a_page_is_taken_aside_and_listed(line: str) -> None:
    other = RESIDUE[0] if line != RESIDUE[0] else RESIDUE[1]
    reading = without_residue(Reading(blocks=blocks_of(f"{other}\n\nLe texte.\n\n{line}")))
    assert texts(reading) == ["Le texte."]
    assert [gone.reason for gone in reading.not_taken] == ["résidu d'export"] * 2
    assert " ".join(reading.not_taken[1].text.split()) == " ".join(line.split())


def test_one_sort_alone_may_be_the_writer_s() -> None:
    reading = Reading(blocks=blocks_of("Lire la suite\n\nLe texte.\n\nLire la suite"))
    assert without_residue(reading) is reading


@pytest.mark.parametrize("line", KEPT)
def test_a_writer_s_line_stays(line: str) -> None:
    reading = without_residue(Reading(blocks=blocks_of(f"Aller au contenu\n\n{line}\n\nLire la suite")))
    assert texts(reading) == [line]


def test_a_picture_or_a_footnote_goes_nowhere() -> None:
    text = "Aller au contenu\n\nLire la suite\n\nLire la suite[^1]\n\n[^1]: La vraie."
    assert "La vraie." in " ".join(texts(without_residue(Reading(blocks=blocks_of(text)))))
