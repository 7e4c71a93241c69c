"""Every word of an ODT, from its XML (OpenDocument 1.2 and 1.3): the counter's own reading."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from lxml import etree

from restitution.conservation.container import Container, beside, opened
from restitution.conservation.words import Flow, formula_words, words
from restitution.errors import UnreadableSource

Element: TypeAlias = etree._Element  # noqa: SLF001 lxml has no public name for its elements

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SHORT = {"drawing": "draw", "svg-compatible": "svg"}
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "{http://www.w3.org/1999/xlink}href"
SILENT = frozenset(
    {
        "dc:creator", "dc:date", "loext:sender-initials", "math:annotation", "math:annotation-xml",
        "meta:creator-initials", "meta:date-string", "office:binary-data", "office:event-listeners",
        "office:forms", "svg:desc", "svg:title", "table:desc", "table:title", "text:index-entry-span",
        "text:index-title-template", "text:note-citation", "text:number", "text:script",
    }
)  # fmt: skip
"""Elements whose text no reader of the page sees as the note's: names, dates, numbers, alternative texts."""
BREAKS = frozenset({"text:s", "text:tab", "text:line-break"})
PARAGRAPHS = frozenset({"text:p", "text:h"})
CHARACTER_HOLDERS = frozenset({"text", "loext", ""})
"""Prefixes of the elements where a blank is text: elsewhere (in a drawing) it only lays the XML out."""
ANNOTATIONS = frozenset({"office:annotation", "office:change-info"})
STRUCTURE = frozenset({"text:list", "text:list-header", "text:list-item", "text:section"})
PAGES = frozenset(f"style:{kind}{page}" for kind in ("header", "footer") for page in ("", "-left", "-first"))

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

Styles: TypeAlias = set[tuple[str, str]]
"""Family and name of the styles that hide their text."""
Boxes: TypeAlias = list[Element]
"""Paragraphs of text boxes and shapes met in a paragraph: told after it."""


def odt_words(data: bytes) -> list[str]:
    """Words of the text in order (notes and comments in their place), then of the pages' headers and footers.

    Raises `UnreadableSource` when the file is not a readable ODT.
    """
    container = opened(data, "odt")
    content = container.tree("content.xml")
    styles = container.tree("styles.xml") if "styles.xml" in container else None
    text = next((e for e in content.iter(etree.Element) if _name(e.tag) == "office:text"), None)
    if text is None:
        raise UnreadableSource("Ce fichier n'est pas un document texte : enregistrez-le au format odt.")
    hidden = _hidden_styles([content, *([] if styles is None else [styles])])
    teller = _Teller(container, hidden, controls_shown(text), _joins(text))
    teller.children(text, [])
    if styles is not None:
        for page in styles.iter(etree.Element):
            if _name(page.tag) in PAGES:
                teller.children(page, [])
    return teller.flow.done()


class _Teller:
    """Goes through elements in order; knows the styles that hide text, and what the fields of a form show."""

    def __init__(self, container: Container, hidden: Styles, controls: dict[str, str], joins: set[str]) -> None:
        self.flow = Flow()
        self._container = container
        self._hidden = hidden
        self._controls = controls
        self._joins = joins
        """Deletions that took an end of paragraph."""

    def children(self, element: Element, boxes: Boxes, *, inside: bool = False, aside: str = "") -> None:
        """Words below `element`; `inside` a paragraph its own characters count too."""
        self._characters(element, element.text, aside)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, _name(child.tag), boxes, inside=inside, aside=aside)
            self._characters(element, child.tail, aside)

    def _characters(self, holder: Element, text: str | None, aside: str) -> None:
        if text and (_prefix(holder) in CHARACTER_HOLDERS or text.strip()):
            self.flow.say(text, aside)

    def _element(self, element: Element, name: str, boxes: Boxes, *, inside: bool, aside: str) -> None:  # noqa: C901, PLR0912 one line a kind
        match name:
            case _ if name in SILENT:
                pass
            case _ if name in BREAKS:
                self.flow.cut(aside)
            case _ if name in PARAGRAPHS and inside:
                boxes.append(element)
            case _ if name in PARAGRAPHS:
                self._paragraph(element, self._aside(element, aside))
            case ":fieldmark":
                self.flow.say(chosen_in(element), aside)
            case "text:change" if _attribute(element, "text:change-id") in self._joins:
                self.flow.cut(aside)
            case "text:note":
                self.flow.cut()
                self.children(element, [])
                self.flow.cut()
            case _ if name in ANNOTATIONS:
                self._beside(element, aside)
            case "draw:control":
                self.flow.add(words(self._controls.get(_attribute(element, "draw:control"), "")))
                self.children(element, boxes, inside=inside, aside=aside)
            case "text:ruby-text":
                self.flow.cut(aside)
                self.children(element, boxes, inside=inside, aside=aside)
                self.flow.cut(aside)
            case "draw:object":
                self._object(element)
            case "math:math":
                self.flow.add(_formula(element))
            case _ if not inside and (name in STRUCTURE or name.startswith("table:")):
                self.flow.cut()
                self.children(element, boxes, inside=inside, aside=aside or _unseen(element, name))
                self.flow.cut()
            case _:
                self.children(element, boxes, inside=inside, aside=self._aside(element, aside))

    def _paragraph(self, element: Element, aside: str) -> None:
        boxes: Boxes = []
        self.flow.cut()
        self.children(element, boxes, inside=True, aside=aside)
        self.flow.cut()
        for box in boxes:
            self._paragraph(box, self._aside(box, aside))

    def _beside(self, element: Element, aside: str) -> None:
        """A comment hangs on its place in the text and cuts no word there."""
        teller = _Teller(self._container, self._hidden, self._controls, self._joins)
        teller.children(element, [])
        self.flow.set_beside(teller.flow.done(), aside)

    def _object(self, element: Element) -> None:
        """A formula kept in a part of its own."""
        part = beside("content.xml", element.get(XLINK, "")) + "/content.xml"
        if part in self._container:
            root = self._container.tree(part)
            if _name(root.tag) == "math:math":
                self.flow.add(_formula(root))
        self.children(element, [])

    def _aside(self, element: Element, aside: str) -> str:
        family = "paragraph" if _name(element.tag) in PARAGRAPHS else "text"
        is_field = _name(element.tag) == "text:hidden-text" and _attribute(element, "text:is-hidden") == "true"
        hidden = (family, _attribute(element, "text:style-name")) in self._hidden
        if not aside and asks_for_words(element):
            return "field"
        return "hidden" if hidden or is_field or (family == "paragraph" and _hides_itself(element)) else aside


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


