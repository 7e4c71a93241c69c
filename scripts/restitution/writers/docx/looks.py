"""How a style looks, in one line a style, and the XML of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from restitution.ooxml.word import Element, W, make

FONT = "Calibri"
"""On every Windows and Mac with Word; LibreOffice shows Carlito, of the same widths."""
GREEN, OCHRE, GREY, BLUE, INK = "1B5E4B", "8A5A00", "555555", "1B4F8A", "222222"
PALE_GREEN, PALE_GREY, RULE = "EAF2EF", "F4F4F4", "C9D6D1"
WHITE = "FFFFFF"

Align = Literal["", "left", "center", "right"]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A style. Sizes and spaces in points, indents in centimetres; None and empty: as the style it is based on."""

    name: str
    kind: Literal["paragraph", "character"] = "paragraph"
    based_on: str = "Normal"
    following: str = ""
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    color: str = ""
    font: str = ""
    raised: bool = False
    underlined: bool = False
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    """Indent of the first line; below zero it hangs."""
    align: Align = ""
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    whole_words: bool = False
    """No hyphenation."""
    close: bool = False
    """No space between two paragraphs of this style."""
    bars: dict[str, tuple[str, int]] = {}
    """Side -> colour and width (eighths of a point) of its rule."""
    fill: str = ""
    level: int | None = None
    """Outline level, from 0."""
    numbers: tuple[int, int] | None = None
    """List and its level."""
    tabs: dict[str, float] = {}
    """Kind -> place in centimetres."""
    dots: str = ""
    """Kind of the tab that dots lead to."""

    @property
    def id(self) -> str:
        """Style id: the name without spaces nor accents, each word with a capital."""
        plain = self.name.translate(str.maketrans("éèêàç'", "eeeac "))
        return "".join(word[:1].upper() + word[1:] for word in plain.split())

    def element(self) -> Element:
        """The `w:style`."""
        style = make("style", type=self.kind, styleId=self.id)
        if self.name == "Normal":
            style.set(W + "default", "1")
        style.append(make("name", val=self.name))
        if self.name != "Normal" and self.kind == "paragraph":
            style.append(make("basedOn", val=Look(name=self.based_on).id))
        if self.following:
            style.append(make("next", val=Look(name=self.following).id))
        style.append(make("qFormat"))
        if self.kind == "paragraph":
            style.append(self._paragraph())
        style.append(self._run())
        return style

    def _paragraph(self) -> Element:
        """`w:pPr`, its children in the order of the schema."""
        flags = {
            "keepNext": self.keep_next,
            "keepLines": self.keep_lines,
            "pageBreakBefore": self.new_page,
            "widowControl": self.name == "Normal",
        }
        properties = make("pPr")
        properties.extend(make(flag) for flag, on in flags.items() if on)
        properties.extend([*self._list(), *self._frame(), *self._tabs()])
        properties.extend([make("suppressAutoHyphens")] if self.whole_words else [])
        properties.extend([*self._spacing(), *self._indent()])
        properties.extend([make("contextualSpacing")] if self.close else [])
        properties.extend([make("jc", val=self.align)] if self.align else [])
        properties.extend([make("outlineLvl", val=str(self.level))] if self.level is not None else [])
        return properties

    def _list(self) -> list[Element]:
        if self.numbers is None:
            return []
        number, level = self.numbers
        numbers = make("numPr")
        numbers.extend([make("ilvl", val=str(level)), make("numId", val=str(number))])
        return [numbers]

    def _frame(self) -> list[Element]:
        borders = make("pBdr")
        for side in ("top", "left", "bottom", "right"):
            if side in self.bars:
                color, width = self.bars[side]
                space = "8" if side in {"left", "right"} else "3"
                borders.append(make(side, val="single", sz=str(width), space=space, color=color))
        shade = [make("shd", val="clear", color="auto", fill=self.fill)] if self.fill else []
        return [*([borders] if self.bars else []), *shade]

    def _tabs(self) -> list[Element]:
        tabs = make("tabs")
        for kind, place in self.tabs.items():
            dots = {"leader": "dot"} if self.dots == kind else {}
            tabs.append(make("tab", val=kind, **dots, pos=str(twips_of_cm(place))))
        return [tabs] if self.tabs else []

    def _spacing(self) -> list[Element]:
        said = {"before": (self.before, 20), "after": (self.after, 20), "line": (self.line, 240)}
        values = {key: str(round(value * unit)) for key, (value, unit) in said.items() if value is not None}
        rule = {"lineRule": "auto"} if self.line is not None else {}
        return [make("spacing", **values, **rule)] if values else []

    def _indent(self) -> list[Element]:
        said = {"left": self.left, "right": self.right}
        values = {key: str(twips_of_cm(value)) for key, value in said.items() if value is not None}
        if self.first is not None:
            values["hanging" if self.first < 0 else "firstLine"] = str(abs(twips_of_cm(self.first)))
        return [make("ind", **values)] if values else []

    def _run(self) -> Element:
        """`w:rPr`, its children in the order of the schema."""
        properties = make("rPr")
        if self.font:
            properties.append(fonts(self.font))
        for tag, on in (("b", self.bold), ("i", self.italic)):
            if on is not None:
                properties.append(make(tag) if on else make(tag, val="0"))
        if self.color:
            properties.append(make("color", val=self.color))
        if self.size is not None:
            properties.extend(make(tag, val=str(round(self.size * 2))) for tag in ("sz", "szCs"))
        if self.underlined:
            properties.append(make("u", val="single"))
        if self.raised:
            properties.append(make("vertAlign", val="superscript"))
        return properties


def fonts(name: str) -> Element:
    """One font for all scripts."""
    return make("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def cm_of_twips(length: int) -> float:
    """Centimetres."""
    return length / 1440 * 2.54


def twips_of_cm(length: float) -> int:
    """Twentieths of a point."""
    return round(length * 1440 / 2.54)
