"""The date of a note without its year, fields and their synonyms, who took part. Cases: YAML beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.domain import field_of
from restitution.model import Participant, Reading
from restitution.people.masking import public
from restitution.settings import Project, Settings, Territory, Visit
from restitution.shaping.fields import field_lines
from restitution.shaping.shape import Said, shape

from .cases_of_notes import blocks_of

HERE = Path(__file__).parent / "cases"
DATES: list[dict[str, Any]] = yaml.safe_load((HERE / "dates.yaml").read_text("utf-8"))
PEOPLE: list[dict[str, Any]] = yaml.safe_load((HERE / "participants.yaml").read_text("utf-8"))
FIELDS: dict[str, list[str]] = yaml.safe_load((HERE / "champs.yaml").read_text("utf-8"))
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(code="HG", nom="Haute-Galdonne", dossiers=("haute-galdonne",)),
        Territory(code="VA", nom="Val d'Arvoise"),
    ),
    visites=(Visit(type="miroir", hote="HG", realisee=("2025-05-20", "2025-05-22")),),
)


@pytest.mark.parametrize("case", DATES, ids=[case["nom"] for case in DATES])
def test_the_date_of_a_note(case: dict[str, Any]) -> None:
    reading = Reading(blocks=blocks_of(case["note"]), properties=case.get("proprietes", {}))
    note = shape(reading, case["chemin"], "0", "md", Said(date=case.get("classement", "")), SETTINGS)
    said = " ".join(finding.message for finding in note.findings if finding.code == "date")
    assert note.dates == [str(day) for day in case["dates"]]
    assert note.when.precision == case.get("precision", note.when.precision)
    assert case.get("dit", "") in said
    assert bool(said) is ("dit" in case)


@pytest.mark.parametrize("case", PEOPLE, ids=[case["nom"] for case in PEOPLE])
def test_who_took_part(case: dict[str, Any]) -> None:
    text = f"# Visite\n\n## Participants\n\n{case['note']}"
    note = shape(Reading(blocks=blocks_of(text)), "commun/note.md", "0", "md", Said(), SETTINGS)
    told = [(one.name, one.role, one.structure, one.territory) for one in note.participants]
    assert told == [tuple([*person, "", "", ""][:4]) for person in case["personnes"]]
    assert {one.name for one in note.participants} <= set(note.people)


def test_nobody_is_left_where_names_are_masked() -> None:
    text = "# Visite\n\n## Participants\n\n- Ana Roux, élue\n"
    note = shape(Reading(blocks=blocks_of(text)), "commun/note.md", "0", "md", Said(), SETTINGS)
    assert note.participants == [Participant(name="Ana Roux", role="élue")]
    assert public(note).participants == []


@pytest.mark.parametrize(
    ("field", "label"), [(field, label) for field, labels in FIELDS.items() for label in labels]
)
def test_a_label_that_people_write_is_its_field(field: str, label: str) -> None:
    assert field_of(label) == field


TABLES = {
    "| Hôte | Val d'Arvoise |\n|---|---|\n| Date | 20 mai 2025 |": {"territoire_hote", "date_debut"},
    "| Hôte | Val d'Arvoise | Date | 20 mai 2025 |\n|---|---|---|---|": {"territoire_hote", "date_debut"},
    "| Date | Lieu | Rédaction |\n|---|---|---|\n| 20 mai 2025 | Orvenne | Ana Roux |": {
        "date_debut",
        "lieu",
        "redacteur",
    },
    "| Date | Lieu |\n|---|---|\n| 20 mai 2025 | Orvenne |\n| 21 mai 2025 | Thivrelle |": set(),
    "| Quoi | Combien |\n|---|---|\n| Maisons | 12 |": set(),
}


@pytest.mark.parametrize(("table", "fields"), TABLES.items())
def test_a_first_table_states_fields_along_its_rows_or_under_its_heads(table: str, fields: set[str]) -> None:
    assert {field for field, _ in field_lines(blocks_of(table)[0])} >= fields
    assert bool(field_lines(blocks_of(table)[0])) is bool(fields)


def test_properties_come_after_the_note_and_before_its_name() -> None:
    said = {"titre": "Trois jours à Orvenne", "auteur": "Ana Roux"}
    untitled = shape(
        Reading(blocks=blocks_of("Des mots."), properties=said), "a/n.md", "0", "md", Said(), SETTINGS
    )
    titled = shape(
        Reading(blocks=blocks_of("# Deux jours"), properties=said), "a/n.md", "0", "md", Said(), SETTINGS
    )
    assert (untitled.title, titled.title) == ("Trois jours à Orvenne", "Deux jours")
    assert any("Trois jours à Orvenne" in finding.message for finding in untitled.findings)
    assert "Ana Roux" in untitled.people


def test_a_long_line_of_those_present_names_them_all() -> None:
    names = [f"Zoé Morvant-{family}" for family in ("Aubin", "Brossard", "Couderc", "Dulac", "Tessier", "Salvat")]
    said = ", ".join(f"{name} (présidente de la communauté de communes du Val d'Arvoise)" for name in names)
    note = shape(
        Reading(blocks=blocks_of(f"# Atelier\n\nParticipants : {said}\n\n## Échanges\n\nOui.")),
        "commun/atelier.md", "0", "md", Said(), SETTINGS,
    )  # fmt: skip
    assert set(names) <= set(note.people)
