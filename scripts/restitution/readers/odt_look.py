"""How each paragraph of an OpenDocument text looks, by its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from restitution.ooxml.opendocument import Styles, name, q
from restitution.readers.look import MAX_LENGTH, Look, caption_marks

DEFAULT_SIZE: Final = 12.0
"""Points of a text whose file does not say."""
_SIZE: Final = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(pt|%)")
_FROM: Final = {
    "bold": ("fo:font-weight", re.compile(r"bold|[6-9]00")),
    "underline": ("style:text-underline-style", re.compile(r"(?!none).+")),
    "small-caps": ("fo:font-variant", re.compile(r"small-caps")),
    "capitals": ("fo:text-transform", re.compile(r"uppercase")),
}
_BLOCK: Final = {
    "shade": ("fo:background-color", re.compile(r"(?!transparent|#ffffff).+", re.IGNORECASE)),
    "center": ("fo:text-align", re.compile(r"center")),
}
TOO_DEEP: Final = 12
"""Spans in one another beyond which their looks are those of the outer ones."""

_Letters = tuple[int, list[Element]]
"""A number of letters and the properties that they have, nearest first."""


def look_of(paragraph: Element, styles: Styles) -> Look:
    """The look of a paragraph: what all its letters share, and the size of the smallest."""
    style = paragraph.get(q("text:style-name"))
    runs = list(_runs(paragraph, _properties(styles, "paragraph", style, "style:text-properties"), styles, 0))
    length = sum(count for count, _ in runs)
    if not length:
        return Look()
    size = min(_size(properties) for _, properties in runs)
    captions = caption_marks(styles.ancestry("paragraph", style))
    if length > MAX_LENGTH:
        return Look(size, length, captions)
    shared = frozenset.intersection(*(_marks(properties, _FROM) for _, properties in runs))
    around = _properties(styles, "paragraph", style, "style:paragraph-properties")
    return Look(size, length, shared | _marks(around, _BLOCK) | captions)


def _properties(styles: Styles, family: str, style: str | None, kind: str) -> list[Element]:
    return [found for _, node in styles.chain(family, style) if (found := node.find(q(kind))) is not None]


def _runs(node: Element, properties: list[Element], styles: Styles, deep: int) -> Iterator[_Letters]:
    if node.text and node.text.strip():
        yield len(node.text.strip()), properties
    for child in node:
        if name(child) in {"text:span", "text:a"} and deep < TOO_DEEP:
            own = _properties(styles, "text", child.get(q("text:style-name")), "style:text-properties")
            yield from _runs(child, [*own, *properties], styles, deep + 1)
        if child.tail and child.tail.strip():
            yield len(child.tail.strip()), properties


def _size(properties: list[Element]) -> float:
    """Points, a percentage being of what stands above it."""
    factor = 1.0
    for one in properties:
        found = _SIZE.fullmatch(one.get(q("fo:font-size"), ""))
        if found and found[2] == "pt":
            return factor * float(found[1])
        factor *= float(found[1]) / 100 if found else 1
    return factor * DEFAULT_SIZE


def _marks(properties: list[Element], sorts: dict[str, tuple[str, re.Pattern[str]]]) -> frozenset[str]:
    found = set()
    for mark, (attribute, pattern) in sorts.items():
        said = next((value for one in properties if (value := one.get(q(attribute)))), "")
        if pattern.fullmatch(said):
            found.add(mark)
    return frozenset(found)
