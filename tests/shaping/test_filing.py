"""What is said of a note in a folder that is not its own: cases in `cases/rangement.yaml`."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from restitution.model import Reading
from restitution.settings import Project, Settings, Territory
from restitution.shaping.filing import CODE, MISFILED
from restitution.shaping.shape import Said, shape
from restitution.shaping.themes import sheet_without_theme

from .cases_of_notes import CASES, blocks_of

TOLD: list[dict[str, Any]] = yaml.safe_load((CASES / "rangement.yaml").read_text("utf-8"))
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(code="HA", nom="Haut-Abron", alias=("le Haut-Abron",), dossiers=("haut-abron",)),
        Territory(code="MV", nom="Marais de Vesle", dossiers=("marais",)),
    ),
)


@pytest.mark.parametrize("case", TOLD, ids=[case["nom"] for case in TOLD])
def test_a_note_in_another_s_folder_is_said(case: dict[str, Any]) -> None:
    said = Said(territoire=case.get("classement", ""))
    note = shape(Reading(blocks=blocks_of(case["texte"])), case["fichier"], "0", "md", said, SETTINGS)
    found = [finding.message for finding in note.findings if finding.code in {CODE, MISFILED}]
    assert len(found) == bool(case["dit"]), found
    assert case["dit"] in "".join(found)


@pytest.mark.parametrize(
    ("title", "line", "is_told"),
    [
        ("Fiche thème : la forêt qui vient", "", True),
        ("Fiche thème : Logement", "", False),
        ("Fiche thème : la forêt qui vient", "Thèmes : logement", False),
    ],
)
def test_a_sheet_of_no_theme_is_said(title: str, line: str, *, is_told: bool) -> None:
    text = f"# {title}\n\n{line}\n\n## Enjeux\n\nRien de particulier.\n"
    reading = Reading(blocks=blocks_of(text))
    note = shape(reading, "commun/fiche.md", "0", "md", Said(genre="theme"), SETTINGS)
    assert any("écrivez en tête « Thème : … »" in one.message for one in note.findings) == is_told
    assert sheet_without_theme(note, "", SETTINGS) == [one for one in note.findings if one.code == "thème"]
