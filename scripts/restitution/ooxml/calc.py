"""What an OpenDocument spreadsheet is made of: its tables, cell by cell, with what they look like.

Measured: python-calamine drops comments, colours, links and number formats (« 37:30 » comes as `PT37H30M`), and
gives hidden rows, covered cells and text boxes as if they were plain cells. The XML has the text that each cell
shows, ready in French: it is read here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.opendocument import PROTECTED, REPEATS, count, name, q
from restitution.ooxml.package import BOMB, BROKEN, open_package, parse

MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
NOT_A_SHEET: Final = "Ce fichier n'est pas un classeur OpenDocument : enregistrez-le au format .ods."
MAX_SPACES: Final = 10_000
WIDEST: Final = 1_000
TALLEST: Final = 5_000
"""Cells that one element may colour: more is the margin of a sheet."""
_ROWS: Final = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_COLUMNS: Final = frozenset({"table:table-header-columns", "table:table-columns", "table:table-column-group"})
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_COLOUR: Final = re.compile(r"#([0-9A-Fa-f]{6})")

Place = tuple[int, int]


class CalcCell(msgspec.Struct, frozen=True):
    """A cell where it stands, once for each place that it repeats in."""

    place: Place
    element: Element
    fill: str


class CalcSheet(msgspec.Struct):
    """A table of a spreadsheet."""

    name: str
    hidden: bool
    cells: list[CalcCell] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    shapes: list[Element] = []
    """Drawings of the sheet, then those of its cells."""
    comments: list[tuple[Place, Element]] = []
    rules: list[str] = []
    """Ranges whose cells a rule colours."""


class Calc:
    """An opened spreadsheet. Raises `UnreadableSource`: broken, protected, amplifying, or not a spreadsheet."""

    def __init__(self, data: bytes) -> None:
        self._parts = open_package(data)
        if b"encryption-data" in self._parts.get("META-INF/manifest.xml", b""):
            raise UnreadableSource(PROTECTED)
        kind = self._parts.get("mimetype", MIMETYPE.encode()).decode(errors="replace").strip()
        self._content = self._tree("content.xml")
        body = self._content.find(f"{q('office:body')}/{q('office:spreadsheet')}")
        if body is None or not kind.startswith(MIMETYPE):
            raise UnreadableSource(NOT_A_SHEET)
        self._styles_root = self._tree("styles.xml") if "styles.xml" in self._parts else None
        self._styles = self._named_styles()
        self._left = 2 * limits.now().cells
        self.sheets = [self._sheet(table) for table in body.iterchildren(q("table:table"))]

    def _tree(self, part: str) -> Element:
        data = self._parts.get(part)
        if data is None:
            raise UnreadableSource(BROKEN)
        if data.count(b"<") > limits.now().tags:
            raise UnreadableSource(BOMB)
        return parse(data)

    def pages(self) -> list[str]:
        """Texts above and below each page."""
        if self._styles_root is None:
            return []
        regions = [e for e in self._styles_root.iter() if re.match(r"style:(header|footer)(-|$)", name(e))]
        found = [" ".join(paragraph_text(p) for p in region.iter(q("text:p"))) for region in regions
                 if "style" not in name(region).partition(":")[2]]  # fmt: skip
        return [text for text in found if text.strip()]

    def chart(self, drawing: Element) -> Element | None:
        """The chart (or other object) that a drawing shows, from its own part."""
        href = drawing.get(q("xlink:href"), "")
        part = posixpath.normpath(posixpath.join(href.removeprefix("./"), "content.xml"))
        return self._tree(part) if href and part in self._parts else None

    def _named_styles(self) -> dict[str, Element]:
        """Styles of cells and tables; automatic ones hide those of the same name."""
        roots = [root for root in (self._styles_root, self._content) if root is not None]
        styles = [style for root in roots for style in root.iter(q("style:style"))]
        return {
            f"{style.get(q('style:family'))} {style.get(q('style:name'))}": style
            for style in styles
            if style.get(q("style:family")) in {"table", "table-cell"}
        }

    def _property(self, family: str, style: str | None, wanted: str) -> str:
        """What the nearest style of a chain of parents says of a property."""
        seen: set[str] = set()
        while style and style not in seen and (found := self._styles.get(f"{family} {style}")) is not None:
            seen.add(style)
            for properties in found.iterchildren(q(f"style:{family}-properties")):
                if (value := properties.get(q(wanted))) is not None:
                    return str(value)
            style = found.get(q("style:parent-style-name"))
        return ""

    def _fill(self, styles: list[str | None]) -> str:
        style = next((style for style in styles if style), None)
        found = _COLOUR.fullmatch(self._property("table-cell", style, "fo:background-color"))
        return found[1].upper() if found else ""

    def _sheet(self, table: Element) -> CalcSheet:
        hidden = self._property("table", table.get(q("table:style-name")), "table:display") == "false"
        sheet = CalcSheet(table.get(q("table:name"), ""), hidden)
        columns = self._columns(sheet, table)
        for shapes in table.iterchildren(q("table:shapes")):
            sheet.shapes += list(shapes)
        sheet.rules = [
            _extended(rule, "target-range-address")
            for rule in table.iter("{*}conditional-format")
            if any(self._colours(condition) for condition in rule)
        ]
        row = 0
        for element in _below(table, "table:table-row", _ROWS):
            times = count(element, q("table:number-rows-repeated"))
            if element.get(q("table:visibility"), "visible") != "visible":
                sheet.hidden_rows |= set(range(row + 1, row + min(times, TALLEST) + 1))
            self._row(sheet, element, row + 1, times, columns)
            row += times
        return sheet

    def _colours(self, condition: Element) -> bool:
        """Whether a condition colours or marks the cells that it holds for."""
        is_test = name(condition).endswith(":condition")
        return not is_test or bool(self._fill([_extended(condition, "apply-style-name")]))

    def _columns(self, sheet: CalcSheet, table: Element) -> dict[int, str]:
        """Default style of the cells of each column; hidden columns are noted."""
        styles: dict[int, str] = {}
        column = 0
        for element in _below(table, "table:table-column", _COLUMNS):
            times = count(element, q("table:number-columns-repeated"))
            numbers = range(column + 1, column + min(times, WIDEST) + 1)
            if element.get(q("table:visibility"), "visible") != "visible":
                sheet.hidden_columns |= set(numbers)
            styles |= dict.fromkeys(numbers, element.get(q("table:default-cell-style-name"), ""))
            column += times
        return styles

    def _row(self, sheet: CalcSheet, row: Element, first: int, times: int, columns: dict[int, str]) -> None:
        by_row = row.get(q("table:default-cell-style-name"))
        placed: list[tuple[int, Element, str]] = []
        column = 0
        for cell in row:
            if name(cell) not in _CELLS:
                continue
            across = count(cell, q("table:number-columns-repeated"))
            if len(cell) or has_value(cell):
                self._spend(across * times)
            for number in range(column + 1, column + (across if len(cell) else min(across, WIDEST)) + 1):
                fill = self._fill([cell.get(q("table:style-name")), by_row, columns.get(number)])
                if fill or len(cell) or has_value(cell):
                    placed.append((number, cell, fill))
            column += across
            self._aside(sheet, cell, (first, column - across + 1))
        filled = any(len(cell) or has_value(cell) for _, cell, _ in placed)
        for number in range(first, first + (times if filled else 0)):
            sheet.cells += [CalcCell((number, place), cell, fill) for place, cell, fill in placed]
        self._spend(sum(not (len(cell) or has_value(cell)) for _, cell, _ in placed) * times if filled else 0)

    def _spend(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise UnreadableSource(BOMB)

    def _aside(self, sheet: CalcSheet, cell: Element, place: Place) -> None:
        """Comments and drawings that hang on a cell."""
        for child in cell:
            kind = name(child)
            if kind == "office:annotation":
                sheet.comments.append((place, child))
            elif kind.startswith("draw:"):
                sheet.shapes.append(child)


def _extended(element: Element, wanted: str) -> str:
    """An attribute of LibreOffice's own namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{wanted}")), "")


