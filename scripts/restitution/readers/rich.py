"""What readers of formatted text share: runs of characters, flat lists and laid-out cells become pandoc's AST."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, TypeAlias

import msgspec

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.messages import letters
from restitution.model import Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.marks import trim

LOOKS: Final = ("Strong", "Emph", "Underline", "Strikeout", "SmallCaps", "Superscript", "Subscript")
"""Emphases in the order in which they nest, outermost first; a link stands around all of them."""
MAX_SPAN: Final = 1_000
TOO_MANY_CELLS: Final = "Un tableau de ce fichier a trop de cellules : partagez-le en plusieurs fichiers."
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_DEFAULT: Final = {"t": "AlignDefault"}

Row: TypeAlias = dict[int, list[Any]]
"""Column -> cell of pandoc's AST."""


class Run(msgspec.Struct, frozen=True):
    """Characters of one look, or one inline (picture, footnote, line break) in their place."""

    text: str = ""
    inline: Inline | None = None
    look: frozenset[str] = frozenset()
    href: str = ""


class Item(msgspec.Struct, frozen=True):
    """A paragraph that is an item of a list; `number` says its numeral, None for a bullet."""

    level: int
    block: Block
    number: int | None = None
    numeral: str = "Decimal"


class Cell(msgspec.Struct):
    """A cell of a table: its blocks, leaves not wrapped yet, and how far it extends."""

    blocks: list[Block] = []
    across: int = 1
    down: int = 1
    is_head: bool = False


def inlines(runs: list[Run]) -> Inlines:
    """The runs as inlines: blanks as one space, none at either end."""
    return trim(_wrapped(list(_squeezed(runs)), ("Link", *LOOKS)))


def is_blank(content: Inlines) -> bool:
    """Whether nothing would show."""
    return all(inline["t"] in ast.SPACES or inline["t"] == "LineBreak" for inline in content)


def _squeezed(runs: list[Run]) -> Iterator[Run]:
    """The runs, one space for blanks, also where they meet or touch a line break."""
    after_blank = True
    for run in runs:
        if run.inline is not None:
            after_blank = run.inline["t"] == "LineBreak"
            yield run
            continue
        text = _BLANKS.sub(" ", run.text)
        text = text[1:] if after_blank and text.startswith(" ") else text
        if text:
            after_blank = text.endswith(" ")
            yield msgspec.structs.replace(run, text=text)


def _wrapped(runs: list[Run], kinds: tuple[str, ...]) -> Inlines:
    if not kinds:
        return [inline for run in runs for inline in _plain(run)]
    kind, rest = kinds[0], kinds[1:]
    out: Inlines = []
    for value, group in groupby(runs, key=lambda run: run.href if kind == "Link" else kind in run.look):
        inner = _wrapped(list(group), rest)
        out += _around(kind, str(value), inner) if value else inner
    return out


def _plain(run: Run) -> Inlines:
    return [run.inline] if run.inline is not None else ast.string(run.text)


def _around(kind: str, href: str, inner: Inlines) -> Inlines:
    """`inner` inside a link or an emphasis, the blanks at its ends left outside."""
    core = trim(inner)
    if not core:
        return inner
    first = inner.index(core[0])
    before, after = inner[:first], inner[first + len(core) :]
    content = [ast.attributes(), core, [href, ""]] if kind == "Link" else core
    return [*before, {"t": kind, "c": content}, *after]


def lists(items: list[Item]) -> list[Block]:
    """Lists made of items in a row, the deeper ones inside the item before them."""
    out: list[Block] = []
    rest = items
    while rest:
        head = rest[0]
        size = next((n for n, item in enumerate(rest) if n and _begins_another(head, item)), len(rest))
        out.append(_one_list(rest[:size]))
        rest = rest[size:]
    return out


def _begins_another(head: Item, item: Item) -> bool:
    return item.level <= head.level and (item.number is None) != (head.number is None)


def _one_list(items: list[Item]) -> Block:
    head = items[0]
    entries: list[tuple[Item, list[Item]]] = []
    for item in items:
        if not entries or item.level <= head.level:
            entries.append((item, []))
        else:
            entries[-1][1].append(item)
    content = [[item.block, *lists(below)] for item, below in entries]
    if head.number is None:
        return {"t": "BulletList", "c": content}
    return ordered_list(head.number, content, head.numeral)


def ordered_list(start: int, content: list[list[Block]], numeral: str = "Decimal") -> Block:
    """A numbered list that starts at `start`."""
    return {"t": "OrderedList", "c": [[start, {"t": numeral}, {"t": "Period"}], content]}


