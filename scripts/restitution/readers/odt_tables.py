"""Tables (and lists) of an OpenDocument text: their grid, and their shape in pandoc's AST.

pandoc drops the headings, sections and tables of a cell. So a table goes through it as nested sections, one a
cell that is not empty, headed by a paragraph that names its `Grid`; `restore` makes the `Table` of them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from lxml import etree
from lxml.etree import _Element as Element

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import letters
from restitution.model import Block
from restitution.ooxml.opendocument import count, name, q
from restitution.ooxml.package import BOMB
from restitution.pandoc import ast

MAX_REPEAT: Final = 64
"""Empty cells that one element may stand for: more is a spreadsheet's margin."""
ROW_GROUPS: Final = frozenset(
    {"table:table-header-rows", "table:table-rows", "table:table-row-group", "text:soft-page-break"}
)
ROW_PARENTS: Final = ROW_GROUPS | {"table:table-row"}
DEFAULT: Final[dict[str, Any]] = {"t": "AlignDefault"}


Slots = list[list[Element | None]]


class Cell(msgspec.Struct):
    """A cell that shows: its element, how far it extends, and whether something is in it."""

    element: Element
    place: str
    across: int = 1
    down: int = 1
    filled: bool = False


class Grid(msgspec.Struct):
    """A table without its content: cells by row, merged ones once."""

    rows: list[list[Cell]]
    columns: int
    headings: int
    """Rows that are repeated at the top of each page."""

    def cells(self) -> Iterator[Cell]:
        """The cells, in reading order."""
        for row in self.rows:
            yield from row


def row_elements(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, without those of the tables in its cells; True for a heading row."""
    for child in table:
        if name(child) == "table:table-row":
            yield child, name(table) == "table:table-header-rows"
        elif name(child) in ROW_GROUPS:
            yield from row_elements(child)


def grid(rows: list[tuple[Element, bool]]) -> Grid:
    """The grid of `rows`: a cell extends over what its neighbours leave covered, never further.

    Raises `UnreadableSource` when it has more cells than any table that a person wrote.
    """
    slots: Slots = []
    columns = 0
    for row, _ in rows:
        slots.append(_slots(row))
        columns = max(columns, len(slots[-1]))
        if columns * len(slots) > limits.now().cells:
            raise UnreadableSource(BOMB)
    for line in slots:
        line.extend([None] * (columns - len(line)))
    taken: set[tuple[int, int]] = set()
    lines = [
        [_cell(slots, taken, r, c) for c in range(columns) if not _is_taken(slots, taken, r, c)]
        for r in range(len(slots))
    ]
    headings = next((n for n, (_, heading) in enumerate(rows) if not heading), len(rows))
    return Grid(lines, columns, headings)


def _slots(row: Element) -> list[Element | None]:
    """The places of a row: a cell's element, or None for a covered or missing one."""
    slots: list[Element | None] = []
    for child in row:
        times = min(count(child, q("table:number-columns-repeated")), MAX_REPEAT)
        if name(child) == "table:table-cell":
            slots += [child, *[etree.Element(q("table:table-cell")) for _ in range(times - 1)]]
        elif name(child) == "table:covered-table-cell":
            slots += [None] * times
    return slots


def _is_taken(slots: Slots, taken: set[tuple[int, int]], row: int, column: int) -> bool:
    return slots[row][column] is None and (row, column) in taken


def _cell(slots: Slots, taken: set[tuple[int, int]], row: int, column: int) -> Cell:
    element = slots[row][column]
    place = f"{letters(column + 1)}{row + 1}"
    cell = Cell(etree.Element(q("table:table-cell")) if element is None else element, place)
    if element is None:
        return cell

    def free(r: int, c: int) -> bool:
        return r < len(slots) and c < len(slots[0]) and slots[r][c] is None and (r, c) not in taken

    across = count(element, q("table:number-columns-spanned"))
    while cell.across < across and free(row, column + cell.across):
        cell.across += 1
    down = count(element, q("table:number-rows-spanned"))
    while cell.down < down and all(free(row + cell.down, column + n) for n in range(cell.across)):
        cell.down += 1
    taken.update((row + n, column + m) for n in range(cell.down) for m in range(cell.across))
    return cell


def restore(blocks: list[Block], grids: list[Grid]) -> list[Block]:
    """Blocks with the tables and quotations that went through pandoc as sections."""
    out: list[Block] = []
    for block in blocks:
        kind, number, inner = _section(block)
        if kind == "T":
            out.append(_table(grids[number], [restore(cell["c"][1], grids) for cell in inner]))
        elif kind == "Q" and out and out[-1]["t"] == "BlockQuote":
            out[-1]["c"] += inner
        elif kind == "Q":
            out.append({"t": "BlockQuote", "c": inner})
        else:
            out.append(block)
    return out


def without_default_numbers(node: Any) -> None:
    """Make bullet lists, in place, of the lists that pandoc numbers only because no style says what they are."""
    if isinstance(node, dict):
        if node.get("t") == "OrderedList" and node["c"][0][1]["t"] == "DefaultStyle":
            node["t"], node["c"] = "BulletList", node["c"][1]
        without_default_numbers(node.get("c"))
    elif isinstance(node, list):
        for part in node:
            without_default_numbers(part)


def section_mark(kind: str, number: int = 0) -> str:
    """Text of the paragraph that heads a section which stands for something else: a table, a quotation."""
    return f"{ast.MARK_OPEN}{kind}{number}{ast.MARK_CLOSE}"


def _section(block: Block) -> tuple[str, int, list[Block]]:
    if block["t"] != "Div" or not block["c"][1]:
        return "", 0, []
    head, *inner = block["c"][1]
    text = ast.text(head).strip()
    return text[1:2], int(text[2:-1]), inner


def _table(shape: Grid, contents: list[list[Block]]) -> Block:
    left = iter(contents)
    rows = [[ast.attributes(), [_ast_cell(cell, left) for cell in row]] for row in shape.rows]
    heads, body = rows[: shape.headings], rows[shape.headings :]
    return {
        "t": "Table",
        "c": [
            ast.attributes(),
            [None, []],
            [[DEFAULT, {"t": "ColWidthDefault"}]] * shape.columns,
            [ast.attributes(), heads],
            [[ast.attributes(), 0, [], body]],
            [ast.attributes(), []],
        ],
    }


def _ast_cell(cell: Cell, left: Iterator[list[Block]]) -> list[Any]:
    blocks = next(left) if cell.filled else []
    if len(blocks) == 1 and blocks[0]["t"] == "Para":
        blocks = [{"t": "Plain", "c": blocks[0]["c"]}]
    return [ast.attributes(), DEFAULT, cell.down, cell.across, blocks]
