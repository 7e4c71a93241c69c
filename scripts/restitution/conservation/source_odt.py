"""Every word of an ODT, from its XML (OpenDocument 1.2 and 1.3): the counter's own reading."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import Container, beside
from restitution.conservation.words import Flow, formula_words
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SHORT = {"drawing": "draw", "svg-compatible": "svg"}
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "{http://www.w3.org/1999/xlink}href"
SILENT = frozenset(
    {
        "dc:creator", "dc:date", "math:annotation", "meta:creator-initials", "meta:date-string",
        "office:binary-data", "office:change-info", "office:event-listeners", "office:forms",
        "svg:desc", "svg:title", "text:note-citation", "text:number", "text:script",
    }
)  # fmt: skip
"""Elements whose text no reader of the page sees as the note's: names, dates, numbers, alternative texts."""
BREAKS = frozenset({"text:s", "text:tab", "text:line-break"})
PARAGRAPHS = frozenset({"text:p", "text:h"})
CHARACTER_HOLDERS = frozenset({"text", "loext"})
"""Prefixes of the elements whose own characters, inside a paragraph, are its text."""
PAGES = frozenset(f"style:{kind}{page}" for kind in ("header", "footer") for page in ("", "-left", "-first"))

Boxes: TypeAlias = list[Element]
"""Paragraphs of text boxes and shapes met in a paragraph: told after it."""


def odt_words(data: bytes) -> list[str]:
    """Words of the text in order (notes and comments in their place), then of the pages' headers and footers.

    Raises `UnreadableSource` when the file is not a readable ODT.
    """
    container = Container(data, "odt")
    content = container.tree("content.xml")
    styles = container.tree("styles.xml") if "styles.xml" in container else None
    text = next((e for e in content.iter(etree.Element) if _name(e.tag) == "office:text"), None)
    if text is None:
        raise UnreadableSource("Ce fichier n'est pas un document texte : enregistrez-le au format odt.")
    teller = _Teller(
        container, _hidden_styles(content) | (_hidden_styles(styles) if styles is not None else set())
    )
    teller.children(text, [])
    if styles is not None:
        for page in styles.iter(etree.Element):
            if _name(page.tag) in PAGES:
                teller.children(page, [])
    return teller.flow.done()


class _Teller:
    """Goes through elements in order; knows the styles that hide text."""

    def __init__(self, container: Container, hidden: set[str]) -> None:
        self.flow = Flow()
        self._container = container
        self._hidden = hidden

    def children(self, element: Element, boxes: Boxes, *, inside: bool = False, aside: str = "") -> None:
        """Words below `element`; `inside` a paragraph its own characters count too."""
        spoken = inside and _prefix(element) in CHARACTER_HOLDERS
        if spoken:
            self.flow.say(element.text or "", aside)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, _name(child.tag), boxes, inside=inside, aside=aside)
            if spoken:
                self.flow.say(child.tail or "", aside)

    def _element(self, element: Element, name: str, boxes: Boxes, *, inside: bool, aside: str) -> None:
        match name:
            case _ if name in SILENT:
                pass
            case _ if name in BREAKS:
                self.flow.cut(aside)
            case _ if name in PARAGRAPHS and inside:
                boxes.append(element)
            case _ if name in PARAGRAPHS:
                self._paragraph(element, self._aside(element, aside))
            case "text:note":
                self.flow.cut()
                self.children(element, [])
                self.flow.cut()
            case "office:annotation":
                self._beside(element)
            case "text:ruby-text":
                self.flow.cut(aside)
                self.children(element, boxes, inside=inside, aside=aside)
                self.flow.cut(aside)
            case "draw:object":
                self._object(element)
            case "math:math":
                self.flow.add(_formula(element))
            case _:
                self.children(element, boxes, inside=inside, aside=self._aside(element, aside))

    def _paragraph(self, element: Element, aside: str) -> None:
        boxes: Boxes = []
        self.flow.cut()
        self.children(element, boxes, inside=True, aside=aside)
        self.flow.cut()
        for box in boxes:
            self._paragraph(box, self._aside(box, aside))

    def _beside(self, element: Element) -> None:
        """A comment hangs on its place in the text and cuts no word there."""
        teller = _Teller(self._container, self._hidden)
        teller.children(element, [])
        self.flow.set_beside(teller.flow.done())

    def _object(self, element: Element) -> None:
        """A formula kept in a part of its own."""
        part = beside("content.xml", element.get(XLINK, "")) + "/content.xml"
        if part in self._container:
            root = self._container.tree(part)
            if _name(root.tag) == "math:math":
                self.flow.add(_formula(root))
        self.children(element, [])

    def _aside(self, element: Element, aside: str) -> str:
        style = element.get(f"{{{OASIS}text:1.0}}style-name", "")
        return "hidden" if style in self._hidden else aside


@cache
def _name(tag: str) -> str:
    space, _, local = tag[1:].partition("}")
    if space == MATHML:
        return f"math:{local}"
    if space == "http://purl.org/dc/elements/1.1/":
        return f"dc:{local}"
    prefix = space.removeprefix(OASIS).partition(":")[0] if space.startswith(OASIS) else ""
    if ":loext:" in space:
        prefix = "loext"
    return f"{SHORT.get(prefix, prefix)}:{local}"


def _prefix(element: Element) -> str:
    return _name(element.tag).partition(":")[0]


def _hidden_styles(root: Element) -> set[str]:
    """Names of the styles whose text is not displayed."""
    return {
        properties.getparent().get(f"{{{OASIS}style:1.0}}name", "")
        for properties in root.iter(f"{{{OASIS}style:1.0}}text-properties")
        if properties.get(f"{{{OASIS}text:1.0}}display") == "none"
    }


def _formula(math: Element) -> list[str]:
    texts = [e.text or "" for e in math.iter(etree.Element) if _name(e.tag) != "math:annotation"]
    return formula_words("".join(texts))
