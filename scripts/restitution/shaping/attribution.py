"""Which territory and which themes each passage speaks of (interface, « What counts in the coverage »).

Territory: the nearest heading, table row or column, or bold lead that names one; else the note's. Theme: a heading
or a tag `#logement` or a field « Thèmes : » above; else the note's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import msgspec

from restitution.domain import says_nothing
from restitution.model import Block, Passage
from restitution.pandoc import ast
from restitution.shaping.fields import field_lines

TAG = re.compile(r"#(?<![\w&/]#)(\w[\w-]*)")
LEAD_LENGTH = 60

Namer = Callable[[str], list[str]]
"""Text -> codes of the territories, or keys of the themes, that it names."""


class Scope(msgspec.Struct, frozen=True):
    """What a heading says of all that stands below it."""

    level: int
    territories: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def is_placeholder(block: Block) -> bool:
    """Whether a block only says that something is missing (« à compléter »): it documents nothing."""
    texts = [text for span in ast.each_leaf([block]) if (text := ast.text(span["c"][1]).strip())]
    return bool(texts) and all(map(says_nothing, texts))


def attribute(
    passages: list[Passage], territories: list[str], themes: list[str], named: Namer, themed: Namer
) -> None:
    """Fill `territories` and `themes` of each passage in place; identity lines get none.

    The note's own title is no nearer than the note: « Visite d'Ombrois par l'Arvoise » speaks of the host alone.
    """
    scopes: list[Scope] = []
    for passage in passages:
        block = passage.block
        if block["t"] == "Header":
            text = ast.text(block["c"][2])
            is_title = passage.role == "title"
            about = () if is_title and len(territories) == 1 else named(text)
            topics = () if is_title and len(themes) == 1 else themed(text)
            scopes = [scope for scope in scopes if scope.level < block["c"][0]]
            scopes.append(Scope(block["c"][0], tuple(about), tuple(topics)))
            passage.territories = _nearest(scopes, "territories") or territories
            passage.themes = _nearest(scopes, "themes") or themes
        elif passage.role == "text":
            if scopes and (said := [value for field, value in field_lines(block) if field == "themes"]):
                scopes[-1] = msgspec.structs.replace(scopes[-1], themes=tuple(themed(" ; ".join(said))))
            passage.territories = _leads(block, named) or _nearest(scopes, "territories") or territories
            above = _nearest(scopes, "themes")
            passage.themes = sorted({*tags(block, themed), *above}) or themes
            if block["t"] == "Table":
                passage.cells = _cells(block, above or themes, passage.territories, named, themed)


def _nearest(scopes: list[Scope], what: str) -> list[str]:
    return next((list(found) for scope in reversed(scopes) if (found := getattr(scope, what))), [])


def _leads(block: Block, named: Namer) -> list[str]:
    """Territories named by leads, the first cell of a row or the head of a column, where something is said."""
    if block["t"] == "Table":
        return _in_table(block, named)
    leaves = [span["c"][1] for span in ast.each_leaf([block])]
    told = [inlines for inlines in leaves if not says_nothing(ast.text(inlines))] or leaves
    return list(dict.fromkeys(code for inlines in told for code in named(_lead(inlines))))


def _lead(inlines: list[dict[str, object]]) -> str:
    """The bold words that open a leaf, or what stands before its first colon."""
    if inlines and inlines[0]["t"] == "Strong":
        return ast.text(inlines[0])[:LEAD_LENGTH]
    head, colon, _ = ast.text(inlines)[:LEAD_LENGTH].partition(":")
    return head if colon else ""


def _in_table(block: Block, named: Namer) -> list[str]:
    """Territories of the rows and columns that hold something."""
    head = [_texts(cells) for _, cells in block["c"][3][1]]
    rows = _body(block)
    named_rows = [row[0] for row in rows if any(map(_tells, row[1:]))]
    named_columns = [
        title
        for titles in head
        for column, title in enumerate(titles)
        if any(map(_tells, (row[column] for row in rows if column < len(row))))
    ]
    return list(dict.fromkeys(code for title in (*named_rows, *named_columns) for code in named(title)))


def _cells(
    block: Block, above: list[str], territories: list[str], named: Namer, themed: Namer
) -> list[tuple[str, str]]:
    """The pairs (theme, territory) of a table, row by row, where a row has a tag of its own; else none."""
    pairs: dict[tuple[str, str], None] = {}
    tagged = False
    for row in _body(block):
        own = [key for cell in row for tag in TAG.findall(cell) for key in themed(tag)]
        tagged = tagged or bool(own)
        name = next((cell for cell in row if len(cell) <= LEAD_LENGTH and named(cell)), "")
        about = named(name) if name else territories
        if any(cell != name and _tells(TAG.sub("", cell).strip()) for cell in row):
            pairs.update(dict.fromkeys(product([*above, *own], about)))
    return list(pairs) if tagged else []


def _body(block: Block) -> list[list[str]]:
    """The cells of a table below its head, as text."""
    return [_texts(cells) for body in block["c"][4] for _, cells in (*body[2], *body[3])]


def _tells(cell: str) -> bool:
    return bool(cell) and not says_nothing(cell)


def _texts(cells: list[list[object]]) -> list[str]:
    return [ast.text(cell[4]).strip() for cell in cells]


def tags(block: Block, themed: Namer) -> list[str]:
    """Themes that a block names by tags (« #logement »)."""
    return [key for tag in TAG.findall(ast.text([block])) for key in themed(tag)]
