"""What no part of the plan takes stands in an annex, and it is said why."""

from __future__ import annotations

import pytest

from restitution.assembly.leftovers import CODE
from restitution.model import Note, Reading
from restitution.pandoc import ast
from restitution.shaping.shape import Said, shape
from tests.assembly import example
from tests.shaping.cases_of_notes import blocks_of

PORTRAIT = "# Portrait\n\n## Le territoire\n\nDeux bourgs.\n\n## {title}\n\n{text}\n"
TEXT = "Tant de granges étaient déjà habitées."


def portrait(title: str) -> Note:
    text = PORTRAIT.format(title=title, text=TEXT)
    said = Said(genre="portrait", territoire="HG")
    return shape(Reading(blocks=blocks_of(text)), "a/portrait.md", "0", "md", said, example.settings())


def test_what_surprised_a_territory_stands_in_its_portrait() -> None:
    made = example.published([portrait("Ce qui nous a surpris")])
    text = example.told(made.document.blocks)
    before, _, after = text.partition(TEXT)
    assert "Étonnements" in before.split("Haute-Galdonne")[-1]
    assert "Textes non repris" not in text
    assert "Source" in after
    assert not [finding for finding in made.findings if finding.code == CODE]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Le déroulé", "« Le déroulé » (compris comme « Déroulé »)"),
        ("Programme", "« Programme » (compris comme « Déroulé »)"),
    ],
)
def test_a_section_of_no_portrait_is_in_an_annex_that_says_why(title: str, said: str) -> None:
    made = example.published([portrait(title)])
    text = example.told(made.document.blocks)
    (finding,) = [finding for finding in made.findings if finding.code == CODE]
    assert said in finding.message
    assert "« Portrait de territoire »" in finding.message
    assert "« Textes non repris dans le corps »" in finding.message
    assert (finding.path, finding.level) == ("a/portrait.md", "warning")
    assert "une rubrique que leur genre de note n’a pas" in text.replace("\u00a0", " ")
    assert TEXT in ast.text(made.document.blocks)


def test_a_part_that_the_plan_leaves_out_is_said() -> None:
    templates = {**example.templates(), "plan/portraits.md.j2": "# {{ titre }}"}
    made = example.published([portrait("Enjeux")], with_templates=templates)
    (finding,) = [finding for finding in made.findings if finding.code == CODE]
    assert "aucune partie de votre plan ne reprend ce texte" in finding.message
