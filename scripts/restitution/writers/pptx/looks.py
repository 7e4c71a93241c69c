"""How slides look: one master and two layouts, from python-pptx's own, in the colours of the publication."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Cm, Emu

FONT: Final = "Calibri"
"""On every Windows and Mac with PowerPoint; LibreOffice shows Carlito, of the same widths."""
GREEN, OCHRE, GREY, INK = "1B5E4B", "8A5A00", "5A5F5D", "1F2423"
WIDTH, HEIGHT = Cm(33.867), Cm(19.05)
MARGIN, TITLE_TOP, TITLE_HEIGHT = Cm(1.9), Cm(0.9), Cm(2.2)
BODY_TOP, BODY_HEIGHT = Cm(4.2), Cm(12.8)
BODY_WIDTH: Final = Emu(WIDTH - 2 * MARGIN)
FOOT_TOP, FOOT_HEIGHT = Cm(17.6), Cm(1.0)
TITLE_SIZE, BODY_SIZE, FOOT_SIZE = 40, 30, 14
"""Points."""
TEXT_LAYOUT, PICTURE_LAYOUT = "Titre et texte", "Titre et image"
_KEPT: Final = {"Title and Content": TEXT_LAYOUT, "Title Only": PICTURE_LAYOUT}
_RULE: Final = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
    '<p:cNvPr id="{id}" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
)


def dress(presentation: Presentation) -> None:
    """Give a new presentation its size, its master and its layouts; what is not used goes."""
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for layout in list(presentation.slide_layouts):
        if layout.name in _KEPT:
            layout.name = _KEPT[layout.name]
        else:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    for holder in (master, *presentation.slide_layouts):
        for shape in list(holder.placeholders):
            _place(shape)
    _write_text_styles(master.element)
    _write_theme(master)
    _rule(master)
    _forget_template(presentation)


def _place(shape: Any) -> None:
    """Put a placeholder where every slide has it; dates and footers are not used."""
    kind = str(shape.element.ph_type or "").lower()
    if "date" in kind or "footer" in kind or kind.startswith(("dt", "ftr")):
        shape.element.getparent().remove(shape.element)
    elif "sld" in kind or "slide_number" in kind:
        shape.left, shape.top, shape.width, shape.height = WIDTH - MARGIN - Cm(4), FOOT_TOP, Cm(4), FOOT_HEIGHT
    elif "title" in kind:
        shape.left, shape.top, shape.width, shape.height = MARGIN, TITLE_TOP, BODY_WIDTH, TITLE_HEIGHT
    else:
        shape.left, shape.top, shape.width, shape.height = MARGIN, BODY_TOP, BODY_WIDTH, BODY_HEIGHT
    for body in shape.element.iter(qn("a:bodyPr")):
        for fitting in list(body):  # letters keep their size, whatever program opens the file
            body.remove(fitting)
        body.set("anchor", "b" if "title" in kind else "t")
        body.set("lIns", "0")
        body.set("rIns", "0")


def _write_text_styles(master: Any) -> None:
    """Sizes and colours of titles, texts and slide numbers."""
    styles = master.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    _letters(title, TITLE_SIZE, GREEN, bold=True)
    for level in styles.find(qn("p:bodyStyle")):
        _letters(level, BODY_SIZE, INK)
    for shape in master.iter(qn("p:sp")):
        holder = shape.find(f".//{qn('p:ph')}")
        if holder is not None and holder.get("type") == "sldNum":
            for style in shape.iter(qn("a:lvl1pPr")):
                _letters(style, FOOT_SIZE, GREY)


def _letters(level: Any, size: int, colour: str, *, bold: bool = False) -> None:
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", str(size * 100))
    letters.set("b", str(int(bold)))
    for fill in letters.findall(qn("a:solidFill")):
        letters.remove(fill)
    fill = etree.SubElement(letters, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour)
    letters.insert(0, fill)


def _write_theme(master: Any) -> None:
    """The font of the theme, by which all letters are set."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for latin in theme.iter(qn("a:latin")):
        if latin.getparent().tag in {qn("a:majorFont"), qn("a:minorFont")}:
            latin.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _rule(master: Any) -> None:
    """The line below titles."""
    tree = master.shapes._spTree  # noqa: SLF001 python-pptx adds nothing to a master
    said = {
        "id": max(int(node.get("id")) for node in tree.iter(qn("p:cNvPr"))) + 1,
        "x": MARGIN,
        "y": TITLE_TOP + TITLE_HEIGHT + Cm(0.25),
        "width": Cm(4),
        "height": Cm(0.1),
        "colour": OCHRE,
    }
    tree.append(etree.fromstring(_RULE.format(**said)))


def _forget_template(presentation: Presentation) -> None:
    """The printer and the thumbnail of the template's maker are nobody's here."""
    for owner in (presentation.part, presentation.part.package):
        relations = owner._rels  # noqa: SLF001 python-pptx drops what XML refers to only
        for key in [
            key for key, one in relations.items() if one.reltype.endswith(("/printerSettings", "/thumbnail"))
        ]:
            relations.pop(key)
