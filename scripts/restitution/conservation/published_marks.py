"""What nobody outside may see in a written file: comments and tracked changes, whoever put them there (K15)."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pypdfium2.raw as pdfium

from restitution.conservation.container import Container
from restitution.conservation.published_body import BLOCKS
from restitution.pdfium import pages_of

CHANGES = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
    | {
        f"{kind}Change"
        for kind in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "numbering")
    }
)
COMMENTS = frozenset({"comment", "commentReference", "commentRangeStart"})
WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
TOLD = {
    f"{{{space}}}{name}": word
    for space in WORD
    for word, names in (("modification suivie", CHANGES), ("commentaire", COMMENTS))
    for name in names
}
"""Element of a DOCX -> what it is called."""
HARMLESS = frozenset({pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET})


ACTIVE = frozenset({"applet", "base", "embed", "frame", "iframe", "link", "object", "script", "svg"})
"""Elements of a page that do something, or lead it elsewhere."""
ADDRESSES = frozenset(
    {"action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcdoc", "srcset"}
)
"""Attributes that a browser follows or loads; `xlink:href` is one of them. Others hold words: `alt`, `content`."""


def marks_in_docx(data: bytes) -> Counter[str]:
    """« commentaire » and « modification suivie » -> how many the parts of a DOCX hold."""
    container = Container(data, "docx")
    found: Counter[str] = Counter()
    for name in container.names():
        if name.startswith("word/") and name.endswith(".xml"):
            found.update(TOLD[str(node.tag)] for node in container.met(name, TOLD, BLOCKS))
    return +found


def marks_in_pptx(data: bytes) -> Counter[str]:
    """« commentaire » -> how many parts of slides hold some."""
    names = Container(data, "pptx").names()
    return +Counter({"commentaire": sum("/comments/" in name or "/commentAuthors" in name for name in names)})


def marks_in_pdf(data: bytes) -> Counter[str]:
    """« commentaire » -> how many notes, highlights and the like lie on the pages of a PDF."""
    found: Counter[str] = Counter()
    for page in pages_of(data):
        for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, number)
            found["commentaire"] += pdfium.FPDFAnnot_GetSubtype(note) not in HARMLESS
            pdfium.FPDFPage_CloseAnnot(note)
    return +found


def marks_in_html(data: bytes) -> Counter[str]:
    """« commentaire », « modification suivie » and « programme » -> how many a web page holds."""
    reader = _PageMarks()
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    return +reader.found


class _PageMarks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_comment(self, _: str) -> None:
        self.found["commentaire"] += 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found["modification suivie"] += tag in {"ins", "del"}
        acts = [name for name, value in attrs if name.startswith("on") or _runs(name, value or "")]
        self.found["programme"] += (tag in ACTIVE) + len(acts)


def _runs(name: str, value: str) -> bool:
    """Whether an attribute is an address that runs what it says, or shows a page of its own."""
    script = "".join(value.split()).casefold().startswith(("javascript:", "vbscript:", "data:text"))
    return script and name.rsplit(":", 1)[-1] in ADDRESSES
