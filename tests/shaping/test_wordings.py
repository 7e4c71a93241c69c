"""Headings as people word them and set them off: which section each opens, and that it is seen at all.

To add one: a line in `cases/intitules.yaml`, or in `cases/mises_en_forme.yaml`.
"""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from restitution.domain import domain
from restitution.model import Note, Reading
from restitution.pandoc import ast
from restitution.readers.batch import File, read_all
from restitution.settings.reading import read_settings
from restitution.shaping.residue import without_residue
from restitution.shaping.shape import Said, shape
from restitution.shaping.turns import with_turns
from restitution.shaping.wording import opened_by
from tests.benchmarks.headings import SETTINGS
from tests.shaping.cases_of_notes import CASES

NONE = "aucune"
LEAST_RIGHT = 0.99
MOST_WRONG = 0
"""Headings that open a section which is not theirs; one that opens none is not counted here."""
WORDINGS: dict[str, dict[str, str]] = yaml.safe_load((CASES / "intitules.yaml").read_text("utf-8"))
LOOKS: dict[str, list[str]] = yaml.safe_load((CASES / "mises_en_forme.yaml").read_text("utf-8"))
TITLE = "Deux jours en Val d'Arvoise"
HEADINGS = {
    "Pourquoi y aller": "objectifs",
    "Qui était du voyage": "participants",
    "À Port-Vieil": "participants",
    "Ce qui nous a étonnés": "regards",
    "Ce que nous retenons": "enseignements",
}
TEXTS = (
    "Trois choses devaient être vues : la crèche, l'écluse, et la patience des gens qui reçoivent.",
    "Six élus et deux agentes, dans un car de sept heures, sous une pluie fine.\nPersonne n'était en retard.",
    "Une écluse, deux cafés, un marché le jeudi matin. Le maire y tient permanence, debout, entre les cagettes.",
    "Personne ne parle de crise alors que tout le monde compte les départs. Les jeunes demandent un local.",
    "Il faut commencer par les gens, et finir par les murs. Le reste viendra tout seul, avec un peu de temps.",
)


def told(title: str, kind: str) -> str:
    found = opened_by(title, kind)
    return found.key if found else NONE


def test_headings_open_the_section_that_their_words_say() -> None:
    found = {(title, kind): told(title, kind) for kind, titles in WORDINGS.items() for title in titles}
    expected = {(title, kind): key for kind, titles in WORDINGS.items() for title, key in titles.items()}
    differ = {one: (expected[one], found[one]) for one in expected if found[one] != expected[one]}
    wrong = {one: pair for one, pair in differ.items() if pair[1] != NONE}
    assert len(wrong) <= MOST_WRONG, wrong
    assert 1 - len(differ) / len(expected) >= LEAST_RIGHT, differ


def test_the_list_speaks_of_the_model() -> None:
    named = Counter(key for titles in WORDINGS.values() for key in titles.values())
    assert set(WORDINGS) <= set(domain().genres)
    assert set(named) - {NONE} <= set(domain().sections)
    assert named[NONE] >= 40


def written(pattern: str, *, is_tight: bool) -> str:
    """A note whose headings are set off in one way; `is_tight`: no empty line below them."""
    parts = [TITLE]
    for number, (title, text) in enumerate(zip(HEADINGS, TEXTS, strict=True)):
        shown = pattern.format_map(
            {
                "t": title,
                "T": title.upper(),
                "n": number + 1,
                "I": ("I", "II", "III", "IV", "V")[number],
                "a": "ABCDE"[number],
                "/": "\n",
            }
        )
        parts.append(f"{shown}{chr(10) if is_tight else chr(10) * 2}{text}")
    return "\n\n".join(parts) + "\n"


def understood(text: str) -> Note:
    (reading,) = read_all([File("note.txt", "txt", text.encode())])
    assert isinstance(reading, Reading)
    ready = with_turns(without_residue(reading))
    said = Said(genre="visite_miroir")
    return shape(ready, "note.txt", "", "txt", said, read_settings(SETTINGS))


@pytest.mark.parametrize(
    ("pattern", "is_tight"),
    [(pattern, False) for pattern in (*LOOKS["collé"], *LOOKS["aéré"])] + [(one, True) for one in LOOKS["collé"]],
)
def test_headings_of_a_plain_text_are_seen(pattern: str, is_tight: bool) -> None:
    note = understood(written(pattern, is_tight=is_tight))
    seen = [passage for passage in note.passages if passage.role in {"section", "heading"}]
    assert note.title == TITLE
    assert [passage.section for passage in seen] == list(HEADINGS.values()), [
        ast.text([passage.block]) for passage in seen
    ]
