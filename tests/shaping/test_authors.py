"""Who wrote a note, as writers say it at its head."""

from __future__ import annotations

import pytest

from restitution.model import Passage
from restitution.pandoc.marks import tag_leaves
from restitution.pandoc.run import read_markdown
from restitution.shaping.fields import line_field
from restitution.shaping.people import people_in_field, people_listed, structure_in_field

LINES = [
    ("Rédigé par Paul Ferrand, le 3 mars 2026", "redacteur", ["Paul Ferrand"], ""),
    ("Note rédigée par Mme Anne Le Goff (PETR)", "redacteur", ["Anne Le Goff"], "PETR"),
    ("Écrit par Zoé Martin, Mairie de Lauzerac, 12/03/2026", "redacteur", ["Zoé Martin"], "Mairie de Lauzerac"),
    ("Rédaction : Zoé", "redacteur", ["Zoé"], ""),
    ("Rédaction : PETR du Pays de Serre", "redacteur", [], "PETR du Pays de Serre"),
    ("Rédaction : Équipe projet", "redacteur", [], "Équipe projet"),
    ("Relu par Jean", "relecteurs", ["Jean"], ""),
    ("Animé par Paul et Virginie Dupont.", "animateur", ["Paul", "Virginie Dupont"], ""),
    ("Rédaction : N. Vauquelin", "redacteur", ["N. Vauquelin"], ""),
    ("Rédaction : N.Vauquelin (PETR)", "redacteur", ["N. Vauquelin"], "PETR"),
    ("Rédaction : M. Durand, mairie", "redacteur", ["Durand"], "mairie"),
    ("Rédaction : Nadège Vauquelin / Zoé Martin", "redacteur", ["Nadège Vauquelin", "Zoé Martin"], ""),
    ("Rédaction : Nadège Vauquelin & Zoé Martin", "redacteur", ["Nadège Vauquelin", "Zoé Martin"], ""),
    ("Rédaction : Nadège Vauquelin avec Zoé Martin", "redacteur", ["Nadège Vauquelin", "Zoé Martin"], ""),
    ("Rédaction : Nadège\u00a0Vauquelin", "redacteur", ["Nadège Vauquelin"], ""),
    ("Rédaction : Óscar Álvarez", "redacteur", ["Óscar Álvarez"], ""),
    ("Rédaction : NGUYEN Thi Mai Linh", "redacteur", ["NGUYEN Thi Mai Linh"], ""),
    ("Rédaction : Jean de La Tour d'Auvergne", "redacteur", ["Jean de La Tour d'Auvergne"], ""),
    ("Rédaction : Zoé Martin PETR de Serre", "redacteur", ["Zoé Martin"], "PETR de Serre"),
    ("Rédaction : Zoé Martin du PETR de Serre", "redacteur", ["Zoé Martin"], "du PETR de Serre"),
    ("Rédaction : Zoé Martin, Terres & Devenirs", "redacteur", ["Zoé Martin"], "Terres & Devenirs"),
    ("Rédaction : Association Drôme nature", "redacteur", [], "Association Drôme nature"),
]


@pytest.mark.parametrize(("line", "field", "names", "structure"), LINES, ids=[line[0] for line in LINES])
def test_authors_and_their_structure(line: str, field: str, names: list[str], structure: str) -> None:
    found = line_field(line)
    assert found is not None
    assert found[0] == field
    assert people_in_field(found[1]) == names
    assert structure_in_field(found[1]) == structure


@pytest.mark.parametrize(
    "line",
    [
        "Validé par le conseil municipal.",
        "Porté par Lauzerac depuis 2019",
        "La halle rénovée par Marc est pleine.",
    ],
)
def test_a_sentence_is_no_author_s_line(line: str) -> None:
    assert line_field(line) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Roux, PETR\nLuc Aubier, GAL\nZoé Durand", ["Ana Roux", "Luc Aubier", "Zoé Durand"]),
        ("Ana Roux, PETR\\\nLuc Aubier, GAL", ["Ana Roux", "Luc Aubier"]),
        (
            "| Nom | Prénom | De |\n|---|---|---|\n| Roux | Ana | GAL |\n| AUBIER | Luc | |",
            ["Ana Roux", "Luc AUBIER"],
        ),
        ("| Prénom | Nom |\n|---|---|\n| Ana | |", ["Ana"]),
        ("| Nom | Structure |\n|---|---|\n| Ana Roux | GAL |", ["Ana Roux"]),
    ],
)
def test_participants_line_by_line_or_in_columns(text: str, names: list[str]) -> None:
    blocks = tag_leaves(read_markdown(text), ["ligne 1"])
    assert people_listed([Passage(block=block, section="participants") for block in blocks]) == names


def test_a_list_of_people_is_known_in_any_section() -> None:
    blocks = tag_leaves(read_markdown("| Nom | Prénom |\n|---|---|\n| Roux | Ana |"), ["ligne 1"])
    assert people_listed([Passage(block=blocks[0], section="contexte")]) == ["Ana Roux"]


def test_those_who_are_excused_are_named_after_a_colon() -> None:
    assert people_in_field("Zoé Martin (PETR) ; excusé : Luc Roux") == ["Zoé Martin", "Luc Roux"]
