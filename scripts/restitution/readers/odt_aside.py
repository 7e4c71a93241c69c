"""Words of an OpenDocument text that a note does not take, by reason."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.opendocument import name, q

TECHNICAL: Final = frozenset(
    {
        "dc:creator",
        "dc:date",
        "meta:creator-initials",
        "meta:date-string",
        "?:sender-initials",
        "text:note-citation",
        "text:number",
        "text:script",
        "table:title",
        "table:desc",
        "math:annotation",
        "office:binary-data",
    }
)
"""Elements whose text the programme wrote, or that never shows."""
DESCRIPTIONS: Final = frozenset({"svg:title", "svg:desc"})
SEPARATE: Final = TECHNICAL | {
    "text:s",
    "text:tab",
    "text:line-break",
    "text:p",
    "text:h",
    "text:index-title-template",
}
"""Elements whose text is never one word with what stands around them."""


def words_aside(element: Element, reason: NotTakenReason, where: str) -> list[NotTaken]:
    """The words under `element`, one entry a reason: `reason`, but for comments and technical text in it."""
    found: dict[NotTakenReason, list[str]] = {}
    _gather(element, reason, found)
    texts = {why: " ".join("".join(pieces).split()) for why, pieces in found.items()}
    return [NotTaken(reason=why, text=text, where=where) for why, text in texts.items() if text]


def _gather(element: Element, reason: NotTakenReason, found: dict[NotTakenReason, list[str]]) -> None:
    tag = name(element)
    if tag in DESCRIPTIONS or not tag:
        return
    if tag in TECHNICAL:
        reason = "champ technique"
    elif tag == "office:annotation":
        reason = "commentaire"
    pieces = found.setdefault(reason, [])
    edge = " " if tag in SEPARATE else ""
    pieces += edge, element.text or ""
    for child in element:
        _gather(child, reason, found)
        pieces.append(child.tail or "")
    pieces.append(edge)


def furniture(styles: Element) -> list[NotTaken]:
    """Headers and footers of the page styles."""
    found: list[NotTaken] = []
    for master in styles.iter(q("style:master-page")):
        for part in master:
            tag = name(part)
            if tag.startswith(("style:header", "style:footer")):
                where = "en-tête" if tag.startswith("style:header") else "pied de page"
                found += words_aside(part, "en-tête ou pied répété", where)
    return found
