"""Tables after pandoc: rows that stay whole, a name for screen readers, air below."""

from __future__ import annotations

from restitution.ooxml.word import Element, W, make, raw_words
from restitution.writers.docx.paragraphs import BEFORE_SPACING, properties_of, put, set_style
from restitution.writers.docx.sheet import Sheet

LONG_ROW = 1500
"""Characters of a cell beyond which a row may go on overleaf: whole, it would leave a page half empty."""
LONG_NAME = 250
AIR = "160"


def finish_tables(root: Element, sheet: Sheet) -> None:
    """Finishes each table of a part."""
    for table in list(root.iter(W + "tbl")):
        _name(table, sheet)
        for row in table.iterchildren(W + "tr"):
            if max((len(raw_words(cell)) for cell in row.iterchildren(W + "tc")), default=0) < LONG_ROW:
                _row_properties(row).insert(0, make("cantSplit"))
        _air_below(table, sheet)


def _name(table: Element, sheet: Sheet) -> None:
    caption = table.getprevious()
    properties = table.find(W + "tblPr")
    if properties is not None and caption is not None and sheet.name(caption) == "table caption":
        properties.append(make("tblCaption", val=" ".join(raw_words(caption).split())[:LONG_NAME]))


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
