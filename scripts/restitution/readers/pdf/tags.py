"""What the tags of a PDF say: which pieces of text are headings."""

from __future__ import annotations

from typing import Any, Final

import pypdfium2.raw as pdfium

from restitution.pdfium import text_of

HEADINGS: Final = {"Title": 1, **{f"H{level}": level for level in range(1, 7)}}
"""Tags of headings (clause 14.8.4.3.2) -> their level."""
DEEPEST: Final = 60
"""Tags one inside the other."""


def heading_levels(handle: Any) -> dict[int, int]:
    """Number of a piece of tagged text -> level of the heading that it belongs to."""
    levels: dict[int, int] = {}
    tree = pdfium.FPDF_StructTree_GetForPage(handle)
    if tree:
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(levels, pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), 0, 0)
        pdfium.FPDF_StructTree_Close(tree)
    return levels


def _walk(levels: dict[int, int], element: Any, level: int, depth: int) -> None:
    name = text_of(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    level = HEADINGS.get(name, level)
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child and depth < DEEPEST:
            _walk(levels, child, level, depth + 1)
        elif not child and level:
            piece = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if piece >= 0:
                levels[piece] = level