def _below(table: Element, wanted: str, groups: frozenset[str]) -> Iterator[Element]:
    """Rows or columns of a table, those in groups with the others."""
    for child in table:
        if name(child) == wanted:
            yield child
        elif name(child) in groups:
            yield from _below(child, wanted, groups)


def has_value(cell: Element) -> bool:
    """Whether a cell holds something that it does not show as text."""
    wanted = ("office:value", "office:date-value", "office:time-value", "office:string-value", "table:formula",
              "office:boolean-value")  # fmt: skip
    return any(cell.get(q(key)) is not None for key in wanted)


def span_of(cell: Element) -> Place:
    """Rows and columns that a merged cell extends over."""
    return count(cell, q("table:number-rows-spanned")), count(cell, q("table:number-columns-spanned"))


def cell_paragraphs(cell: Element) -> list[str]:
    """Paragraphs that a cell shows, without its comments and drawings."""
    return [paragraph_text(p) for p in cell.iterchildren(q("text:p"))]


def paragraph_text(paragraph: Element) -> str:
    """The text of a paragraph; blanks as the format writes them."""
    pieces = [paragraph.text or ""]
    for child in paragraph:
        kind = name(child)
        if kind == "text:s":
            spaces = count(child, q("text:c"))
            if spaces > REPEATS[q("text:c")]:
                raise UnreadableSource(BOMB)
            pieces.append(" " * min(spaces, MAX_SPACES))
        elif kind in {"text:tab", "text:line-break"}:
            pieces.append("\n" if kind == "text:line-break" else " ")
        elif kind and kind != "office:annotation":
            pieces.append(paragraph_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def link_of(cell: Element) -> str:
    """Where a cell that is one link leads."""
    links = list(cell.iter(q("text:a")))
    alone = len(links) == 1 and "".join(links[0].itertext()).split() == "".join(cell_paragraphs(cell)).split()
    target = links[0].get(q("xlink:href"), "") if alone else ""
    return target if target.startswith(("http://", "https://")) else ""
