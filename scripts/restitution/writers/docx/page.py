"""The page of a reference: its size, its margins, and the same page lying."""

from __future__ import annotations

import copy

import msgspec

from restitution.ooxml.word import Element, W, make, positive
from restitution.writers.docx.looks import cm_of_twips, twips_of_cm

A4 = {"w": "11906", "h": "16838"}
MARGINS_CM = {"top": 2.5, "right": 2.3, "bottom": 2.3, "left": 2.3, "header": 1.1, "footer": 1.1, "gutter": 0}
NARROWEST, MOST = 2000, 31_680
"""Twentieths of a point."""
SHARE_OF_HEIGHT = 0.42
"""Of the text's height that a picture takes at most: a taller one leaves half of a page empty before it."""
CAPTION_CM = 2.2


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page; lengths in twentieths of a point."""

    nodes: list[Element]
    """`w:pgSz`, `w:pgMar` and, if any, `w:pgBorders`."""
    has_first: bool = False
    """Whether its first page has a header or a footer of its own."""

    @property
    def width(self) -> int:
        """Of the text."""
        return self._room("w", ("left", "right", "gutter"))

    @property
    def height(self) -> int:
        """Of the text."""
        return self._room("h", ("top", "bottom"))

    @property
    def tallest_cm(self) -> float:
        """Of a picture, in centimetres: on a page that lies, it has the page for itself."""
        height = cm_of_twips(self.height)
        return height - CAPTION_CM if self.is_lying else height * SHARE_OF_HEIGHT

    @property
    def is_lying(self) -> bool:
        """Whether it is wider than tall."""
        return self._length(0, "w") > self._length(0, "h")

    def lying(self) -> Page:
        """The same page in landscape, each margin on its side."""
        if self.is_lying:
            return self
        size, *others = copy.deepcopy(self.nodes)
        width, height = size.get(W + "w", ""), size.get(W + "h", "")
        size.attrib.update({W + "w": height, W + "h": width, W + "orient": "landscape"})
        return Page(nodes=[size, *others])

    def _room(self, side: str, margins: tuple[str, ...]) -> int:
        return max(self._length(0, side) - sum(self._length(1, margin) for margin in margins), NARROWEST)

    def _length(self, node: int, name: str) -> int:
        return positive((self.nodes[node].get(W + name) or "").removeprefix("-"), MOST)


def page_of(section: Element | None, *, has_first: bool = False) -> Page:
    """The page of a section; A4 and our margins where it does not say."""
    size = None if section is None else section.find(W + "pgSz")
    margins = None if section is None else section.find(W + "pgMar")
    borders = [] if section is None else section.findall(W + "pgBorders")
    if size is None:
        size = make("pgSz", **A4)
    if margins is None:
        margins = make("pgMar", **{side: str(twips_of_cm(width)) for side, width in MARGINS_CM.items()})
    return Page(nodes=[copy.deepcopy(node) for node in (size, margins, *borders)], has_first=has_first)
