"""A project that keeps a template of an earlier version: what the others refer to there becomes plain words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec import structs

from restitution.assembly.assemble import Publication, assemble
from restitution.errors import RestitutionError

from . import example

ANNEXES, VISITS, METHOD = (f"plan/{part}.md.j2" for part in ("annexes", "visites_miroir", "methode"))


def published(own: Mapping[str, str], **of_the_tool: str) -> Publication:
    """The example, with templates of the project's own; `of_the_tool`: parts that it ships otherwise."""
    made = example.made_for(example.notes(), example.settings())
    shipped = example.templates() | {f"plan/{part}.md.j2": text for part, text in of_the_tool.items()}
    frame = structs.replace(
        example.frame(example.settings(), made),
        templates={**shipped, **own},
        replaced={name: shipped[name] for name in own},
    )
    return assemble(example.notes(), frame)


def older(name: str, *marks: str) -> dict[str, str]:
    """A shipped template as it was before it had these marks."""
    text = example.templates()[name]
    for mark in marks:
        assert mark in text
        text = text.replace(mark, "")
    return {name: text}


def test_the_shipped_templates_refer_to_nothing_in_vain() -> None:
    assert published({}).findings == []


def test_a_template_without_the_marks_of_today_stops_nothing() -> None:
    own = older(ANNEXES, " des sources {.annexe #index-des-sources}")
    own |= older(VISITS, '{{ repere("visite", hote.code) }}')
    made = published(own, methode='# {{ titre }}\n\n{{ renvoi("Voir la", "visite", "HG") }}')
    text = example.told(made.document.blocks).replace("\u00a0", " ")
    visits = next(part.titre for part in example.settings().parts if part.partie == "visites_miroir")
    assert "que décrit l’index des sources (partie « Annexes »)" in text
    assert f"Voir la partie « {visits} »." in text
    lost = {finding.path for finding in made.findings if finding.code == "repere"}
    assert lost == {f"templates/{name}" for name in own}
    (index,) = {f.message for f in made.findings if f.path.endswith(ANNEXES) and "colophon" in f.message}
    assert "« # Index des sources {.annexe #index-des-sources} »" in index


def test_the_first_heading_of_a_part_bears_its_key() -> None:
    made = published({VISITS: "# Regards croisés", METHOD: "# {{ titre }}\n\nVoir la [](#visites-miroir)."})
    number = next(line for line in example.told(made.document.blocks).split("Voir la partie ")[1:])
    assert number[0].isdigit()


@pytest.mark.parametrize("asked", ["[](#annexe)", '{{ renvoi("Voir la", "annexe") }}'])
def test_a_project_s_own_reference_to_nothing_is_told_with_its_line(asked: str) -> None:
    with pytest.raises(RestitutionError) as told:
        published({METHOD: f"# {{{{ titre }}}}\n\n{asked}"})
    assert told.value.message == (
        "templates/plan/methode.md.j2, ligne 3 : ce modèle renvoie à « #annexe », que rien ne porte dans le "
        "document (le plus proche : annexes)."
    )
