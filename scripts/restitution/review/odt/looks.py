"""What the styles of an OpenDocument text say: codes of the margin, tracked rows, what a format changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import q

CODES: Final = frozenset({"Repère en marge", "Repère de relecture"})
"""Styles of the codes in the margin of a review copy, as people see them."""
SAID: Final = {
    "font-weight": "gras",
    "font-style": "italique",
    "text-underline-style": "souligné",
    "text-line-through-style": "barré",
    "text-position": "exposant ou indice",
    "color": "couleur",
    "background-color": "surlignage",
    "font-size": "taille",
    "font-name": "police",
    "font-variant": "petites capitales",
    "text-transform": "casse",
}
"""Property of characters, by its local name -> how a person calls it."""
PLAIN: Final = frozenset({"normal", "none"})
TRACKED: Final = "text-changes-only"
"""LibreOffice's mark of a row or a cell that was itself inserted or deleted, when it is « false »."""


class Looks:
    """The styles of both parts, by family and name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles = {
            (style.get(q("style:family"), ""), style.get(q("style:name"), "")): style
            for root in reversed(list(roots))
            for style in root.iter(q("style:style"))
        }

    def is_code(self, paragraph: Element) -> bool:
        """Whether a paragraph is in the style of the codes of the margin."""
        chain = self._chain("paragraph", paragraph.get(q("text:style-name"), ""))
        return any(_shown(name, style) in CODES for name, style in chain)

    def is_tracked(self, part: Element) -> bool:
        """Whether a row or a cell of a table was itself inserted or deleted."""
        family = "table-row" if part.tag == q("table:table-row") else "table-cell"
        style = self._styles.get((family, part.get(q("table:style-name"), "")))
        nodes = [] if style is None else style.iter()
        return any(local(node, TRACKED) == "false" for node in nodes)

    def of_characters(self, name: str) -> list[str]:
        """What a style of characters changes, in French."""
        found: dict[str, None] = {}
        for _, style in self._chain("text", name):
            for properties in style.iter(q("style:text-properties")):
                for key, value in properties.items():
                    said = SAID.get(str(key).rpartition("}")[2])
                    if said and value not in PLAIN:
                        found[said] = None
        return [*found]

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, Element]]:
        """A style and those that it inherits from, a loop once."""
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._styles:
            seen.add(name)
            style = self._styles[family, name]
            yield name, style
            name = style.get(q("style:parent-style-name"), "")


def _shown(name: str, style: Element) -> str:
    return style.get(q("style:display-name")) or name.replace("_20_", " ")


def local(node: Element, name: str) -> str:
    """What an attribute says, by its local name: programs have moved some from one namespace to another."""
    return next((str(value) for key, value in node.items() if str(key).rpartition("}")[2] == name), "")
