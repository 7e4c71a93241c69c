"""Colours made from a designer's: pale grounds, and letters that can be read."""

from __future__ import annotations

DARK_ENOUGH = 1.05 / 4.5 - 0.05
"""Luminance of the palest colour on which white is read, and that is read on white."""


def tint(color: str, white: float) -> str:
    """A colour with white in it, from 0 to 1."""
    return "".join(f"{round(part + (255 - part) * white):02X}" for part in _parts(color))


def readable(color: str) -> str:
    """A colour as dark as it must be to be read on white, and white on it (contrast of 4.5, WCAG 1.4.3)."""
    while luminance(color) > DARK_ENOUGH:
        color = "".join(f"{round(part * 0.9):02X}" for part in _parts(color))
    return color


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(color)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _shares(color: str) -> list[float]:
    return [part / 255 for part in _parts(color)]


def _parts(color: str) -> list[int]:
    return [int(color[place : place + 2], 16) for place in (0, 2, 4)]
