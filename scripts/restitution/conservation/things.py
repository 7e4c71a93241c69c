"""Things without words that a note has lost on its way: the raw XML of its file holds more of them.

The count of words sees neither a picture nor a formula; nor that a footnote became a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from restitution.conservation.kinds import Kinds, counted
from restitution.conservation.kinds_docx import docx_kinds
from restitution.conservation.kinds_odt import odt_kinds
from restitution.model import Reading

COUNTERS: Final[dict[str, Callable[[bytes], Kinds]]] = {"docx": docx_kinds, "odt": odt_kinds}
GUARDED: Final = {
    "pictures": ("image", "images"),
    "equations": ("équation", "équations"),
    "notes": ("note de bas de page", "notes de bas de page"),
}
"""Kinds that no step between a file and its note may change the count of."""


def things_lost(data: bytes, format_: str, reading: Reading) -> list[tuple[str, int, int]]:
    """Each guarded kind that a file holds more of than its note: its key, the file's count, the note's.

    Nothing for a format without such a counter. Raises `UnreadableSource`.
    """
    if format_ not in COUNTERS:
        return []
    counts = counted(COUNTERS[format_](data), reading)
    return [(kind, *counts[kind]) for kind in GUARDED if kind in counts and counts[kind][0] > counts[kind][1]]
