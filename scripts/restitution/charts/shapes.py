"""What a chart is drawn with: outlines and words on a page, in points from its upper left corner.

Layout is done here, in numbers that a test can read; `charts.render` turns it into SVG.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

INK, GREY, GREEN, OCHRE, WHITE = "#1F2423", "#5A5F5D", "#1B5E4B", "#8A5A00", "#FFFFFF"
PALE_GREEN, MIDDLE_GREEN, PALE_OCHRE, HAIR = "#D5E7E0", "#A5CCBE", "#E3C98F", "#C3CBC8"
WIDTH = 453.5
"""Points: the 16 cm of text of a page."""
SMALLEST = 8.0
"""Points: no word of a chart is smaller, at its printed size."""
SIZE = 8.5

Point = tuple[float, float]
Step = tuple[str, *tuple[float, ...]]
"""`move`, `line` or `quad` (a control point first) and their coordinates, or `close`."""


class Outline(msgspec.Struct, frozen=True, kw_only=True, tag="outline"):
    """Lines and areas: steps, what fills them, the line around them (empty: none)."""

    steps: list[Step]
    fill: str = ""
    pen: str = ""
    thick: float = 0.75
    dash: list[float] = []

    @property
    def points(self) -> list[Point]:
        """Every point that its steps name; the outline stays within them."""
        return [
            (step[at], step[at + 1])  # type: ignore[misc]
            for step in self.steps
            for at in range(1, len(step), 2)
        ]


class Words(msgspec.Struct, frozen=True, kw_only=True, tag="words"):
    """One line of words on its baseline; `anchor`: 0 begins at x, 0.5 is centred on it, 1 ends there."""

    x: float
    y: float
    text: str
    size: float = SIZE
    bold: bool = False
    colour: str = INK
    anchor: float = 0.0
    turned: bool = False
    """Read from bottom to top."""


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of shapes, the first ones below the others."""

    height: float
    shapes: list[Outline | Words]
    width: float = WIDTH

    def texts(self) -> list[str]:
        """Every line of words, in the order of drawing."""
        return [shape.text for shape in self.shapes if isinstance(shape, Words)]


class Box(msgspec.Struct, frozen=True):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom

    def outline(self, **look: object) -> Outline:
        """It, as a shape."""
        corners = ((self.right, self.top), (self.right, self.bottom), (self.left, self.bottom))
        steps: list[Step] = [("move", self.left, self.top), *(("line", *corner) for corner in corners), ("close",)]
        return Outline(steps=steps, **look)  # type: ignore[arg-type]


def line(*points: Point, **look: object) -> Outline:
    """An open line through some points."""
    first, *rest = points
    return Outline(steps=[("move", *first), *(("line", *point) for point in rest)], **look)  # type: ignore[arg-type]


def polygon(points: Iterable[Point], **look: object) -> Outline:
    """A closed area."""
    first, *rest = points
    steps: list[Step] = [("move", *first), *(("line", *point) for point in rest), ("close",)]
    return Outline(steps=steps, **look)  # type: ignore[arg-type]


def disc(centre: Point, radius: float, **look: object) -> Outline:
    """A disc, as a polygon too fine to be told from one."""
    turns = (math.tau * number / 48 for number in range(48))
    return polygon(((centre[0] + radius * math.cos(t), centre[1] + radius * math.sin(t)) for t in turns), **look)


def hatched(box: Box, gap: float, *, rising: bool = True, **look: object) -> Outline:
    """Lines at 45 degrees that fill a rectangle and stay inside, `gap` points apart."""
    width, height = box.right - box.left, box.bottom - box.top
    steps: list[Step] = []
    for number in range(1, math.ceil((width + height) / gap)):
        reach = number * gap
        ends = (min(reach, width), max(0.0, reach - width)), (max(0.0, reach - height), min(reach, height))
        for word, (x, y) in zip(("move", "line"), ends, strict=True):
            steps.append((word, box.left + x if rising else box.right - x, box.top + y))
    return Outline(steps=steps, **look)  # type: ignore[arg-type]
