"""Sections: a cover without header nor footer, the text, a last page without them."""

from __future__ import annotations

import copy

from restitution.ooxml.word import Element, W, make
from restitution.writers.docx.blocks import BACK, COVER
from restitution.writers.docx.contents import is_place
from restitution.writers.docx.paragraphs import properties_of

BANDS = ("headerReference", "footerReference")
AFTER_TYPE = tuple(W + tag for tag in (*BANDS, "footnotePr", "endnotePr"))
AFTER_TITLE_PAGE = ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")


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
            _hide_first_bands(last)


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


def _hide_first_bands(section: Element) -> None:
    """A first page of its own, for which no header was written."""
    if section.find(W + "titlePg") is None:
        place = next((n for n, node in enumerate(section) if node.tag in {W + t for t in AFTER_TITLE_PAGE}), None)
        section.insert(len(section) if place is None else place, make("titlePg"))
