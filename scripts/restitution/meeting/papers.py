"""What every sheet of a meeting is made of: its parts as pandoc's blocks, tables to write in, the logos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from restitution.meeting.parts import logos_in, para, pictures_in, row_of_logos, with_its_pictures
from restitution.model import Block, Document, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.table import simple_table

NO_BREAK: Final = "\u00a0"
"""On the last line of a cell to write in: without it, nothing shows that line."""
LANDSCAPE: Final = "paysage"
LOGO: Final = "2.8cm"
"""How wide a logo is at most: five on a line."""


def sheet(document: Document, name: str, blocks: Sequence[Block], *, wide: bool = False) -> Document:
    """A document of its own out of the publication's; `wide`: on pages in landscape."""
    whole = [ast.div(list(blocks), LANDSCAPE)] if wide else list(blocks)
    return with_its_pictures(document, whole, f"{document.title} – {name}")


def heading(level: int, text: str) -> Block:
    """A heading without a number."""
    return ast.header(level, ast.string(text), "unnumbered")


def bullets(texts: Iterable[str]) -> list[Block]:
    """A list; nothing for no text."""
    items = [[{"t": "Plain", "c": ast.string(text)}] for text in texts]
    return [{"t": "BulletList", "c": items}] if items else []


def styled(style: str, *texts: str) -> list[Block]:
    """Paragraphs in one of the document's styles; nothing for no words."""
    said = [para(text) for text in texts if text]
    return [ast.div(said, style)] if said else []


def labelled(label: str, rest: Inlines) -> Block:
    """A paragraph that opens with words in bold."""
    return ast.para([*ast.bold(ast.string(label)), {"t": "Space"}, *rest])


def table(head: Sequence[str], rows: Iterable[Sequence[Inlines]]) -> Block:
    """A table of short cells."""
    heads = [[{"t": "Plain", "c": ast.string(words)}] for words in head]
    return simple_table([], heads, [[_cell(inlines) for inlines in row] for row in rows])


def _cell(inlines: Inlines) -> list[Block]:
    return [{"t": "Plain", "c": inlines}] if inlines else []


def room(lines: int, words: str = "", *, width: int = 1) -> Inlines:
    """A cell to write in, so many lines high and as wide as so many spaces, behind some words."""
    return [*ast.string(words), *([{"t": "LineBreak"}] * (lines - 1)), {"t": "Str", "c": NO_BREAK * width}]


def logos_of(document: Document) -> list[Inline]:
    """The logos of the publication, in their order, small enough for one line."""
    look = ast.attributes(width=LOGO)
    return [
        {"t": "Image", "c": [look, image["c"][1], [image["c"][2][0], ""]]}
        for image in logos_in(pictures_in(document))
    ]


def logos(document: Document) -> list[Block]:
    """Their row; nothing where there is none."""
    return row_of_logos(logos_of(document))
