"""Words of an OpenDocument text that a note does not take, by reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.etree import _Element as Element

from restitution.model import NotTaken, NotTakenReason
from restitution.ooxml.opendocument import name, q

SILENT: Final = frozenset(
    {
        "dc:creator",
        "dc:date",
        "meta:creator-initials",
        "meta:date-string",
        "?:sender-initials",
        "text:note-citation",
        "text:number",
        "text:script",
        "text:index-title-template",
        "text:index-entry-span",
        "table:title",
        "table:desc",
        "math:annotation",
        "math:annotation-xml",
        "office:binary-data",
        "office:forms",
        "office:event-listeners",
        "svg:title",
        "svg:desc",
    }
)
"""Elements whose text is no word of the note: the programme wrote it, or it shows nowhere on the page."""
PARAGRAPHS: Final = frozenset({"text:p", "text:h"})
BLANKS: Final = frozenset({"text:s", "text:tab", "text:line-break"})
SEPARATE: Final = PARAGRAPHS | BLANKS | {"text:note", "text:ruby-text", "math:math"}
"""Elements whose text is never one word with what stands around them."""
COMMENTS: Final = frozenset({"office:annotation", "office:change-info"})
HOLDERS: Final = frozenset({"text", "?"})
"""Prefixes of the elements where a blank is text; between those of a drawing it only lays out the XML."""

Hides = Callable[[str | None], bool]
"""Name of a style of characters -> whether its text does not show."""


def said(holder: Element, text: str | None) -> str:
    """Characters that stand straight in `holder`, as far as they are text."""
    prefix = name(holder).partition(":")[0]
    if not text or prefix in HOLDERS:
        return text or ""
    if prefix == "math":  # how a formula is written decides what touches: each of its letters stands alone
        return f" {' '.join(text)} "
    return text if text.strip() else ""


class _Aside:
    """Gathers the words under an element, by reason; `hides` knows the styles whose text does not show."""

    def __init__(self, reason: NotTakenReason, hides: Hides) -> None:
        self.reason = reason
        self.pieces: dict[NotTakenReason, list[str]] = {}
        self._hides = hides

    def gather(self, element: Element, reason: NotTakenReason, boxes: list[Element] | None) -> None:
        """Adds the words of `element`; `boxes` takes the paragraphs inside its own one, told after it."""
        tag = name(element)
        if not tag or tag in SILENT:
            return
        if tag in PARAGRAPHS and boxes is not None:
            boxes.append(element)
            return
        if tag in COMMENTS:
            reason, boxes = "commentaire", None
        elif (tag == "text:span" and self._hides(element.get(q("text:style-name")))) or (
            tag == "text:hidden-text" and element.get(q("text:is-hidden")) == "true"
        ):
            reason = "texte masqué"
        later: list[Element] = []
        inner = later if tag in PARAGRAPHS else None if tag == "text:note" else boxes
        edge = " " if tag in SEPARATE else ""
        self._say(reason, edge + said(element, element.text))
        for child in element:
            self.gather(child, reason, inner)
            self._say(reason, said(element, child.tail))
        self._say(reason, edge)
        for box in later:
            self.gather(box, reason, None)

    def _say(self, reason: NotTakenReason, text: str) -> None:
        if text and reason == self.reason != "texte masqué":  # what is hidden before and after it is not one word
            self.pieces.setdefault("texte masqué", []).append(" ")
        self.pieces.setdefault(reason, []).append(text)


def words_aside(element: Element, reason: NotTakenReason, where: str, hides: Hides) -> list[NotTaken]:
    """The words under `element`, one entry a reason: `reason`, but for comments and hidden text in it."""
    aside = _Aside(reason, hides)
    aside.gather(element, reason, None)
    texts = {why: " ".join("".join(pieces).split()) for why, pieces in aside.pieces.items()}
    return [NotTaken(reason=why, text=text, where=where) for why, text in texts.items() if text]


def furniture(styles: Element, hides: Hides) -> list[NotTaken]:
    """Headers and footers of the page styles."""
    found: list[NotTaken] = []
    for master in styles.iter(q("style:master-page")):
        for part in master:
            tag = name(part)
            if tag.startswith(("style:header", "style:footer")):
                where = "en-tête" if tag.startswith("style:header") else "pied de page"
                found += words_aside(part, "en-tête ou pied répété", where, hides)
    return found
