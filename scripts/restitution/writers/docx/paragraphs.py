"""Paragraphs after pandoc: one style for running text, one for lists, one for cells."""

from __future__ import annotations

from restitution.model import STYLES
from restitution.ooxml.word import Element, W, make, value
from restitution.writers.docx.looks import twips_of_cm
from restitution.writers.docx.sheet import Sheet
from restitution.writers.docx.styles import BOX_LEFT_CM

BOX, BOX_STEP_CM = STYLES["encadre"].lower(), 0.6
DEEPEST_LEVEL = 8
HIDDEN = "_"
"""Begins the names of the bookmarks that Word does not show: its own, and those of the numbers of captions."""
SOURCE = STYLES["source"].lower()
RUNNING = frozenset({"", "normal", "first paragraph", "body text"})


def finish_paragraphs(root: Element, sheet: Sheet) -> None:
    """Gives each paragraph its style: an editor who deletes the first of a section changes no other's look."""
    for paragraph in root.iter(W + "p"):
        name = sheet.name(paragraph)
        in_cell = next(paragraph.iterancestors(W + "tc"), None) is not None
        in_list = value(paragraph, "pPr/numPr/numId") is not None
        if in_cell and name in RUNNING:
            set_style(paragraph, sheet.id("Compact"))
        elif in_list and not in_cell and name in RUNNING | {"compact"}:
            set_style(paragraph, sheet.id("List Paragraph"))
        elif in_list and name == BOX:
            _align_in_box(paragraph)
        elif name == "first paragraph":
            set_style(paragraph, sheet.id("Body Text"))
        before = paragraph.getprevious()
        if name == SOURCE and before is not None and before.tag == W + "p":  # a source goes with its text
            put(properties_of(before), make("keepNext"), frozenset({"pStyle"}))
    for level in root.iter(W + "ilvl"):
        level.set(W + "val", str(min(int(level.get(W + "val", "0")), DEEPEST_LEVEL)))


def _align_in_box(paragraph: Element) -> None:
    """A list's item in a box: it hangs from the box's own edge, so that the rule and the ground stay straight."""
    level = int(value(paragraph, "pPr/numPr/ilvl") or "0") + 1
    hanging = twips_of_cm(level * BOX_STEP_CM)
    left = twips_of_cm(BOX_LEFT_CM) + hanging
    put(properties_of(paragraph), make("ind", left=str(left), hanging=str(hanging)), BEFORE_INDENT)


def properties_of(paragraph: Element) -> Element:
    """The `w:pPr` of a paragraph, made if need be."""
    found = paragraph.find(W + "pPr")
    if found is None:
        found = make("pPr")
        paragraph.insert(0, found)
    return found


def bookmark_of(paragraph: Element) -> Element | None:
    """The bookmark of a paragraph's passage: not one that Word hides, around a number."""
    marks = paragraph.iterchildren(W + "bookmarkStart")
    return next((mark for mark in marks if not mark.get(W + "name", "").startswith(HIDDEN)), None)


def set_style(paragraph: Element, style: str) -> None:
    """Gives a paragraph a style by id."""
    properties = properties_of(paragraph)
    old = properties.find(W + "pStyle")
    if old is None:
        properties.insert(0, make("pStyle", val=style))
    else:
        old.set(W + "val", style)


def put(properties: Element, node: Element, after: frozenset[str]) -> None:
    """Puts a property after those that the schema wants before it, in place of one of its own kind."""
    for old in properties.findall(node.tag):
        properties.remove(old)
    known = {W + name for name in after}
    place = max((number for number, child in enumerate(properties, 1) if child.tag in known), default=0)
    properties.insert(place, node)


BEFORE_BREAK = frozenset({"pStyle", "keepNext", "keepLines"})
BEFORE_NUMBERS = BEFORE_BREAK | {"pageBreakBefore", "framePr", "widowControl"}
BEFORE_TABS = BEFORE_NUMBERS | {"numPr", "suppressLineNumbers", "pBdr", "shd"}
BEFORE_SPACING = BEFORE_TABS | {
    "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
}  # fmt: skip
BEFORE_INDENT = BEFORE_SPACING | {"spacing"}
