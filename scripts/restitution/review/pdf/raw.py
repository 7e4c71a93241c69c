"""What the library says of the annotations of a page (ISO 32000-1, clause 12.5), as records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any, Final

import msgspec
import pypdfium2.raw as pdfium

from restitution.pdfium import text_of
from restitution.review.pdf.dates import iso_date

SUBTYPES: Final = {
    pdfium.FPDF_ANNOT_TEXT: "Text",
    pdfium.FPDF_ANNOT_FREETEXT: "FreeText",
    pdfium.FPDF_ANNOT_LINE: "Line",
    pdfium.FPDF_ANNOT_SQUARE: "Square",
    pdfium.FPDF_ANNOT_CIRCLE: "Circle",
    pdfium.FPDF_ANNOT_POLYGON: "Polygon",
    pdfium.FPDF_ANNOT_POLYLINE: "PolyLine",
    pdfium.FPDF_ANNOT_HIGHLIGHT: "Highlight",
    pdfium.FPDF_ANNOT_UNDERLINE: "Underline",
    pdfium.FPDF_ANNOT_SQUIGGLY: "Squiggly",
    pdfium.FPDF_ANNOT_STRIKEOUT: "StrikeOut",
    pdfium.FPDF_ANNOT_CARET: "Caret",
    pdfium.FPDF_ANNOT_STAMP: "Stamp",
    pdfium.FPDF_ANNOT_INK: "Ink",
    pdfium.FPDF_ANNOT_FILEATTACHMENT: "FileAttachment",
    pdfium.FPDF_ANNOT_SOUND: "Sound",
    pdfium.FPDF_ANNOT_REDACT: "Redact",
}
"""The markup annotations (table 169): what a person says. Links, widgets, popups and the like say nothing."""
TAG: Final = re.compile(r"<[^>]+>")
LINE_END: Final = re.compile(r"</p>\s*|<br\s*/?>|\r\n?")

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the page."""


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """One markup annotation."""

    page: int
    number: int
    """Among all annotations of its page."""
    subtype: str
    author: str = ""
    date: str = ""
    text: str = ""
    box: Box
    quads: list[Box] = []
    """Of words that are marked: their boxes, a line each."""
    above: int = -1
    """Number of the annotation of the same page that it answers or is grouped with."""
    is_grouped: bool = False
    """It is a part of the one above, not an answer to it."""
    state: str = ""
    """Of an answer that only says a state: « Completed », « Accepted »…"""


def annotations_of(page: Any, number: int) -> list[Annotation]:
    """The markup annotations of a page, in the file's order."""
    found: list[Annotation] = []
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        with _opened(pdfium.FPDFPage_GetAnnot(page, place)) as handle:
            subtype = SUBTYPES.get(pdfium.FPDFAnnot_GetSubtype(handle)) if handle else None
            if subtype is not None:
                found.append(_annotation(page, handle, subtype, (number, place)))
    return found


def _annotation(page: Any, handle: Any, subtype: str, place: tuple[int, int]) -> Annotation:
    return Annotation(
        page=place[0],
        number=place[1],
        subtype=subtype,
        author=_string(handle, "T").strip(),
        date=iso_date(_string(handle, "CreationDate")) or iso_date(_string(handle, "M")),
        text=_contents(handle),
        box=_box(handle),
        quads=list(_quads(handle)),
        above=_above(page, handle),
        is_grouped=_string(handle, "RT") == "Group",
        state=_string(handle, "State") if subtype == "Text" else "",
    )


@contextmanager
def _opened(handle: Any) -> Iterator[Any]:
    yield handle
    if handle:
        pdfium.FPDFPage_CloseAnnot(handle)


def _string(handle: Any, key: str) -> str:
    """A string or name of the annotation's dictionary."""
    return text_of(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(handle, key.encode(), buffer, size))


def _contents(handle: Any) -> str:
    """What it says; where only the rich form is there (clause 12.7.3.4), its words."""
    plain = _string(handle, "Contents")
    if not plain.strip():
        plain = unescape(TAG.sub("", LINE_END.sub("\n", _string(handle, "RC"))))
    return LINE_END.sub("\n", plain).strip()


def _above(page: Any, handle: Any) -> int:
    with _opened(pdfium.FPDFAnnot_GetLinkedAnnot(handle, b"IRT")) as other:
        return int(pdfium.FPDFPage_GetAnnotIndex(page, other)) if other else -1


def _box(handle: Any) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(handle, rect)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def _quads(handle: Any) -> Iterator[Box]:
    """The boxes around its quadrilaterals: programs write their corners in different orders."""
    for place in range(pdfium.FPDFAnnot_CountAttachmentPoints(handle)):
        quad = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFAnnot_GetAttachmentPoints(handle, place, quad):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            up = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(up), max(across), max(up)
