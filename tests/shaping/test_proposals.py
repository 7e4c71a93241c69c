"""Themes that words propose, and what confirming them does. Cases: `cases/propositions.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from restitution.domain import Theme, domain
from restitution.model import Reading
from restitution.settings import Project, Settings, Territory
from restitution.shaping.lexicon import lexicon, tokens
from restitution.shaping.proposals import in_title, proposed
from restitution.shaping.shape import Said, shape
from tests.benchmarks.themes import annotated, score

from .cases_of_notes import blocks_of

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases/propositions.yaml").read_text("utf-8"))
NOTE = """# Trois jours ailleurs

{field}

Un bail, un loyer et trois locataires.

{heading}

Une gare, un bus et un vélo.

Il faisait beau. {tag}
"""
SETTINGS = Settings(
    projet=Project(titre="Essai"),
    territoires=(Territory(code="HG", nom="Haute-Galdonne"), Territory(code="VA", nom="Val d'Arvoise")),
)


@pytest.mark.parametrize("case", CASES["mots"], ids=lambda case: case["texte"][:30])
def test_words_propose(case: dict[str, Any]) -> None:
    assert proposed(case["texte"], domain().themes) == case["donne"]


@pytest.mark.parametrize("case", CASES["projet"]["cas"], ids=lambda case: case["texte"][:30])
def test_a_project_has_words_of_its_own(case: dict[str, Any]) -> None:
    themes = msgspec.convert(CASES["projet"]["themes"], tuple[Theme, ...])
    assert proposed(case["texte"], themes) == case["donne"]


@pytest.mark.parametrize("case", CASES["notes"], ids=str)
def test_a_confirmed_theme_is_that_of_its_passages(case: dict[str, Any]) -> None:
    field = f"Thèmes : {case['champ']}" if "champ" in case else ""
    heading = f"## {case['titre']}" if "titre" in case else ""
    text = NOTE.format(field=field, heading=heading, tag=case.get("etiquette", ""))
    said = Said(genre=case.get("genre", "visite-miroir"), themes=case["dit"], territoire="HG")
    note = shape(Reading(blocks=blocks_of(text)), "note.md", "", "md", said, SETTINGS)
    given = [
        " ".join([*passage.themes, *(f"?{theme}" for theme in passage.ours)])
        for passage in note.passages
        if passage.role == "text"
    ]
    assert given == case["donne"]


def test_nine_proposals_in_ten_are_right_and_most_themes_are_found() -> None:
    passages = list(annotated())
    for held_out in (False, True):
        found = score([one for one in passages if one.held_out is held_out])
        assert found.precision >= 0.9
        assert found.recall >= 0.6


TITLES = CASES["titres"]


@pytest.mark.parametrize("case", TITLES["cas"], ids=lambda case: case["titre"] or "rien")
def test_what_a_title_proposes(case: dict[str, Any]) -> None:
    themes = msgspec.convert(TITLES["themes"], tuple[Theme, ...])
    assert in_title(case["titre"], themes) == case["donne"]


def test_a_title_speaks_of_the_passages_that_tell_no_theme() -> None:
    text = "# Atelier jeunesse\n\nOn parle de la pluie.\n\nUn bail, un loyer et trois locataires.\n"
    note = shape(Reading(blocks=blocks_of(text)), "a.md", "0", "md", Said(territoire="HG"), SETTINGS)
    assert [passage.ours for passage in note.passages if passage.role == "text"] == [["jeunesse"], ["logement"]]
    confirmed = shape(
        Reading(blocks=blocks_of(text)), "a.md", "0", "md", Said(territoire="HG", themes="jeunesse"), SETTINGS
    )
    assert [passage.themes for passage in confirmed.passages if passage.role == "text"] == [
        ["jeunesse"],
        ["jeunesse"],
    ]


@pytest.mark.parametrize("said", domain().trompeurs)
def test_what_only_looks_like_a_theme_is_told_in_small_letters(said: str) -> None:
    """Texts are first asked for it in lower case: a capital would never be found (`\\W` and the like are none)."""
    assert not re.search(r"(?<!\\)[^\W\d_a-zà-ÿœ]", said)


@pytest.mark.parametrize("text", ["EN TRAIN DE changer", "Gare de Lyon", "les Départements", "Au Départ"])
def test_what_only_looks_like_a_theme_is_none_whatever_its_case(text: str) -> None:
    assert "." in tokens(text, lexicon(domain().themes))
