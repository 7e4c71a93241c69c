"""Shades of one colour: what the eye takes for the same is the same, named as in the spreadsheet's palette.

Somebody who colours by hand picks « vert » in one program and a green beside it in another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

NEAR: Final = 6.0
"""Distance in CIE L*a*b* (1976) below which two fills are one colour: 2.3 is just noticeable side by side."""
PALETTE: Final = {
    "C00000": "rouge foncé", "FF0000": "rouge", "FFC000": "orange", "FFFF00": "jaune", "92D050": "vert clair",
    "00B050": "vert", "00B0F0": "bleu clair", "0070C0": "bleu", "002060": "bleu foncé", "7030A0": "violet",
}  # fmt: skip
"""The ten standard colours of spreadsheets, under the names that they show there."""


def palette_name(colour: str) -> str:
    """Name of the standard colour that a fill is, or is nearly; empty for another."""
    near = [(distance(colour, standard), name) for standard, name in PALETTE.items()]
    gap, name = min(near)
    return name if gap <= NEAR else ""


def merged_shades(counts: Mapping[str, int], first: Iterable[str]) -> dict[str, str]:
    """Each fill -> the one it is taken for: one of `first` (a legend's, never merged), or the most frequent."""
    kept = list(dict.fromkeys(first))
    found = {colour: colour for colour in kept}
    for colour, _ in sorted(Counter(counts).items(), key=lambda pair: (-pair[1], pair[0])):
        if colour in found:
            continue
        gap, nearest = min(((distance(colour, other), other) for other in kept), default=(NEAR + 1, colour))
        found[colour] = nearest if gap <= NEAR else colour
        if found[colour] == colour:
            kept.append(colour)
    return found


def distance(one: str, other: str) -> float:
    """How far apart two colours (`RRGGBB`) look."""
    return math.dist(_lab(one), _lab(other))


@cache
def _lab(colour: str) -> tuple[float, float, float]:
    """L*a*b* of an sRGB colour, white point D65 (IEC 61966-2-1)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
