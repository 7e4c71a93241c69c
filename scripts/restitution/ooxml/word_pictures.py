"""Pictures of a Word document: found in any kind of drawing, written again in the one form that pandoc reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from restitution.ooxml.word import PIC, PREFIXES, VML, WP, A, Element, R, positive

PICTURE = PREFIXES["pic"]
MAX_SIDE = 60_000_000
"""EMU; wider than any page."""
_LABELS = (WP + "docPr", PIC + "cNvPr")
_NO_PICTURE = re.compile(r"/(chart|chartex|diagram)$", re.IGNORECASE)


class Picture(msgspec.Struct, frozen=True):
    """A picture: the relationship that holds it, its alternative text, its size in EMU."""

    link: str
    alternative: str
    size: tuple[int, int]


def pictures(drawing: Element) -> Iterator[Picture]:
    """The pictures of a `w:drawing`, `w:pict` or `w:object`, in order."""
    found = [n for n in drawing.iter(A + "blip", VML + "imagedata") if n.getparent().tag != A + "buBlip"]
    size = _size(drawing) if len(found) == 1 else (0, 0)
    for node in found:
        names = ("embed", "link") if node.tag == A + "blip" else ("id", "pict", "href")
        link = next((node.get(R + name) for name in names if node.get(R + name)), None)
        if link:
            yield Picture(link, _alternative(node, drawing), size)


def undrawn(drawing: Element) -> str:
    """`chart` or `diagram` when a drawing points to data rather than to a picture, else nothing."""
    for data in drawing.iter(A + "graphicData"):
        found = _NO_PICTURE.search(data.get("uri", ""))
        if found:
            return "diagram" if found[1].lower() == "diagram" else "chart"
    return ""


def canonical(link: str, alternative: str, size: tuple[int, int]) -> Element:
    """A `w:drawing` of one picture."""
    drawing = etree.Element(f"{{{PREFIXES['w']}}}drawing", nsmap=PREFIXES)
    inline = etree.SubElement(drawing, WP + "inline")
    if all(size):
        etree.SubElement(inline, WP + "extent", cx=str(size[0]), cy=str(size[1]))
    etree.SubElement(inline, WP + "docPr", id="1", name="", descr=alternative)
    data = etree.SubElement(etree.SubElement(inline, A + "graphic"), A + "graphicData", uri=PICTURE)
    fill = etree.SubElement(etree.SubElement(data, PIC + "pic"), PIC + "blipFill")
    etree.SubElement(fill, A + "blip", {R + "embed": link})
    return drawing


def _size(drawing: Element) -> tuple[int, int]:
    extent = next(drawing.iter(WP + "extent"), None)
    if extent is None:
        return 0, 0
    return positive(extent.get("cx"), MAX_SIDE), positive(extent.get("cy"), MAX_SIDE)


def _alternative(node: Element, drawing: Element) -> str:
    """What describes a picture, else its title: LibreOffice's « Texte alternatif » becomes the title in a DOCX."""
    if node.tag == VML + "imagedata":
        return str(node.getparent().get("alt") or "")
    picture = next(node.iterancestors(PIC + "pic"), None)
    labels = [*drawing.iter(*_LABELS)]
    if picture is not None:
        labels = [*picture.iter(*_LABELS), *drawing.iter(WP + "docPr")]
    return next((said for name in ("descr", "title") for label in labels if (said := label.get(name))), "")
