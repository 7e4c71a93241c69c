"""Which paragraphs of a PDF are items of a list, and how deep each of them stands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from restitution.readers import rich
from restitution.readers.pdf.grids import Grid
from restitution.readers.pdf.paragraphs import Paragraph


def numbered(texts: Sequence[Paragraph | Grid]) -> set[int]:
    """Places of numbered paragraphs that are items: they count 1, 2, 3…, behind one another, and look as text."""
    found: set[int] = set()
    run: list[int] = []
    for place, one in enumerate([*texts, None]):
        number = one.number if isinstance(one, Paragraph) and "bold" not in one.look().marks else None
        if number == len(run) + 1:
            run.append(place)
            continue
        if isinstance(one, Paragraph) and one.marker and one.number is None and run:
            continue  # bullets below an item
        found |= set(run) if len(run) > 1 else set()
        run = [place] if number == 1 else []
    return found


def ranked(items: Sequence[tuple[Paragraph, rich.Item]]) -> list[tuple[Paragraph, rich.Item]]:
    """Items with the level that their place across the page says."""
    lefts: list[float] = []
    out = []
    for paragraph, item in items:
        left = paragraph.lines[0].box.left
        while lefts and left < lefts[-1] - 0.5 * paragraph.size:
            lefts.pop()
        if not lefts or left > lefts[-1] + 0.5 * paragraph.size:
            lefts.append(left)
        out.append((paragraph, msgspec.structs.replace(item, level=len(lefts) - 1)))
    return out
