"""Tables made regular: every row as wide as the table, merges complete.

pandoc takes a table's width from its first row or its grid, and drops the cells beyond, as well as what stands in
the continued cells of a vertical merge.
"""

from __future__ import annotations

from collections.abc import Iterator

from restitution.ooxml.word import Element, W, is_on, part_of, positive, value

MAX_SPAN = 63
"""Columns of the widest table that Word makes."""
MAX_WIDTH = 100_000
TEXT_WIDTH = 9350
"""Twentieths of a point that pandoc takes for the width of a text whose section does not say."""


def rows_of(table: Element) -> list[Element]:
    """The rows of a table itself, whatever wraps them."""
    return list(_own(table, W + "tr"))


def cells_of(row: Element) -> list[Element]:
    """The cells of a row itself, whatever wraps them."""
    return list(_own(row, W + "tc"))


def _own(node: Element, tag: str) -> Iterator[Element]:
    for child in node.iterchildren("{*}*"):
        if child.tag == tag:
            yield child
        elif child.tag not in {W + "tbl", W + "p", W + "tc", W + "tr"}:
            yield from _own(child, tag)


def strays_of(table: Element) -> list[Element]:
    """Holders of blocks that stand between the rows or the cells of a table, where none should."""
    inner = [table, *rows_of(table)]
    found = [b for node in inner for tag in ("p", "tbl") for b in _own(node, W + tag)]
    holders = []
    for block in found:
        holder = part_of("body")
        holder.append(block)
        holders.append(holder)
    return holders


def is_dropped(row: Element) -> bool:
    """Whether a row was deleted under tracked changes or is hidden: its text was taken aside."""
    return row.find(f"{W}trPr/{W}del") is not None or bool(is_on(row.find(f"{W}trPr"), "hidden"))


def span_of(cell: Element) -> int:
    """Columns that a cell covers."""
    return max(1, positive(value(cell, "tcPr/gridSpan"), MAX_SPAN))


def cell(blocks: list[Element], span: int = 1, merge: str = "") -> Element:
    """A cell of `blocks`; Word wants a paragraph in each."""
    made, properties = part_of("tc"), part_of("tcPr")
    made.append(properties)
    properties.append(part_of("gridSpan", val=str(span)))
    if merge:
        properties.append(part_of("vMerge", val=merge))
    made.extend(blocks or [part_of("p")])
    return made


class Grid:
    """A table under construction."""

    def __init__(self, source: Element) -> None:
        self.table = part_of("tbl")
        look = source.find(f"{W}tblPr/{W}tblLook")
        columns = source.iterfind(f"{W}tblGrid/{W}gridCol")
        self._widths = [positive(column.get(W + "w"), MAX_WIDTH) for column in columns]
        self._properties = part_of("tblPr")
        if look is not None and "1" in {look.get(W + "firstRow"), _first_row_bit(look.get(W + "val", ""))}:
            self._properties.append(part_of("tblLook", firstRow="1"))
        self._rows: list[tuple[Element, int]] = []
        self._merged: dict[int, int] = {}
        """Column where a merge is open -> the columns that it covers."""
        self.has_content = False

    def add_row(self, source: Element, cells: list[tuple[Element, list[Element]]]) -> None:
        """Adds a row of cells, each with its blocks made ready."""
        row, properties = part_of("tr"), part_of("trPr")
        row.append(properties)
        if source.find(f"{W}trPr/{W}tblHeader") is not None:
            properties.append(part_of("tblHeader"))
        column = positive(value(source, "trPr/gridBefore"), MAX_SPAN)
        if column:
            row.append(cell([], column))
        for original, blocks in cells:
            row.append(self._cell(column, original, blocks))
            column += span_of(original)
            self.has_content = self.has_content or bool(blocks)
        self._rows.append((row, column))

    def _cell(self, column: int, original: Element, blocks: list[Element]) -> Element:
        span, merge = span_of(original), value(original, "tcPr/vMerge")
        above = self._merged.get(column)
        if merge is not None and merge != "restart" and above == span and not blocks:  # text there ends the merge
            return cell([], span, "continue")
        for covered in range(column, column + span):
            self._merged.pop(covered, None)
        made = cell(blocks, span, "restart" if merge == "restart" else "")
        if merge == "restart":
            self._merged[column] = span
        return made

    def finished(self) -> Element:
        """The table, its rows padded."""
        width = max((filled for _, filled in self._rows), default=0)
        known = self._widths if len(self._widths) == width and all(self._widths) else [1] * width
        grid = part_of("tblGrid")
        grid.extend(part_of("gridCol", w=str(TEXT_WIDTH * part // sum(known))) for part in known)
        self.table.extend([self._properties, grid])
        for row, filled in self._rows:
            if filled < width:
                row.append(cell([], width - filled))
            self.table.append(row)
        return self.table


def _first_row_bit(look: str) -> str:
    """Old form of `w:tblLook`: a hexadecimal mask whose bit 0x20 is the first row's."""
    digits = set("0123456789abcdefABCDEF")
    return "1" if len(look) == 4 and set(look) <= digits and int(look, 16) & 0x20 else ""
