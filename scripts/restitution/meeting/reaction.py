"""The reaction sheet: what its reader keeps, contests and proposes; filled in, it comes back as a source."""

from __future__ import annotations

from typing import Final

from restitution.meeting.papers import heading, logos_of, room, sheet, table
from restitution.meeting.parts import para, side_by_side
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.reactions import (
    AT,
    BACK,
    COLUMNS,
    FUNDING,
    HONEST,
    HOW,
    NAME_LINE,
    SECTIONS,
    TERRITORIES,
    THEMES,
    TITLE,
    sentence,
)
from restitution.settings import Settings

ROWS, HEIGHT = 4, 3
"""Lines of the table, and lines of writing of each: a page in landscape."""
TYPED: Final = (AT, HOW, TERRITORIES, THEMES, HONEST)


def reaction(document: Document, settings: Settings) -> Document:
    """The sheet, in landscape."""
    told = ast.on_lines(ast.string(words) for each in TYPED if (words := sentence(each, settings)))
    rows = [
        [room(HEIGHT, width=24), room(1, width=24), *(room(1, width=44) for _ in SECTIONS)] for _ in range(ROWS)
    ]
    back = [para(words)] if (words := sentence(BACK, settings)) else []
    blocks = [
        heading(1, TITLE),
        ast.para(told),
        para(NAME_LINE),
        table(COLUMNS, rows),
        *back,
        *_funding(document, settings),
    ]
    return sheet(document, TITLE, blocks, wide=True)


def _funding(document: Document, settings: Settings) -> list[Block]:
    """Who pays, in one paragraph with its logos: it is known again as one when the sheet comes back."""
    words, row = sentence(FUNDING, settings), side_by_side(logos_of(document))
    said = [*ast.string(words), *([{"t": "LineBreak"}] if words and row else []), *row]
    return [ast.div([ast.para(said)], "logos")] if said else []
