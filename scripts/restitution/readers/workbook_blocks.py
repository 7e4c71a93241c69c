"""Pieces of pandoc's AST that the blocks of a sheet are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from restitution.domain import field_of
from restitution.model import GENERATED, Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.readers.colours import Place
from restitution.readers.workbook_cells import Box, Cell

Where = Callable[[Place | None], str]
"""Says a place in French; the sheet alone for none."""

UNKNOWN_VALUE: Final = "[calcul non enregistré]"
"""What shows in a cell whose value no program kept."""
CHART: Final = "[Graphique non repris]"
TITLE_LENGTH: Final = 120


def titles(text: str) -> bool:
    """Whether a line may be a title: short, with letters, neither a field nor a sentence."""
    label, colon, _ = text.partition(":")
    is_field = bool(colon) and field_of(label.strip()) is not None
    has_letters = any(sign.isalpha() for sign in text)
    return has_letters and len(text) <= TITLE_LENGTH and not is_field and not text.endswith((";", ".", ",", ":"))


def ours(text: str) -> Inlines:
    """Words that the writer did not write."""
    return [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ast.string(text)]}]


def text_inlines(text: str) -> Inlines:
    """Text as inlines, its lines kept."""
    inlines: Inlines = []
    for line in re.split(r"[\n\r\u2028\u2029]+", text):
        if said := re.sub(r"[ \t]+", " ", line).strip(" "):
            inlines += [{"t": "LineBreak"}] if inlines else []
            inlines += ast.string(said)
    return inlines


def cell_inlines(cell: Cell) -> Inlines:
    """What a cell holds, in the link that it is, if it is one."""
    inlines = line_inlines(cell, cell.text)
    if cell.link and inlines:
        return [{"t": "Link", "c": [ast.attributes(), inlines, [cell.link, ""]]}]
    return inlines


def line_inlines(cell: Cell, line: str) -> Inlines:
    """One line of a cell; the words are ours in one whose value is not known."""
    return ours(line) if cell.formula else text_inlines(line)


def ast_cell(blocks: list[Block], down: int, across: int) -> list[Any]:
    """A cell over so many rows and columns."""
    return [ast.attributes(), {"t": "AlignDefault"}, down, across, blocks]


def ast_table(head: list[Any], body: list[Any], width: int) -> Block:
    """A table of these rows."""
    column = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    return {
        "t": "Table",
        "c": [
            ast.attributes(),
            [None, []],
            [column] * width,
            [ast.attributes(), head],
            [[ast.attributes(), 0, [], body]],
            [ast.attributes(), []],
        ],
    }


def box_blocks(box: Box, where: str) -> list[Block]:
    """Paragraphs of a text box; a chart says that it is one."""
    texts = [text_inlines(text) for text in box.paragraphs]
    if box.chart:
        said = [*ours(CHART), *(inline for text in texts for inline in [{"t": "Space"}, *text])]
        return [ast.para(ast.leaf(said, where))]
    return [ast.para(ast.leaf(inlines, where)) for inlines in texts if inlines]
