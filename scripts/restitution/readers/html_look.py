"""How an element looks, by its tag, its style and the classes of the page's style sheet: bold, italics, marks."""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from restitution.readers.html_aside import attribute, name

TAGS: Final = {
    "b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "cite": "Emph", "dfn": "Emph", "var": "Emph",
    "u": "Underline", "ins": "", "s": "Strikeout", "strike": "Strikeout", "del": "Strikeout", "sup": "Superscript",
    "sub": "Subscript", "dt": "Strong", "summary": "Strong",
}  # fmt: skip
_RULE: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]{0,2000})\}")
_STYLE: Final = re.compile(
    r"(font-weight|font-style|text-decoration(?:-line)?|vertical-align|font-variant)\s*:\s*([\w-]+)", re.IGNORECASE
)
_BOLD: Final = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_PLAIN_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th"})


class Looks:
    """The looks of a page's classes."""

    def __init__(self, root: Element) -> None:
        self._classes: dict[str, str] = {}
        for sheet in root.iter("style"):
            for kind, style in _RULE.findall(sheet.text or ""):
                if _STYLE.search(style):
                    self._classes[kind] = f"{self._classes.get(kind, '')};{style}"

    def of(self, element: Element, around: frozenset[str]) -> frozenset[str]:
        """The look inside `element`, which stands in a text that looks like `around`."""
        tag = name(element)
        look = around | {TAGS[tag]} if TAGS.get(tag) else around
        said = [self._classes.get(kind, "") for kind in attribute(element, "class").split()]
        for key, value in _STYLE.findall(";".join([*said, attribute(element, "style")])):
            look = _styled(look, key.lower(), value.lower())
        return look - {"Strong"} if tag in _PLAIN_HEADINGS else look


def _styled(look: frozenset[str], key: str, value: str) -> frozenset[str]:
    if key == "font-weight":
        return look | {"Strong"} if value in _BOLD else look - {"Strong"}
    if key == "font-style":
        return look | {"Emph"} if value in {"italic", "oblique"} else look - {"Emph"}
    if key == "font-variant":
        return look | {"SmallCaps"} if value == "small-caps" else look
    if key == "vertical-align":
        return look | {{"super": "Superscript", "sub": "Subscript"}[value]} if value in {"super", "sub"} else look
    marks = {"underline": "Underline", "line-through": "Strikeout"}
    return look | {marks[value]} if value in marks else look
