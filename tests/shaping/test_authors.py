"""Who wrote a note, as writers say it at its head."""

from __future__ import annotations

import pytest

from restitution.shaping.fields import line_field
from restitution.shaping.people import people_in_field, structure_in_field

LINES = [
    ("Rédigé par Paul Ferrand, le 3 mars 2026", "redacteur", ["Paul Ferrand"], ""),
    ("Note rédigée par Mme Anne Le Goff (PETR)", "redacteur", ["Anne Le Goff"], "PETR"),
    ("Écrit par Zoé Martin, Mairie de Lauzerac, 12/03/2026", "redacteur", ["Zoé Martin"], "Mairie de Lauzerac"),
    ("Rédaction : Zoé", "redacteur", ["Zoé"], ""),
    ("Rédaction : PETR du Pays de Serre", "redacteur", [], "PETR du Pays de Serre"),
    ("Rédaction : Équipe projet", "redacteur", [], "Équipe projet"),
    ("Relu par Jean", "relecteurs", ["Jean"], ""),
    ("Animé par Paul et Virginie Dupont.", "animateur", ["Paul", "Virginie Dupont"], ""),
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
