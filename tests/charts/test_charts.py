"""Charts say in words what they draw, draw every number of their table, and always in the same way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from restitution.charts import NAMES, charts_of
from restitution.charts.shapes import GREY, INK, MIDDLE_GREEN, OCHRE, PALE_GREEN, WHITE, Outline, Words
from restitution.pandoc import ast
from restitution.pictures.formats import HEAVY_SVG, suffix
from tests.charts.world import FONTS, coverage_of, notes_of, plans_of, settings_of

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
SPACES = re.compile(r"[\u00a0\u202f]")


def plain(text: str) -> str:
    return SPACES.sub(" ", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_a_case(case: dict[str, Any]) -> None:
    plans = plans_of(case)
    for name, sentences in case.get("dit", {}).items():
        for sentence in sentences:
            assert sentence in plain(plans[name].alt)
    for name, texts in case.get("dessin", {}).items():
        drawn = [plain(text) for text in plans[name].drawing.texts()]
        assert [text for text in texts if text not in drawn] == []
    if "hachures" in case:
        assert hatched_cells(case, plans["graphique_themes"].drawing.shapes) == case["hachures"]
    assert [name for name in case.get("sans", []) if name in plans] == []
    assert set(plans) <= set(NAMES)


def hatched_cells(case: dict[str, Any], shapes: list[Outline | Words]) -> list[str]:
    """Cells that lines run across: their frames are drawn in the order of the table."""
    outlines = [shape for shape in shapes if isinstance(shape, Outline)]
    frames = [one for one in outlines if one.pen == GREY and len(one.steps) == 5]
    lines = [one for one in outlines if sum(step[0] == "move" for step in one.steps) > 1]
    names = [f"{theme}/{territory}" for theme in case["couverture"] for territory in case["territoires"]]
    return [
        name
        for name, frame in zip(names, frames, strict=False)
        if any(_inside(_middle(line.points), frame.points) for line in lines)
    ]


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    x, y = ((min(point[side] for point in points) + max(point[side] for point in points)) / 2 for side in (0, 1))
    return x, y


def _inside(point: tuple[float, float], corners: list[tuple[float, float]]) -> bool:
    return all(
        min(corner[side] for corner in corners) <= point[side] <= max(corner[side] for corner in corners)
        for side in (0, 1)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_the_same_bytes_each_time(case: dict[str, Any]) -> None:
    notes, words = notes_of(case)
    made = [charts_of(coverage_of(case), notes, words, settings_of(case), FONTS) for _ in range(2)]
    assert made[0] == made[1]
    for chart in made[0].values():
        assert suffix(chart.svg) == "svg"
        assert not HEAVY_SVG.search(chart.svg.decode())
        assert b"<text" not in chart.svg


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_every_number_of_the_table_is_drawn_or_said(case: dict[str, Any]) -> None:
    for plan in plans_of(case).values():
        shown = f"{plan.alt} {' '.join(plan.drawing.texts())}"
        numbers = re.findall(r"\d+(?:\u202f\d+)*", ast.text(plan.table))
        assert [number for number in numbers if number not in shown] == []


@pytest.mark.parametrize(
    ("text", "ground"),
    [(INK, PALE_GREEN), (INK, MIDDLE_GREEN), (INK, WHITE), (GREY, WHITE), (OCHRE, WHITE), (WHITE, "#1B5E4B")],
)
def test_words_stand_out_from_their_ground(text: str, ground: str) -> None:
    dark, light = sorted((luminance(text), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """WCAG 2.2, « relative luminance »."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
