"""Tables of a web page: which only lay it out, and which rows head the others though nothing says so."""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

from restitution.pandoc import ast
from restitution.pandoc.marks import trim
from restitution.readers.html_aside import attribute, name
from restitution.readers.rich import Cell

_BACKGROUND: Final = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_BORDER: Final = re.compile(
    r"border(?!-(?:collapse|spacing|radius))[\w-]*\s*:\s*(?!none|0|medium none)", re.IGNORECASE
)
_BOLD: Final = "bold"


def is_layout(table: Element) -> bool:
    """Whether a table only lays out the page: mails and old sites are made so."""
    if next(table.iter("th", "caption", "thead"), None) is not None:
        return False
    if attribute(table, "role").lower() in {"presentation", "none"}:
        return True
    cells = list(table.iter("td"))
    if len(cells) <= 1:
        return True
    inner = next(table.iterdescendants("table", "h1", "h2", "h3"), None)
    return inner is not None and not any(_has_border(element) for element in (table, *cells))


def _has_border(element: Element) -> bool:
    return attribute(element, "border") not in {"", "0"} or bool(_BORDER.search(attribute(element, "style")))


def declare_heads(table: Element, rows: list[list[Cell]]) -> None:
    """Make heads of the first rows when all their cells, and in no later row all, are bold or look alike."""
    lines = [[cell for cell in row if name(cell) in {"td", "th"}] for row in _rows(table)]
    sizes = [len(row) for row in rows]
    if next(table.iter("th", "thead"), None) is not None or [len(line) for line in lines] != sizes:
        return
    shared = [
        _shared([_dress(cell, read) for cell, read in zip(line, row, strict=True)])
        for line, row in zip(lines, rows, strict=True)
    ]
    for dress in sorted(shared[0]) if shared else []:
        heads = next((n for n, said in enumerate(shared) if dress not in said), len(shared))
        if heads < len(shared) and all(dress not in said for said in shared[heads:]):
            for cell in (cell for row in rows[:heads] for cell in row):
                cell.is_head = True
            return


def _rows(table: Element) -> list[Element]:
    """The rows of a table, without those of the tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _shared(dresses: list[set[str]]) -> set[str]:
    return set.intersection(*dresses) if len(dresses) > 1 else set()


def _dress(cell: Element, read: Cell) -> set[str]:
    """How a cell looks: its classes, its colour, bold; an empty cell looks like any."""
    colours = [attribute(cell, "bgcolor"), *_BACKGROUND.findall(attribute(cell, "style"))]
    dress = {*attribute(cell, "class").split(), *(colour.strip().lower() for colour in colours if colour)}
    return dress | {_BOLD} if _is_bold(read) else dress


def _is_bold(cell: Cell) -> bool:
    kinds = {inline["t"] for block in cell.blocks if block["t"] == "Para" for inline in trim(block["c"])}
    return all(block["t"] == "Para" for block in cell.blocks) and kinds - ast.SPACES <= {"Strong", "LineBreak"}
