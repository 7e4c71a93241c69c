"""Puts the table of reasons behind the text of a redline. It belongs to the file, not to the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from restitution.ooxml.package import open_package, parse, write_package
from restitution.ooxml.parts import DOCUMENT, serialise
from restitution.ooxml.word import SPACE, Element, W, make, value
from restitution.redline.reasons import Reason
from restitution.redline.sides import STYLES

BOOKMARK: Final = "_restitution_motifs"
"""Begins the annex; hidden in Word."""
BOOKMARK_ID: Final = "2999999"
TITLE: Final = "Ce qui a changé, et pourquoi"
ABOUT: Final = (
    "Ce tableau accompagne la comparaison et n'appartient pas au document : supprimez-le avant d'en faire une "
    "version. Accepter toutes les modifications donne le texte nouveau, les refuser toutes l'ancien. Le sommaire, "
    "les numéros et la date de couverture sont ceux du texte nouveau."
)
NOTHING: Final = "Rien n'a changé."
HEAD: Final = ("Où", "Ce qui a changé", "Note du passage", "Pourquoi")
SHARES: Final = (13, 45, 22, 20)
"""Of the width, in hundredths."""
WIDTH: Final = 9_300
"""In twentieths of a point, where a section does not say."""
STYLED: Final = {
    "title": ("toc heading", "heading 1"),
    "text": ("body text",),
    "cell": ("compact",),
    "table": ("table",),
}


def with_reasons(data: bytes, lines: Sequence[Reason]) -> bytes:
    """The DOCX with the table of reasons at its end."""
    parts = open_package(data)
    root = parse(parts[DOCUMENT])
    body = root[0]
    styles = _styles(parts)
    section = body[-1] if len(body) and body[-1].tag == W + "sectPr" else None
    place = len(body) if section is None else len(body) - 1
    written = [_title(styles["title"]), _paragraph(ABOUT if lines else NOTHING, styles["text"])]
    if lines:
        written += [_table(lines, styles, _room(section)), make("p")]
    body[place:place] = written
    parts[DOCUMENT] = serialise(root)
    return write_package(parts)


def _styles(parts: dict[str, bytes]) -> dict[str, str]:
    """Id of the style of each part of the annex, by the names that the document has."""
    nodes = parse(parts[STYLES]).iterchildren(W + "style") if STYLES in parts else []
    ids = {(value(node, "name") or "").lower(): node.get(W + "styleId", "") for node in nodes}
    return {part: next((ids[name] for name in names if name in ids), "") for part, names in STYLED.items()}


def _room(section: Element | None) -> int:
    size = None if section is None else section.find(W + "pgSz")
    margins = None if section is None else section.find(W + "pgMar")
    if size is None or margins is None:
        return WIDTH
    said = [node.get(W + key, "") for node, key in ((size, "w"), (margins, "left"), (margins, "right"))]
    return int(said[0]) - int(said[1]) - int(said[2]) if all(one.isdecimal() for one in said) else WIDTH


def _title(style: str) -> Element:
    paragraph = _paragraph(TITLE, style)
    start = make("bookmarkStart", id=BOOKMARK_ID, name=BOOKMARK)
    paragraph[1:1] = [start, make("bookmarkEnd", id=BOOKMARK_ID)]
    properties = paragraph[0]
    properties.insert(len(properties.findall(W + "pStyle")), make("pageBreakBefore"))
    return paragraph


def _paragraph(text: str, style: str, *, is_bold: bool = False) -> Element:
    paragraph, properties, run, node = make("p"), make("pPr"), make("r"), make("t")
    if style:
        properties.append(make("pStyle", val=style))
    node.set(SPACE, "preserve")
    node.text = text
    if is_bold:
        look = make("rPr")
        look.append(make("b"))
        run.append(look)
    run.append(node)
    paragraph.extend([properties, run])
    return paragraph


def _table(lines: Sequence[Reason], styles: dict[str, str], room: int) -> Element:
    table, properties, grid = make("tbl"), make("tblPr"), make("tblGrid")
    widths = [room * share // 100 for share in SHARES]
    if styles["table"]:
        properties.append(make("tblStyle", val=styles["table"]))
    properties.extend([make("tblW", w=str(sum(widths)), type="dxa"), make("tblLayout", type="fixed")])
    grid.extend(make("gridCol", w=str(width)) for width in widths)
    table.extend([properties, grid, _row(HEAD, widths, styles["cell"], is_head=True)])
    for line in lines:
        table.append(_row((line.place, line.change, line.source, line.why), widths, styles["cell"]))
    return table


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, is_head: bool = False) -> Element:
    row, properties = make("tr"), make("trPr")
    properties.append(make("cantSplit"))
    if is_head:
        properties.append(make("tblHeader"))
    row.append(properties)
    for text, width in zip(cells, widths, strict=True):
        cell, own = make("tc"), make("tcPr")
        own.append(make("tcW", w=str(width), type="dxa"))
        cell.extend([own, _paragraph(text, style, is_bold=is_head)])
        row.append(cell)
    return row
