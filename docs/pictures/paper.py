"""A PDF that a reviewer has written upon: a highlight with its note, as any reader of PDF writes it."""

from __future__ import annotations

import html
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
import pypdfium2
from docs.pictures.returned import REMARK, REVIEWER
from docs.pictures.shots import SCALE, SCHEMAS, drawing
from PIL.Image import Image

YELLOW: Final = (1, 0.85, 0.3)
SHOWN: Final = 560
"""How wide the page is in the picture, in dots (`schemas.css`)."""
AROUND: Final = (190, 130)
"""Points that are shown above and below."""
PAGE: Final = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>PDF</title>
<link rel="stylesheet" href="{css}"><body class="photo"><div class="paper"><img src="page.png" alt="">
<div class="note hit" style="top:{top}px"><b>{who}</b><br>{said}</div></div>"""


def annotated(source: Path, target: Path, words: str) -> tuple[int, float]:
    """Write the PDF with a highlight on `words`: its page, and how high it stands there, in points."""
    with pypdfium2.PdfDocument(source) as document:
        number, (left, bottom, right, top) = _found(document, words)
    with pikepdf.open(source) as document:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Highlight,
            Rect=[left, bottom, right, top],
            QuadPoints=[left, top, right, top, left, bottom, right, bottom],
            C=list(YELLOW),
            T=REVIEWER,
            Contents=REMARK,
            F=4,
        )
        page = document.pages[number]
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), document.make_indirect(mark)])
        document.save(target)
    return number, top


def _found(document: pypdfium2.PdfDocument, words: str) -> tuple[int, tuple[float, float, float, float]]:
    for number in range(len(document)):
        text = document[number].get_textpage()
        if hit := text.search(words).get_next():
            text.count_rects(*hit)
            return number, text.get_rect(0)
    raise LookupError(f"« {words} » is on no page")


def page_and_note(source: Path, words: str) -> Image:
    """The words in yellow, as PDFium shows them; their note beside, which a reader shows on a click."""
    with TemporaryDirectory(prefix="restitution-") as folder:
        target = Path(folder) / "annotated.pdf"
        number, height = annotated(source, target, words)
        with pypdfium2.PdfDocument(target) as document:
            page = document[number]
            picture = page.render(scale=SCALE * 1.5, draw_annots=True).to_pil()
            middle = page.get_height() - height
        scale = SCALE * 1.5
        above, below = AROUND
        picture.crop(
            (40, round((middle - above) * scale), picture.width - 40, round((middle + below) * scale))
        ).save(Path(folder) / "page.png")
        top = round(above * scale * SHOWN / (picture.width - 80)) - 20
        said = PAGE.format(
            css=(SCHEMAS / "schemas.css").as_uri(), top=top, who=html.escape(REVIEWER), said=html.escape(REMARK)
        )
        (Path(folder) / "page.html").write_text(said, "utf-8")
        return drawing(Path(folder) / "page.html")
