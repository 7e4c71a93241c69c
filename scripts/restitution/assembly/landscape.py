"""Wide tables stand on pages in landscape, with the headings that announce them and the source below them."""

from __future__ import annotations

from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.grid import read_table

LANDSCAPE = "paysage"
WIDEST_WORD = 24
"""Letters beyond which a word is broken anyway: an address asks for no width of its own."""
AIR = 3
"""Letters of room that each column gets besides its words."""
ROOM = 85
"""Letters of a line of a table on a page in portrait."""
LONGEST_BETWEEN = 600
"""Characters of text above a wide table, or between two, that go along with it."""
SOURCE = "source"


def with_landscape(blocks: list[Block]) -> list[Block]:
    """The blocks, each run of wide tables in a div `paysage`; no word is added, dropped or moved."""
    wide = [index for index, block in enumerate(blocks) if _is_wide(block)]
    out: list[Block] = []
    done = 0
    for first, last in _runs(blocks, wide):
        start, end = max(_first(blocks, first), done), _end(blocks, last)
        out += [*blocks[done:start], ast.div(blocks[start:end], LANDSCAPE)]
        done = end
    return [*out, *blocks[done:]]


def _is_wide(block: Block) -> bool:
    return block["t"] == "Table" and room_for(block) > ROOM


def room_for(table: Block) -> int:
    """Letters that a line of the table needs, were no word of it broken."""
    grid = read_table(table["c"])
    words = [0] * len(grid.widths)
    for cell in grid.cells:
        if cell.columns == 1:
            longest = max(map(len, ast.text(cell.blocks).split()), default=0)
            words[cell.x] = max(words[cell.x], min(longest, WIDEST_WORD))
    return sum(words) + AIR * len(words)


def _runs(blocks: list[Block], wide: list[int]) -> list[tuple[int, int]]:
    """First and last table of each run: little stands between two of them, and no chapter begins there."""
    runs: list[tuple[int, int]] = []
    for index in wide:
        between = blocks[runs[-1][1] + 1 : index] if runs else []
        if runs and _goes_along(between):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _goes_along(between: list[Block]) -> bool:
    new_part = any(block["t"] == "Header" and block["c"][0] == 1 for block in between)
    return not new_part and len(ast.text(between)) <= LONGEST_BETWEEN


def _first(blocks: list[Block], table: int) -> int:
    """Where the headings above a table begin, and the little text between them and it; else the table itself."""
    headings = (index for index in range(table - 1, -1, -1) if blocks[index]["t"] == "Header")
    start = next(headings, None)
    if start is None or len(ast.text(blocks[start + 1 : table])) > LONGEST_BETWEEN:
        return table
    while start and blocks[start - 1]["t"] == "Header":
        start -= 1
    return start


def _end(blocks: list[Block], table: int) -> int:
    """Behind the table, and behind the line that names its source."""
    below = blocks[table + 1 : table + 2]
    follows = any(block["t"] == "Div" and SOURCE in block["c"][0][1] for block in below)
    return table + (2 if follows else 1)
