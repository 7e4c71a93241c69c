"""A writer's « Figure 2 : » gives way to our number, unless the text refers to it; no word is lost."""

from __future__ import annotations

import pytest

from restitution.model import Reading
from restitution.pandoc import ast
from restitution.shaping.captions import captioned
from restitution.shaping.own_numbers import without_own_numbers

PICTURE = {"t": "Image", "c": [ast.attributes(), [], ["media/a.png", ""]]}


def line(text: str) -> dict[str, object]:
    return ast.para(ast.leaf(ast.string(text), "paragraphe 2"))


@pytest.mark.parametrize(
    ("caption", "text", "kept", "gone"),
    [
        ("Figure 2 : la fontaine", "Rien.", "la fontaine", "Figure 2 : "),
        ("Fig. n° 2. La fontaine", "Rien.", "La fontaine", "Fig. n° 2. "),
        ("Carte 1 – Les gares", "Rien.", "Carte – Les gares", " 1"),
        ("Figure 2 : la fontaine", "Comme le montre la figure 2, rien.", "Figure 2 : la fontaine", ""),
        ("Figure 2 : la fontaine", "Voir figures 1 à 3.", "Figure 2 : la fontaine", ""),
        ("Figure 2 : la fontaine", "Voir figures 1 et 3.", "la fontaine", "Figure 2 : "),
        ("Figure 2", "Rien.", "Figure 2", ""),
        ("Photo 1914 : la gare", "Rien.", "Photo 1914 : la gare", ""),
        ("Figure 2 : 300 habitants", "Rien.", "Figure 2 : 300 habitants", ""),
        ("Carte des gares", "Rien.", "Carte des gares", ""),
    ],
)
def test_the_number_of_a_caption(caption: str, text: str, kept: str, gone: str) -> None:
    blocks = [ast.para(ast.leaf([PICTURE], "paragraphe 1")), line(caption), line(text)]
    reading = without_own_numbers(Reading(blocks=blocks))
    figure, after = captioned(captioned(reading.blocks, sure=True))
    assert ast.text(figure["c"][1][1]).strip() == kept
    assert ast.text(after).strip() == text
    assert [(entry.text, entry.where) for entry in reading.not_taken] == ([(gone, "paragraphe 2")] if gone else [])


def test_a_line_that_names_no_picture_keeps_its_number() -> None:
    reading = Reading(blocks=[line("Figure 2 : la fontaine")])
    assert without_own_numbers(reading) is reading
