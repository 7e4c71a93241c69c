"""The paragraphs of a shape: their runs, and which of them are items of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from restitution.pandoc.ast import Inlines
from restitution.readers.pptx.deck import A, Element, M, P, R, Slide
from restitution.readers.pptx.order import chosen, models, role_of
from restitution.readers.rich import Run, inlines, is_blank

LINKS: Final = ("http:", "https:", "mailto:")
IN_LISTS: Final = frozenset({"body", "obj"})
"""Placeholders whose paragraphs are items, unless something says that they are not."""
NUMERALS: Final = {
    "arabic": "Decimal",
    "alphaLc": "LowerAlpha",
    "alphaUc": "UpperAlpha",
    "romanLc": "LowerRoman",
    "romanUc": "UpperRoman",
}
ON: Final = frozenset({"1", "true"})
DEEPEST: Final = 8


class Line(msgspec.Struct, eq=False):
    """A paragraph; `level` of an item, -1 for a text; `numeral` of a numbered one."""

    content: Inlines
    level: int = -1
    numeral: str = ""
    start: int = 1


def lines_of(node: Element, slide: Slide, *, body: str = P + "txBody") -> list[Line]:
    """The paragraphs of a shape that say something."""
    text = node.find(body)
    if text is None:
        return []
    return [line for paragraph in text.iterfind(A + "p") if (line := _line(paragraph, node, slide)) is not None]


def _line(paragraph: Element, shape: Element, slide: Slide) -> Line | None:
    content = content_of(paragraph, slide)
    if is_blank(content):
        return None
    level = _level(paragraph)
    mark = _mark(paragraph, shape, slide, level)
    if mark is None or mark.tag == A + "buNone":
        return Line(content)
    if mark.tag == A + "buAutoNum":
        kind = mark.get("type", "")
        numeral = next((name for start, name in NUMERALS.items() if kind.startswith(start)), "Decimal")
        start = mark.get("startAt", "1")
        return Line(content, level, numeral, int(start) if start.isdecimal() else 1)
    return Line(content, level)


def _level(paragraph: Element) -> int:
    properties = paragraph.find(A + "pPr")
    said = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(said), DEEPEST) if said.isdecimal() else 0


def _mark(paragraph: Element, shape: Element, slide: Slide, level: int) -> Element | None:
    """What stands before a paragraph, as the nearest one to say so says: itself, its shape, layout, master."""
    for properties in _properties(paragraph, shape, slide, level):
        for kind in ("buNone", "buAutoNum", "buChar", "buBlip"):
            found = properties.find(A + kind)
            if found is not None:
                return found
    return None


def _properties(paragraph: Element, shape: Element, slide: Slide, level: int) -> Iterator[Element]:
    own = paragraph.find(A + "pPr")
    if own is not None:
        yield own
    name = f"{A}lvl{level + 1}pPr"
    is_listed = role_of(shape) in IN_LISTS
    for one in [shape, *(models(shape, slide) if role_of(shape) else [])]:
        found = one.find(f"{P}txBody/{A}lstStyle/{name}")
        if found is not None:
            yield found
    if is_listed and slide.master is not None:
        found = slide.master.root.find(f"{P}txStyles/{P}bodyStyle/{name}")
        if found is not None:
            yield found


def content_of(paragraph: Element, slide: Slide | None = None) -> Inlines:
    """What a paragraph says."""
    return inlines([run for node in paragraph for one in chosen(node) for run in _runs(one, slide)])


def _runs(node: Element, slide: Slide | None) -> Iterator[Run]:
    if node.tag == A + "br":
        yield Run(inline={"t": "LineBreak"})
    elif node.tag in {A + "r", A + "fld"}:
        text = (node.findtext(A + "t") or "").replace("\v", "\n").replace("_x000B_", "\n")
        look, href = _look(node.find(A + "rPr")), _href(node.find(f"{A}rPr/{A}hlinkClick"), slide)
        for number, piece in enumerate(text.split("\n")):
            if number:
                yield Run(inline={"t": "LineBreak"})
            yield Run(piece, look=look, href=href)
    else:  # a formula: its signs
        yield Run("".join(text.text or "" for text in node.iter(M + "t")))


def _look(properties: Element | None) -> frozenset[str]:
    if properties is None:
        return frozenset()
    raised = properties.get("baseline", "0").rstrip("%")
    height = float(raised) if raised.lstrip("-").replace(".", "", 1).isdecimal() else 0.0
    names = {
        "Strong": properties.get("b") in ON,
        "Emph": properties.get("i") in ON,
        "Underline": properties.get("u", "none") != "none" and properties.find(A + "hlinkClick") is None,
        "Strikeout": properties.get("strike", "noStrike") != "noStrike",
        "SmallCaps": properties.get("cap") == "small",
        "Superscript": height > 0,
        "Subscript": height < 0,
    }
    return frozenset(name for name, holds in names.items() if holds)


def _href(link: Element | None, slide: Slide | None) -> str:
    relation = slide.part.named(link.get(R + "id")) if link is not None and slide is not None else None
    is_far = relation is not None and relation.is_outside and relation.target.lower().startswith(LINKS)
    return relation.target if relation is not None and is_far else ""
