"""What the signs of a chart mean: a sample and words, one under the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from restitution.charts.ruler import LEADING, Ruler, stacked
from restitution.charts.shapes import INK, SMALLEST, WIDTH, Box, Outline, Words

SAMPLE = (26.0, 12.0)
GAP = 5.0


class Key(msgspec.Struct, frozen=True):
    """A line of the legend: what draws its sample in a box, and its words."""

    sample: Callable[[Box], Sequence[Outline | Words]]
    meaning: str


def legend(keys: Sequence[Key], top: float, ruler: Ruler) -> tuple[list[Outline | Words], float]:
    """The shapes of a legend that begins at `top`, and where it ends."""
    shapes: list[Outline | Words] = []
    width, height = SAMPLE
    for key in keys:
        lines = ruler.lines(key.meaning, WIDTH - width - 10, SMALLEST)
        row = max(height, len(lines) * SMALLEST * LEADING)
        middle = top + row / 2
        shapes += key.sample(Box(1, middle - height / 2, 1 + width, middle + height / 2))
        shapes += stacked(lines, width + 9, middle, size=SMALLEST, colour=INK)
        top += row + GAP
    return shapes, top
