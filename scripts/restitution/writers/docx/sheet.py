"""The style sheet and the lists of a reference, as Word saved them: ids differ from one language to another."""

from __future__ import annotations

from collections.abc import Iterator

from restitution.ooxml.word import Element, W, positive, value
from restitution.writers.docx.reference import ANNEXES_NAME

NARROW_FONTS = frozenset({"Calibri", "Carlito", "Arial Narrow"})
OTHER_FONTS = 1.12
"""Times as wide as Calibri, most fonts for text."""
MOST_HALF_POINTS = 400


class Sheet:
    """Ids of styles by name, names by id, tab stops, numbers of lists."""

    def __init__(self, styles: Element, numbering: Element) -> None:
        self._styles = {node.get(W + "styleId", ""): node for node in styles.iter(W + "style")}
        self._ids: dict[str, str] = {
            (value(node, "name") or "").lower(): id_ for id_, node in self._styles.items()
        }
        self._names = {id_: name for name, id_ in self._ids.items()}
        self._defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
        self._numbering = numbering

    def id(self, name: str) -> str:
        """Id of the style of this name."""
        return self._ids[name.lower()]

    def name(self, paragraph: Element) -> str:
        """Name of a paragraph's style, in small letters; empty when it takes the default one."""
        return self._names.get(value(paragraph, "pPr/pStyle") or "", "")

    def tabs(self, style: str) -> list[Element]:
        """Tab stops of a style by id, those of the styles that it is based on first."""
        return [
            tab for node in reversed(list(self._line(style))) for tab in node.iterfind(f"{W}pPr/{W}tabs/{W}tab")
        ]

    def is_numbered(self, style: str) -> bool:
        """Whether a style, by id, puts a number before its paragraphs."""
        numbers = (value(node, "pPr/numPr/numId") for node in self._line(style))
        return next((number for number in numbers if number is not None), "0") != "0"

    def letters(self, name: str) -> float:
        """How wide letters of a style are, as the size in points of Calibri in which they would be so wide."""
        line = list(self._line(self.id(name)))
        said = [node for node in (*line, self._defaults) if node is not None]
        sizes = (value(node, "rPr/sz") for node in said)
        fonts = (node.find(f"{W}rPr/{W}rFonts") for node in said)
        size = next((found for text in sizes if (found := positive(text, MOST_HALF_POINTS))), 20)
        font = next((node.get(W + "ascii", "") for node in fonts if node is not None), "")
        return size / 2 * (1 if font in NARROW_FONTS else OTHER_FONTS)

    @property
    def annexes(self) -> str:
        """Number of the list of annexes."""
        lists = (n for n in self._numbering.iter(W + "abstractNum") if value(n, "name") == ANNEXES_NAME)
        return next(number for node in lists if (number := self._number(node.get(W + "abstractNumId", ""))))

    def _line(self, style: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn") or ""

    def _number(self, abstract: str) -> str:
        numbers = (n for n in self._numbering.iter(W + "num") if value(n, "abstractNumId") == abstract)
        return next((number.get(W + "numId", "") for number in numbers), "")
