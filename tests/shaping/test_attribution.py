"""Which territory and theme a passage speaks of. Cases: `cases/lieux_et_themes.md`."""

from __future__ import annotations

import pytest

from restitution.model import Passage
from restitution.pandoc import ast
from restitution.settings import Project, Settings, Territory
from restitution.shaping.attribution import attribute, is_placeholder
from restitution.shaping.sections import sectioned
from restitution.shaping.shape import themes_in

from .cases_of_notes import Case, blocks_of, cases

SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(
        Territory(code="HG", nom="Haute-Galdonne"),
        Territory(code="VA", nom="Val d'Arvoise"),
        Territory(code="MO", nom="Marche d'Ombrois"),
    ),
)


def passages_of(case: Case) -> list[Passage]:
    territories, themes = (
        [word.strip() for word in part.split(",") if word.strip()] for part in case.told.split(";")
    )
    passages = sectioned(blocks_of(case.note), "fiche_thematique", "contexte")
    attribute(passages, territories, themes, SETTINGS.territory_named, lambda text: themes_in(text, SETTINGS))
    return passages


@pytest.mark.parametrize("case", cases("lieux_et_themes.md"), ids=lambda case: case.name)
def test_a_passage_speaks_of(case: Case) -> None:
    given = []
    for passage in passages_of(case):
        if passage.role == "text":
            text = " ".join(ast.text([passage.block]).split())
            mark = "! " if is_placeholder(passage.block) else ""
            given.append(f"{mark}{text} > {' '.join(passage.territories)} > {' '.join(passage.themes)}")
    assert given == case.gives


def test_identity_lines_speak_of_nothing() -> None:
    passages = sectioned(blocks_of("Hôte : Haute-Galdonne\n\n## Enjeux\n\nLoger."), "visite_miroir", "contexte")
    attribute(passages, ["MO"], ["logement"], SETTINGS.territory_named, lambda _: [])
    assert [(p.role, p.territories) for p in passages] == [("field", []), ("section", ["MO"]), ("text", ["MO"])]


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("logement", ["logement"]),
        ("Logement, mobilité", ["logement", "mobilite"]),
        ("#logement ; Jeunesse", ["logement", "jeunesse"]),
        ("Mobilité et jeunesse", ["mobilite", "jeunesse"]),
        ("Gestion et valorisation des compétences", ["competences"]),
        ("Se loger en 2040", []),
        ("", []),
    ],
)
def test_themes_in_a_list(text: str, themes: list[str]) -> None:
    assert themes_in(text, SETTINGS) == themes


TAGGED_ROWS = """
| Territoire | Étiquette | Dit |
|---|---|---|
| Val d'Arvoise | #economique | Une conserverie |
| Haute-Galdonne | #competences | Apprendre la pierre sèche |
| Marche d'Ombrois | #jeunesse | néant |
| Marche d'Ombrois | | Garder les réunions debout |
"""


def test_rows_with_a_theme_of_their_own_document_their_own_territory() -> None:
    case = Case("rangs", "HG, VA, MO ;", TAGGED_ROWS, [])
    (passage,) = passages_of(case)
    assert passage.documents() == [("economique", "VA"), ("competences", "HG")]


def test_other_tables_document_every_pair() -> None:
    case = Case("table", "HG, VA, MO ; logement", TAGGED_ROWS.replace("#", ""), [])
    (passage,) = passages_of(case)
    assert set(passage.documents()) == {("logement", "HG"), ("logement", "VA"), ("logement", "MO")}
