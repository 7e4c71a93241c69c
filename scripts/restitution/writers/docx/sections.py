"""Sections: a cover, the text upright, what lies in landscape, a last page."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Literal

from restitution.ooxml.word import Element, W, make
from restitution.writers.docx.bands import Bands
from restitution.writers.docx.blocks import BACK, COVER, LANDSCAPE, PORTRAIT
from restitution.writers.docx.contents import place_name
from restitution.writers.docx.page import Page
from restitution.writers.docx.paragraphs import properties_of
from restitution.writers.docx.sheet import Sheet

Kind = Literal["couverture", "portrait", "paysage", "quatrieme"]
KINDS: dict[str, Kind] = {LANDSCAPE: "paysage", PORTRAIT: "portrait", BACK: "quatrieme", COVER: "portrait"}
"""Place -> what begins there."""
ANNOUNCING = ("heading ", "titre 1 ", "titre 2 ", "titre 3 ", "intertitre", "intitulé d'origine")
"""Styles of what stays with what follows it."""
MARKS = frozenset({W + "bookmarkStart", W + "bookmarkEnd"})


def lying(root: Element) -> frozenset[Element]:
    """The tables that stand on pages in landscape."""
    found: set[Element] = set()
    is_lying = False
    for node in root[0]:
        is_lying = {LANDSCAPE: True, PORTRAIT: False}.get(place_name(node), is_lying)
        if is_lying:
            found.update(node.iter(W + "tbl"))
    return frozenset(found)


def make_sections(root: Element, page: Page, bands: Bands, sheet: Sheet, *, is_last: bool = True) -> None:
    """Ends a section where pages turn or a cover ends, if something stands between two places: no page is empty.

    A section's properties go to its last paragraph, so that none stands alone on a page. Footnotes are numbered
    through. `is_last`: whether the text ends here; what follows is on upright pages, as what it follows.
    """
    body = root[0]
    body.remove(body[-1])
    kinds = _kinds(body, sheet)
    for (node, kind), (_, following) in pairwise(kinds):
        if kind != following:
            end_section(node, _section(kind, page, bands))
    if is_last:
        body.append(_section(kinds[-1][1] if kinds else "portrait", page, bands))


def _kinds(body: Element, sheet: Sheet) -> list[tuple[Element, Kind]]:
    """What stands in the text, with the kind of its pages; takes the places out."""
    nodes = list(body)
    kind: Kind = "couverture" if any(place_name(node) == COVER for node in nodes) else "portrait"
    found: list[tuple[Element, Kind]] = []
    for node in nodes:
        if name := place_name(node):
            kind = KINDS[name]
            body.remove(node)
        elif node.tag not in MARKS:
            found.append((node, kind))
    for number in range(len(found) - 2, -1, -1):  # a heading turns with what it announces
        if found[number + 1][1] == "paysage" and sheet.name(found[number][0]).startswith(ANNOUNCING):
            found[number] = (found[number][0], "paysage")
    return found


def end_section(last: Element, section: Element) -> None:
    """Ends a section with its last paragraph, or with one that takes no room behind a table."""
    if last.tag != W + "p":
        paragraph = make("p")
        properties_of(paragraph).append(make("spacing", before="0", after="0", line="20", lineRule="exact"))
        last.addnext(paragraph)
        last = paragraph
    properties_of(last).append(section)


def _section(kind: Kind, page: Page, bands: Bands) -> Element:
    """`w:sectPr`, its children in the order of the schema."""
    section = make("sectPr")
    section.extend(bands.references(kind))
    section.append(make("type", val="nextPage"))
    section.extend(copy.deepcopy(node) for node in (page.lying() if kind == "paysage" else page).nodes)
    section.append(make("cols", space="708"))
    if kind == "quatrieme":  # a first page of its own, for which no header was written, its text at the foot
        section.extend([make("vAlign", val="bottom"), make("titlePg")])
    elif kind == "couverture" and page.has_first:
        section.append(make("titlePg"))
    return section
