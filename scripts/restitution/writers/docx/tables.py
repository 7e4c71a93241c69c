"""Tables after pandoc: rows that stay whole, a name for screen readers, air below."""

from __future__ import annotations

from restitution.ooxml.word import Element, W, make, positive, raw_words, value
from restitution.writers.docx.paragraphs import BEFORE_SPACING, RUNNING, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.styles import cell_margins

LONG_ROW = 1500
"""Characters of a cell beyond which a row may go on overleaf: whole, it would leave a page half empty."""
LONG_NAME = 250
WIDEST = 31_680
MARGINS = 180
"""Left and right margins of a cell."""
AIR = "160"
MANY_COLUMNS = 10
"""Columns from which cells have small letters and hardly a margin: words would break letter by letter."""
TIGHT = 25


def finish_tables(root: Element, sheet: Sheet, width: int) -> None:
    """Finishes each table of a part whose text is `width` twentieths of a point wide."""
    for table in list(root.iter(W + "tbl")):
        _name(table, sheet)
        for indent in table.findall(f"{W}tblPr/{W}tblInd"):
            indent.getparent().remove(indent)  # in a list: as wide as the text, it would leave the page
        _set_widths(table, width)
        if len(table.findall(f"{W}tblGrid/{W}gridCol")) >= MANY_COLUMNS:
            _tighten(table, sheet)
        for row in table.iterchildren(W + "tr"):
            if max((len(raw_words(cell)) for cell in row.iterchildren(W + "tc")), default=0) < LONG_ROW:
                _row_properties(row).insert(0, make("cantSplit"))
        _air_below(table, sheet)


def _name(table: Element, sheet: Sheet) -> None:
    caption = table.getprevious()
    properties = table.find(W + "tblPr")
    if properties is not None and caption is not None and sheet.name(caption) == "table caption":
        properties.append(make("tblCaption", val=" ".join(raw_words(caption).split())[:LONG_NAME]))


def _set_widths(table: Element, width: int) -> None:
    """Absolute widths, of which Word takes the columns; a table in a cell is as wide as the cell."""
    cell = next(table.iterancestors(W + "tc"), None)
    outer = None if cell is None else cell.find(f"{W}tcPr/{W}tcW")
    room = width if outer is None else positive(outer.get(W + "w"), width) - MARGINS
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    shares = [positive(column.get(W + "w"), WIDEST) for column in columns]
    widths = [max(1, share * room // max(1, sum(shares))) for share in shares]
    for column, own in zip(columns, widths, strict=True):
        column.set(W + "w", str(own))
    for row in table.iterchildren(W + "tr"):
        first = 0
        for properties in row.iterfind(f"{W}tc/{W}tcPr"):
            span = positive(value(properties, "gridSpan"), len(widths)) or 1
            properties.insert(0, make("tcW", w=str(sum(widths[first : first + span])), type="dxa"))
            first += span


def _tighten(table: Element, sheet: Sheet) -> None:
    properties = table.find(W + "tblPr")
    if properties is not None:
        following = next(properties.iterchildren(W + "tblLook", W + "tblCaption"), None)
        margins = cell_margins(TIGHT, TIGHT)
        properties.append(margins) if following is None else following.addprevious(margins)
    for paragraph in table.iter(W + "p"):
        if sheet.name(paragraph) in RUNNING | {"compact"}:
            set_style(paragraph, sheet.id("Tableau serré"))


def _row_properties(row: Element) -> Element:
    found = row.find(W + "trPr")
    if found is None:
        found = make("trPr")
        row.insert(0, found)
    return found


def _air_below(table: Element, sheet: Sheet) -> None:
    """Space before the next paragraph; an empty one where Word needs it: before a table, at the end of a cell."""
    following = table.getnext()
    if following is None or following.tag != W + "p":
        following = make("p")
        table.addnext(following)
    if raw_words(following).strip() or following.find(f".//{W}drawing") is not None:
        if not sheet.name(following).startswith("heading"):
            put(properties_of(following), make("spacing", before=AIR), BEFORE_SPACING)
    elif following.find(W + "pPr") is None:
        set_style(following, sheet.id("Après tableau"))
