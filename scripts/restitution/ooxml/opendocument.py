"""What an OpenDocument text is made of: its names, its opening within limits, its styles."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import msgspec
from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.package import BOMB, BROKEN, open_package, parse

MIMETYPE: Final = "application/vnd.oasis.opendocument.text"
OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES: Final[dict[str, str]] = {
    "office": f"{OASIS}:office:1.0",
    "text": f"{OASIS}:text:1.0",
    "table": f"{OASIS}:table:1.0",
    "draw": f"{OASIS}:drawing:1.0",
    "style": f"{OASIS}:style:1.0",
    "fo": f"{OASIS}:xsl-fo-compatible:1.0",
    "svg": f"{OASIS}:svg-compatible:1.0",
    "form": f"{OASIS}:form:1.0",
    "meta": f"{OASIS}:meta:1.0",
    "chart": f"{OASIS}:chart:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
PREFIXES: Final = {uri: prefix for prefix, uri in NAMESPACES.items()}

PROTECTED = "Ce fichier est protégé par mot de passe : retirez-le, enregistrez, puis remplacez le fichier."
NOT_A_TEXT = "Ce fichier n'est pas un texte OpenDocument : enregistrez-le au format .odt."


class OpenDocument(msgspec.Struct, frozen=True):
    """An opened text: the parts of its package, its body, and the roots of its content and of its styles."""

    parts: dict[str, bytes]
    content: Element
    styles: Element
    body: Element


def q(name: str) -> str:
    """`text:p` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def name(element: Element) -> str:
    """Tag of an element as `text:p`; `?:…` in a namespace that is not ours, empty for a comment."""
    if not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.rpartition("}")  # a damaged file may hold names that lxml takes for none
    return f"{PREFIXES.get(space[1:], '?')}:{local}"


REPEATS: Final = {
    q("text:c"): 10_000,
    q("table:number-columns-repeated"): 20_000,
    q("table:number-rows-repeated"): 100_000,
}
"""Attributes by which a few bytes ask for gigabytes, and what a real text never goes beyond."""


def open_document(data: bytes) -> OpenDocument:
    """The text of an .odt. Raises `UnreadableSource`: broken, protected, amplifying, or not a text."""
    parts = open_package(data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableSource(PROTECTED)
    kind = parts.get("mimetype", MIMETYPE.encode()).decode(errors="replace").strip()
    if not kind.startswith(MIMETYPE):
        raise UnreadableSource(NOT_A_TEXT)
    if "content.xml" not in parts:
        raise UnreadableSource(BROKEN)
    content = parse(parts["content.xml"])
    styles = parse(parts.get("styles.xml", b"<none/>"))
    _refuse_repeats(content)
    body = content.find(f"{q('office:body')}/{q('office:text')}")
    if body is None:
        raise UnreadableSource(NOT_A_TEXT)
    return OpenDocument(parts, content, styles, body)


def _refuse_repeats(root: Element) -> None:
    for element in root.iter(q("text:s"), q("table:*")):
        for attribute, limit in REPEATS.items():
            if count(element, attribute) > limit:
                raise UnreadableSource(BOMB)
    rows = q("table:number-rows-repeated")
    for row in root.iter(q("table:table-row")):
        if count(row, rows) > 1 and count(row, rows) * _filled(row) > limits.now().cells:
            raise UnreadableSource(BOMB)


def _filled(row: Element) -> int:
    """Cells of a row that say something, those that are repeated counted each."""
    columns = q("table:number-columns-repeated")
    return sum(count(cell, columns) for cell in row.iterchildren(q("table:table-cell")) if len(cell))


def count(element: Element, attribute: str) -> int:
    """Number that an attribute (as lxml writes it) holds; 1 when it holds none."""
    value = element.get(attribute, "1").strip().lstrip("+0")
    return int(value[:9]) if value.isascii() and value.isdecimal() else 1


class Styles:
    """The named styles of a text, each with those it inherits from."""

    def __init__(self, document: OpenDocument) -> None:
        roots = (document.styles.find(q("office:styles")), document.content.find(q("office:automatic-styles")))
        self._described = [style for root in roots if root is not None for style in root]
        self._named = {
            (style.get(q("style:family"), ""), style.get(q("style:name"), "")): style
            for style in self._described
            if name(style) == "style:style"
        }

    def chain(self, family: str, style: str | None) -> Iterator[tuple[str, Element]]:
        """Names and elements of a style and its ancestors, nearest first; a loop of parents is walked once."""
        seen: set[str] = set()
        while style and style not in seen and (family, style) in self._named:
            seen.add(style)
            described = self._named[family, style]
            yield style, described
            style = described.get(q("style:parent-style-name"))

    def ancestry(self, family: str, style: str | None) -> list[str]:
        """Names of a style and its ancestors, nearest first, as they are displayed; its own name at least."""
        return [known.replace("_20_", " ") for known, _ in self.chain(family, style)] or [style or ""]

    def hides(self, family: str, style: str | None) -> bool:
        """Whether text in this style does not show."""
        for _, described in self.chain(family, style):
            for properties in described.iter(q("style:text-properties")):
                if (display := properties.get(q("text:display"))) is not None:
                    return bool(display == "none")
        return False

    def for_pandoc(self) -> list[Element]:
        """Copies of the styles that pandoc understands (of characters, of lists), without a loop of parents."""
        copies = []
        for style in self._described:
            if style.get(q("style:family")) == "text" or name(style) == "text:list-style":
                copies.append(copy := deepcopy(style))
                if self._loops(style):
                    del copy.attrib[q("style:parent-style-name")]
        return copies

    def _loops(self, style: Element) -> bool:
        """Whether the parents of a style never end."""
        family, *ancestors = style.get(q("style:family"), ""), style
        ancestors += [described for _, described in self.chain(family, style.get(q("style:name")))]
        return (family, ancestors[-1].get(q("style:parent-style-name"))) in self._named