def _attribute(element: Element, name: str) -> str:
    prefix, _, local = name.partition(":")
    space = {"draw": "drawing"}.get(prefix, prefix)
    return str(element.get(f"{{{OASIS}{space}:1.0}}{local}", ""))


def _hidden_styles(roots: list[Element]) -> Styles:
    """Family and name of the styles whose text is not displayed, by themselves or by those they come from."""
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    for root in reversed(roots):
        for style in root.iter(f"{{{OASIS}style:1.0}}style"):
            said = [
                p.get(f"{{{OASIS}text:1.0}}display", "") for p in style if _name(p.tag) == "style:text-properties"
            ]
            key = _attribute(style, "style:family"), _attribute(style, "style:name")
            shown[key] = _attribute(style, "style:parent-style-name"), "".join(said)
    return {key for key in shown if _display(shown, key) == "none"}


def _display(shown: dict[tuple[str, str], tuple[str, str]], key: tuple[str, str]) -> str:
    """What the nearest style that says it says."""
    seen = set()
    while key in shown and key not in seen:
        seen.add(key)
        parent, said = shown[key]
        if said:
            return said
        key = key[0], parent
    return ""


def _hides_itself(paragraph: Element) -> bool:
    """Whether a field of a paragraph (not of a box in it) hides it."""
    return any(
        _name(e.tag) == "text:hidden-paragraph"
        and _attribute(e, "text:is-hidden") == "true"
        and next(a for a in e.iterancestors() if _name(a.tag) in PARAGRAPHS) is paragraph
        for e in paragraph.iter(etree.Element)
    )


def asks_for_words(element: Element) -> bool:
    """Whether a field or a content control only shows its prompt: « <nom> », « Cliquez ici »."""
    prompts = {key.rpartition("}")[2]: value for key, value in element.items()}
    return _name(element.tag) == "text:placeholder" or prompts.get("showing-place-holder") == "true"


def chosen_in(mark: Element) -> str:
    """The choice made in the list of a Word form's field, as LibreOffice keeps it."""
    params = [
        {key.rpartition("}")[2]: value for key, value in param.items()}
        for param in mark.iterchildren(etree.Element)
    ]
    entries = [param.get("value", "") for param in params if param.get("name") == "Dropdown_ListEntry"]
    number = next((param.get("value", "") for param in params if param.get("name") == "Dropdown_Selected"), "0")
    return "".join(entries[int(number) :][:1]) if number.isdecimal() else ""


def _joins(text: Element) -> set[str]:
    """Deletions that took an end of paragraph."""
    deletions = [e for e in text.iter(etree.Element) if _name(e.tag) == "text:deletion"]
    several = (e for e in deletions if sum(_name(c.tag) != "office:change-info" for c in e) > 1)
    return {key for e in several for at, key in e.getparent().items() if at.endswith("}id")}


def _unseen(element: Element, name: str) -> str:
    """`hidden` for a section, a row or a cell that does not show."""
    display = _attribute(element, "text:display")
    is_off = display == "none" or (display == "condition" and _attribute(element, "text:is-hidden") == "true")
    is_row = name == "table:table-row" and _attribute(element, "table:visibility") not in {"", "visible"}
    return "hidden" if (name == "text:section" and is_off) or is_row or name == "table:covered-table-cell" else ""


def controls_shown(text: Element) -> dict[str, str]:
    """What each field of a form shows: its label, what was filled in or chosen."""
    shown: dict[str, str] = {}
    for forms in text.iter(f"{{{OASIS}office:1.0}}forms"):
        for field in forms.iter(f"{{{OASIS}form:1.0}}*"):
            key = field.get(XML_ID) or _attribute(field, "form:id")
            if key:
                shown.setdefault(key, _shown(field))
    return shown


def _shown(field: Element) -> str:
    label = _attribute(field, "form:label")
    if _name(field.tag) in {"form:password", "form:hidden"}:
        return label
    typed = _attribute(field, "form:current-value") or _attribute(field, "form:value")
    typed = typed or " ".join("".join(p.itertext()) for p in field.iter() if _name(p.tag) == "text:p")
    chosen = [
        _attribute(choice, "form:label")
        for choice in field.iter(f"{{{OASIS}form:1.0}}option", f"{{{OASIS}form:1.0}}item")
        if _attribute(choice, "form:current-selected") == "true"
    ]
    return " ".join([label, typed, *chosen])


def _formula(math: Element) -> list[str]:
    texts = [
        e.text or ""
        for e in math.iter(etree.Element)
        if _name(e.tag) not in {"math:annotation", "math:annotation-xml"}
    ]
    return formula_words("".join(texts))
