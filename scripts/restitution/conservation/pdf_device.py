"""Gathers what the content of a page draws, sign by sign, for the counter of PDF files."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import decode_text


class Device(PDFTextDevice):
    """Keeps each glyph: text, left, right, baseline, size. A replacement text stands once for all it replaces."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.glyphs: list[tuple[str, float, float, float, float]] = []
        self._tags: list[str | None] = []
        """Of each open tag, its replacement text."""
        self._said = False

    def begin_tag(self, _tag: Any, props: Any = None) -> None:
        """Open a tag."""
        said = props.get("ActualText") if isinstance(props, dict) else None
        if self._outer() is None:
            self._said = False
        self._tags.append(decode_text(said) if isinstance(said, bytes) else None)

    def end_tag(self) -> None:
        """Close the last one."""
        if self._tags:
            self._tags.pop()

    def _outer(self) -> str | None:
        return next((said for said in self._tags if said is not None), None)

    def render_char(  # noqa: PLR0913, PLR0917 the library's
        self,
        matrix: tuple[float, ...],
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """Keep one glyph; gives how far it moves what follows."""
        advance = float(font.char_width(cid) * fontsize * scaling)
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = f"(cid:{cid})"
        said = self._outer()
        if said is not None:
            text = "" if self._said else said
            self._said = True
        a, _, c, d, e, f = matrix
        size = abs(fontsize) * (c * c + d * d) ** 0.5 or 1.0
        left, base = e + c * rise, f + d * rise
        right = left + a * advance
        if text:
            self.glyphs.append((text, min(left, right), max(left, right), base, size))
        return advance