def place(row: int, column: int) -> str:
    """`B3` for row 2, column 1, as a spreadsheet names it."""
    return f"{letters(column + 1)}{row + 1}"


def table(rows: list[list[Cell]], number: int, caption: Inlines | None = None) -> list[Block]:
    """A table, its leaves wrapped with their place; the blocks alone when it has one cell, nothing when empty.

    Cells stand one after the other and go round those that extend from above, as in HTML. Raises
    `UnreadableSource` when it has more cells than any table that a person wrote.
    """
    laid, starts = _laid(rows)
    columns = sorted(starts)
    if len(rows) * len(columns) > limits.now().cells:
        raise UnreadableSource(TOO_MANY_CELLS)
    if not any(cell.blocks for row in rows for cell in row):
        return []
    wrapped = [
        {columns.index(c): _ast_cell(cell, columns, (r, c), number) for c, cell in row.items()}
        for r, row in enumerate(laid)
    ]
    if len(rows) == len(columns) == 1 and not caption:
        (only,) = wrapped[0].values()
        return [{"t": "Para", "c": b["c"]} if b["t"] == "Plain" else b for b in only[4]]
    covered = _covered(wrapped)
    lines = [[ast.attributes(), _filled(*pair, len(columns))] for pair in zip(wrapped, covered, strict=True)]
    heads = _heads(rows)
    leaf = ast.leaf(caption, f"tableau {number}, titre") if caption else []
    return [
        {
            "t": "Table",
            "c": [
                ast.attributes(),
                [None, [{"t": "Plain", "c": leaf}] if leaf else []],
                [[_DEFAULT, {"t": "ColWidthDefault"}]] * len(columns),
                [ast.attributes(), lines[:heads]],
                [[ast.attributes(), 0, [], lines[heads:]]],
                [ast.attributes(), []],
            ],
        }
    ]


def _heads(rows: list[list[Cell]]) -> int:
    """How many rows head the table; one whose cells go on below them heads nothing."""
    heads = next((n for n, row in enumerate(rows) if not (row and all(c.is_head for c in row))), len(rows))
    reach = max((n + cell.down for n in range(heads) for cell in rows[n]), default=0)
    return heads if reach <= heads < len(rows) else 0


def _laid(rows: list[list[Cell]]) -> tuple[list[dict[int, Cell]], set[int]]:
    """Each row as column -> cell, spans cut where they would cover another cell, and the columns in use."""
    taken: set[tuple[int, int]] = set()
    laid: list[dict[int, Cell]] = []
    starts: set[int] = set()
    for r, row in enumerate(rows):
        laid.append({})
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            across, down = min(cell.across, MAX_SPAN), min(cell.down, len(rows) - r)
            cell.across = next((n for n in range(across) if (r, column + n) in taken), across)
            cell.down = down
            if len(taken) + cell.across * down > 4 * limits.now().cells:
                raise UnreadableSource(TOO_MANY_CELLS)
            taken.update((r + n, column + m) for n in range(down) for m in range(cell.across))
            laid[-1][column] = cell
            starts.add(column)
            column += cell.across
    return laid, starts


def _ast_cell(cell: Cell, columns: list[int], at: tuple[int, int], number: int) -> list[Any]:
    row, column = at
    where = f"tableau {number}, cellule {place(row, columns.index(column))}"
    across = sum(column <= start < column + cell.across for start in columns)
    blocks = wrap_leaves(cell.blocks, where)
    if len(blocks) == 1 and blocks[0]["t"] == "Para":
        blocks = [{"t": "Plain", "c": blocks[0]["c"]}]
    return [ast.attributes(), _DEFAULT, cell.down, across, blocks]


def wrap_leaves(blocks: list[Block], where: str) -> list[Block]:
    """Blocks with each leaf wrapped that was not yet."""
    return ast.map_leaves(
        blocks, lambda inner: inner if not inner or ast.is_leaf(inner[0]) else ast.leaf(inner, where)
    )


def _covered(rows: list[Row]) -> list[set[int]]:
    """The columns of each row that its cells take, or cells that extend from above."""
    covered: list[set[int]] = [set() for _ in rows]
    for at, row in enumerate(rows):
        for column, (_, _, down, across, _) in row.items():
            for below in covered[at : at + down]:
                below.update(range(column, column + across))
    return covered


def _filled(row: Row, covered: set[int], width: int) -> list[Any]:
    """The cells of a row, empty ones where no cell is and none extends from above."""
    empty = {n: [ast.attributes(), _DEFAULT, 1, 1, []] for n in range(width) if n not in covered}
    return [cell for _, cell in sorted((row | empty).items())]
