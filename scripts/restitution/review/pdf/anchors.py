"""Where our PDF names its passages: the destinations that links lead to (ISO 32000-1, clause 12.3.2.3).

Typst keeps those that something refers to: headings, captions, passages that the index of sources names. Measured
on the example: each of the 280 lies six to eight points above the first letter of its paragraph.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import pypdfium2.raw as pdfium

from restitution.review.pdf.letters import Letter, Path

OURS: Final = ("src_", "gen_")
LOWEST, HIGHEST = 20.0, 4.0
"""How far below a destination, and above it, its paragraph may begin, in points."""
SIDEWAYS: Final = 0.2
"""What a point to the side counts for, as against one up or down."""


class Anchor(msgspec.Struct, frozen=True):
    """A named place."""

    name: str
    page: int
    across: float
    up: float


def anchors_of(file: Any) -> list[Anchor]:
    """The destinations named after passages."""
    found = (_anchor(file, place) for place in range(pdfium.FPDF_CountNamedDests(file)))
    return [anchor for anchor in found if anchor.name.startswith(OURS)]


def _anchor(file: Any, place: int) -> Anchor:
    size = ctypes.c_long(0)
    pdfium.FPDF_GetNamedDest(file, place, None, size)
    buffer = ctypes.create_string_buffer(max(size.value, 2))
    target = pdfium.FPDF_GetNamedDest(file, place, buffer, size)
    name = buffer.raw[: max(size.value, 2) - 2].decode("utf-16-le", "replace")
    flags = [ctypes.c_int(0) for _ in range(3)]
    across, up, zoom = (ctypes.c_float(0) for _ in range(3))
    if target:
        pdfium.FPDFDest_GetLocationInPage(target, *flags, across, up, zoom)
    page = pdfium.FPDFDest_GetDestPageIndex(file, target) if target else -1
    return Anchor(name, page, across.value, up.value)


def named(anchors: Sequence[Anchor], letters: Mapping[int, Sequence[Letter]]) -> dict[Path, list[str]]:
    """Paragraph -> the bookmarks that name it."""
    found: dict[Path, list[str]] = {}
    firsts = {page: _firsts(of_page) for page, of_page in letters.items()}
    for anchor in anchors:
        near = [letter for letter in firsts.get(anchor.page, ()) if -LOWEST <= _top(letter) - anchor.up <= HIGHEST]
        if near:
            block = min(near, key=lambda letter, anchor=anchor: _distance(letter, anchor)).block  # type: ignore[misc]
            found.setdefault(block.path, []).append(anchor.name)
    return found


def _firsts(letters: Sequence[Letter]) -> list[Letter]:
    """The first letter that is seen of each paragraph of a page."""
    found: dict[Path, Letter] = {}
    for letter in letters:
        if letter.box is not None and letter.text.strip() and letter.block.kind != "footer":
            found.setdefault(letter.block.path, letter)
    return list(found.values())


def _top(letter: Letter) -> float:
    return letter.box[3] if letter.box else 0.0


def _distance(letter: Letter, anchor: Anchor) -> float:
    left = letter.box[0] if letter.box else 0.0
    return abs(_top(letter) - anchor.up) + SIDEWAYS * abs(left - anchor.across)
