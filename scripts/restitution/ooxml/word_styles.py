"""Styles: which ones are headings or hidden, and a short style sheet for pandoc.

pandoc gives a meaning to many names (Title goes to the metadata, captions to a figure…), so that only names whose
meaning we want are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from restitution.ooxml.word import Element, W, is_on, make, part_of, positive, value

_KEPT = re.compile(r"heading [1-9]|quote|intense quote|block text|list paragraph|hyperlink|normal", re.IGNORECASE)
_TITLE = re.compile(r"title|titre(?: principal)?", re.IGNORECASE)
_NUMBERED = re.compile(r"titre ([1-9])", re.IGNORECASE)
LEVELS = frozenset("012345678")
_OWN_LEVEL = "niveau "
LOOKS = ("b", "i", "u", "strike", "dstrike", "smallCaps", "vertAlign")


class Styles:
    """The styles of a document by id."""

    def __init__(self, nodes: list[Element]) -> None:
        self.by_id = {node.get(W + "styleId", ""): node for node in nodes}
        self._known_hidden: dict[str, bool] = {}

    def chain(self, style: str | None) -> Iterator[Element]:
        """A style and those it is based on, each once."""
        seen: set[str] = set()
        while style and style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = value(self.by_id[style], "basedOn")

    def _hidden(self, name: str | None) -> bool:
        """Whether a style hides its text; asked of those in use only."""
        if not name:
            return False
        if name not in self._known_hidden:
            says = (is_on(style.find(W + "rPr"), "vanish") for style in self.chain(name))
            self._known_hidden[name] = next((said for said in says if said is not None), False)
        return self._known_hidden[name]

    def hides(self, run: Element, paragraph: Element | None) -> bool:
        """Whether a run is hidden text (`w:vanish`): by itself, else by its styles, which cancel each other."""
        properties = run.find(W + "rPr")
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        by_run = self._hidden(value(properties, "rStyle"))
        return by_run != self._hidden(value(paragraph, "pPr/pStyle"))

    def of_level(self, level: str, style: str | None) -> str | None:
        """The style of a paragraph whose own outline level (`0` to `8`) makes it a heading, else its own."""
        known = self.by_id.get(style or "")
        if level not in LEVELS or (known is not None and self._name(style or "", known).startswith("heading")):
            return style
        return f"{_OWN_LEVEL}{level}"

    def sheet(self, used: Iterable[str]) -> Element:
        """`w:styles` of these and those they are based on, with names, ancestry, looks and lists only.

        A file has two hundred of them, and uses ten.
        """
        root = make("styles")
        wanted = {id(node) for style in used for node in self.chain(style)}
        for level in sorted(LEVELS):
            style = part_of("style", type="paragraph", styleId=f"{_OWN_LEVEL}{level}")
            style.append(part_of("name", val=f"heading {int(level) + 1}"))
            root.append(style)
        root.extend(self._short(name, node) for name, node in self.by_id.items() if id(node) in wanted)
        return root

    def _short(self, name: str, node: Element) -> Element:
        style = part_of("style", type=node.get(W + "type", "paragraph"), styleId=name)
        style.append(part_of("name", val=self._name(name, node)))
        if base := value(node, "basedOn"):
            style.append(part_of("basedOn", val=base))
        numbers = node.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            etree.SubElement(style, W + "pPr").append(numbers_of(numbers))
        if node.get(W + "type") == "character":
            style.append(looks_of(node.find(W + "rPr")))
        return style

    def _name(self, style: str, node: Element) -> str:
        name = value(node, "name") or ""
        if _TITLE.fullmatch(name):
            return "heading 1"
        if _KEPT.fullmatch(name):
            return name.lower()
        if numbered := _NUMBERED.fullmatch(name):
            return f"heading {numbered[1]}"
        levels = (value(s, "pPr/outlineLvl") for s in self.chain(style))
        level = next((level for level in levels if level is not None), "9")
        return f"heading {int(level) + 1}" if level in LEVELS else f"x {style}"


def numbers_of(node: Element) -> Element:
    """A copy of `w:numPr`: level and list only."""
    numbers = part_of("numPr")
    for name in ("ilvl", "numId"):
        said = value(node, name)
        if said is not None:
            numbers.append(part_of(name, val=str(positive(said, 10**9))))
    return numbers


def looks_of(node: Element | None) -> Element:
    """A copy of `w:rPr`: the looks that carry meaning."""
    looks = part_of("rPr")
    for child in [] if node is None else node:
        if child.tag in {W + name for name in LOOKS}:
            looks.append(part_of(child.tag.removeprefix(W), **_plain_value(child)))
    return looks


def _plain_value(node: Element) -> dict[str, str]:
    said = node.get(W + "val")
    return {} if said is None else {"val": said}
