"""Sections: a cover without header nor footer, the text, a last page without them."""

from __future__ import annotations

import copy

from restitution.ooxml.word import Element, W, make, positive
from restitution.writers.docx.blocks import BACK, COVER
from restitution.writers.docx.contents import is_place
from restitution.writers.docx.paragraphs import properties_of

DEFAULT_WIDTH, NARROWEST, MOST = 9298, 2000, 31_680
BANDS = ("headerReference", "footerReference")
AFTER_TYPE = tuple(W + tag for tag in (*BANDS, "footnotePr", "endnotePr"))
AFTER_TITLE_PAGE = tuple(
    W + tag for tag in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")
)


def text_width(root: Element) -> int:
    """Width of the text of a document's last section, in twentieths of a point."""
    sections = list(root.iter(W + "sectPr"))
    size = sections[-1].find(W + "pgSz") if sections else None
    margins = sections[-1].find(W + "pgMar") if sections else None
    if size is None or margins is None:
        return DEFAULT_WIDTH
    sides = sum(positive(margins.get(W + side), MOST) for side in ("left", "right"))
    return max(positive(size.get(W + "w"), MOST) - sides, NARROWEST)


def make_sections(root: Element) -> None:
    """Ends a section at each place left for it. Footnotes are numbered through."""
    body = root[0]
    last = body[-1]
    for restart in list(root.iter(W + "footnotePr")):
        restart.getparent().remove(restart)
    text = copy.deepcopy(last)
    for paragraph in list(body.iterchildren(W + "p")):
        if is_place(paragraph, COVER):
            _end_section(paragraph, _bare(text))
        elif is_place(paragraph, BACK):
            _end_section(paragraph, _next_page(text))
            _stand_apart(last)


def _end_section(paragraph: Element, section: Element) -> None:
    properties = properties_of(paragraph)
    del properties[:]
    properties.extend([make("spacing", before="0", after="0", line="20", lineRule="exact"), section])


def _bare(section: Element) -> Element:
    made = _next_page(section)
    for tag in BANDS:
        for node in made.findall(W + tag):
            made.remove(node)
    return made


def _next_page(section: Element) -> Element:
    made = copy.deepcopy(section)
    for node in made.findall(W + "type"):
        made.remove(node)
    place = sum(1 for node in made if node.tag in AFTER_TYPE)
    made.insert(place, make("type", val="nextPage"))
    return made


def _stand_apart(section: Element) -> None:
    """A first page of its own, for which no header was written, its text at the foot."""
    for tag in ("vAlign", "titlePg"):
        for node in section.findall(W + tag):
            section.remove(node)
    place = next((n for n, node in enumerate(section) if node.tag in AFTER_TITLE_PAGE), len(section))
    section[place:place] = [make("vAlign", val="bottom"), make("titlePg")]
