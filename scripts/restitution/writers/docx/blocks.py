"""Blocks of the document as pandoc's DOCX writer must get them, and what is to be done after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from restitution.model import STYLES, Block, Inline
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.grid import Cell, Table, read_table
from restitution.pandoc.numbering import Numbering, numbers_of
from restitution.pandoc.printed import PLATE, columns_of, width_in
from restitution.writers.docx.fields import SEQUENCES, caption_prefix
from restitution.writers.docx.inlines import InlineMaker, Place, Targets, raw
from restitution.writers.docx.pictures import Pictures
from restitution.writers.docx.sheet import Sheet

PLACE = "restitution-"
"""Begins the style of an empty paragraph that stands for what is made after pandoc."""
COVER, CONTENTS, BACK = "couverture", "sommaire", "quatrieme"
FIGURES, TABLES = "liste-figures", "liste-tableaux"
LANDSCAPE, PORTRAIT = "paysage", "portrait"
"""Where pages lie down, and where they stand up again."""
BOX, LOGOS = STYLES["encadre"], STYLES["logos"]
UNLISTED = "unlisted"
"""Class of a heading that the contents do not list; pandoc's word."""
MOST_COLUMNS = 63
"""Of the widest table that Word opens."""
NBSP = "\u00a0"
ABOVE = "Légende de planche"
"""Style of a caption that others follow."""
BETWEEN: Inline = {"t": "Str", "c": "\u2002"}
"""Between two pictures of a row: an en space, that pandoc does not stretch nor drop."""
CELL_MARGIN_CM = 0.35
NARROWEST_CM = 0.5
AIR = 3
"""Letters of room that each column gets besides its text."""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of the plan: its anchor, level, number as Word will print it, and whether the contents list it."""

    anchor: str
    level: int
    number: str
    listed: bool


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or a table of the lists: the sequence it is counted in, its anchor, its caption in full."""

    sequence: str
    anchor: str
    words: str


class BlockMaker:
    """Makes blocks in reading order; remembers the headings and the captions."""

    def __init__(self, document: Iterable[Block], pictures: Pictures, sheet: Sheet, lying: Place) -> None:
        """`document`: all that will be made; `lying`: the room of a page that lies down."""
        self._sheet, self._lying = sheet, lying
        self._numbers = numbers_of(document)
        leaves = frozenset(filter(None, map(ast.leaf_id, ast.each_leaf(document))))
        targets = Targets(leaves=leaves, numbers=self._numbers, style=sheet.id("Renvoi"))
        self._inlines = InlineMaker(pictures, targets, lambda blocks, place: self.make(blocks, place, inside=True))
        self._numbering = Numbering()
        self.headings: list[Heading] = []
        self.captions: list[Entry] = []

    def make(self, blocks: Iterable[Block], place: Place, *, inside: bool) -> list[Block]:
        """Some blocks for pandoc; `inside` a box, a cell or a quotation headings are not the plan's."""
        return [made for block in blocks for made in self._block(block, place, inside=inside)]

    def _block(self, block: Block, place: Place, *, inside: bool) -> list[Block]:  # noqa: PLR0911 one line a kind
        kind: str = block["t"]
        content: Any = block.get("c")
        match kind:
            case "Para" | "Plain":
                return self._text(kind, content, place)
            case "Header":
                return self._header(content, place, inside=inside)
            case "Div":
                return self._div(content[0][1], content[0][2], content[1], place, inside=inside)
            case "BlockQuote":
                return [{"t": kind, "c": self.make(content, place, inside=True)}]
            case "BulletList":
                return [{"t": kind, "c": self._items(content, place)}] if content else []
            case "OrderedList":
                return [{"t": kind, "c": [content[0], self._items(content[1], place)]}] if content[1] else []
            case "DefinitionList":
                return [
                    {"t": kind, "c": [[self._inlines.make(t, place), self._items(d, place)] for t, d in content]}
                ]
            case "Figure":
                return self._figure(content, place)
            case "Table":
                return self._table(content, place)
            case _:
                return self._other(kind, content, place)

    def _text(self, kind: str, inlines: Inlines, place: Place) -> list[Block]:
        """A paragraph; in a box its style is said again, as pandoc forgets it in lists."""
        if not inlines:
            return []
        made = self._inlines.make(inlines, place)
        return [_styled(BOX, [ast.para(made)])] if place.in_box else [{"t": kind, "c": made}]

    def _other(self, kind: str, content: Any, place: Place) -> list[Block]:
        if kind == "HorizontalRule":
            return [_empty(self._sheet.id("Filet"))]
        if kind in {"CodeBlock", "RawBlock"}:
            lines: list[Inlines] = [
                [{"t": "Code", "c": [ast.attributes(), line]}] for line in content[1].split("\n")
            ]
            return [_styled("Source Code", [ast.para(ast.on_lines(lines))])]
        if kind == "LineBlock":
            return [ast.para(ast.on_lines([self._inlines.make(line, place) for line in content]))]
        words = ast.text({"t": kind, "c": content}).strip()
        return [ast.para(ast.string(words))] if words else []

    def _items(self, items: list[list[Block]], place: Place) -> list[list[Block]]:
        return [self.make(item, place, inside=True) for item in items]

    def _header(self, content: Any, place: Place, *, inside: bool) -> list[Block]:
        level, (_, classes, _), inlines = content
        made = self._inlines.make(inlines, place)
        if not ast.text(inlines).strip():
            return [ast.para(made)] if made else []
        if inside:
            return [_styled("Intertitre", [ast.para(made)])]
        level, number = self._numbering.place(level, classes)
        anchor = _anchor(made)
        if not anchor:
            anchor = f"titre_{len(self.headings) + 1}"
            made = [{"t": "Span", "c": [ast.attributes(anchor), made]}]
        listed = UNLISTED not in classes
        self.headings.append(Heading(anchor=anchor, level=level, number=number, listed=listed))
        return [ast.header(level, made)]

    def _div(
        self, classes: list[str], keys: Any, blocks: list[Block], place: Place, *, inside: bool
    ) -> list[Block]:
        if not inside and COVER in classes:
            return [*self.make(blocks, place, inside=True), _place(COVER)]
        if not inside and BACK in classes:
            return [_place(BACK), _styled("Quatrième", self.make(blocks, place, inside=True))]
        if not inside and LANDSCAPE in classes:
            return [_place(LANDSCAPE), *self.make(blocks, self._lying, inside=False), _place(PORTRAIT)]
        if PLATE in classes:
            return self._plate(columns_of(keys), blocks, place)
        for name in (CONTENTS, FIGURES, TABLES):
            if name in classes:
                return [] if inside else [_place(name)]
        name = next((STYLES[name] for name in classes if name in STYLES), "")
        if not name:
            return self.make(blocks, place, inside=inside)
        inner = msgspec.structs.replace(place, is_logo=name == LOGOS, in_box=name == BOX)
        return [_styled(name, self.make(blocks, inner, inside=True))]

    def _figure(self, content: Any, place: Place) -> list[Block]:
        picture, words = self._pictured(content, place)
        return [_styled("Captioned Figure" if words else "Figure", picture), *words]

    def _pictured(
        self, content: Any, place: Place, style: str = "Image Caption"
    ) -> tuple[list[Block], list[Block]]:
        """What a figure shows, and its caption."""
        _, (_, caption), blocks = content
        return self.make(blocks, place, inside=True), self._caption(style, caption, place)

    def _plate(self, columns: int, figures: list[Block], place: Place) -> list[Block]:
        """Pictures in rows, the captions of each row below it: no table, which would be read out as one."""
        inner = msgspec.structs.replace(place, width_cm=width_in(columns, place.width_cm))
        figures = [_anchored_below(figure) for figure in figures]
        rows = [figures[at : at + columns] for at in range(0, len(figures), columns)]
        return [made for row in rows for made in self._row(row, inner)]

    def _row(self, figures: list[Block], place: Place) -> list[Block]:
        *before, last = figures
        shown = [self._pictured(one["c"], place, ABOVE) for one in before] + [self._pictured(last["c"], place)]
        pictures = [inline for picture, _ in shown for block in picture for inline in (*block["c"], BETWEEN)]
        captions = [block for _, words in shown for block in words]
        return [_styled("Captioned Figure", [ast.para(pictures[:-1])]), *captions]

    def _caption(self, style: str, caption: list[Block], place: Place) -> list[Block]:
        """The blocks of a caption, the first one with its number; none when it says nothing."""
        made = self.make(caption, place, inside=True)
        if not made or not ast.text(caption).strip():
            return []
        ids = [ast.leaf_id(span) for span in ast.each_leaf(caption)]
        leaf = next((id_ for id_ in ids if id_ in self._numbers), "")
        numbered = self._numbers.get(leaf)
        if numbered is None:
            return [_styled(style, made)]
        word = SEQUENCES[numbered.word]
        told = f"{word}{NBSP}{numbered.number}{NBSP}: {_said(caption)}"
        self.captions.append(Entry(sequence=word, anchor=leaf, words=told))
        prefix = raw(caption_prefix(numbered))
        first = made[0]
        if first["t"] in {"Para", "Plain"}:
            made[0] = ast.para([prefix, *first["c"]])
        else:
            made.insert(0, ast.para([prefix]))
        return [_styled(style, made)]

    def _table(self, content: Any, place: Place) -> list[Block]:
        table = read_table(content)
        caption = self._caption("Table Caption", content[1][1], place)
        if len(table.widths) > MOST_COLUMNS:
            return [
                *caption,
                *(made for cell in table.cells for made in self.make(cell.blocks, place, inside=True)),
            ]
        return [*caption, self._grid(table, content[2], place)] if table.cells else caption

    def _grid(self, table: Table, columns: list[Any], place: Place) -> Block:
        """A table with a width for each column, and as many columns as its longest row."""
        widths = [width + AIR for width in table.widths]
        shares = [width / sum(widths) for width in widths]
        aligns = [column[0] for column in columns] + [{"t": "AlignDefault"}] * len(shares)
        specs = [
            [align, {"t": "ColWidth", "c": round(share, 4)}] for align, share in zip(aligns, shares, strict=False)
        ]
        rows = _Rows(table)
        lines = [[ast.attributes(), [self._cell(cell, shares, place) for cell in row]] for row in rows.whole()]
        head, body = lines[: table.head_rows], lines[table.head_rows :]
        return {
            "t": "Table",
            "c": [
                ast.attributes(),
                [None, []],
                specs,
                [ast.attributes(), head],
                [[ast.attributes(), 0, [], body]],
                [ast.attributes(), []],
            ],
        }

    def _cell(self, cell: Cell, shares: list[float], place: Place) -> list[Any]:
        width = sum(shares[cell.x : cell.x + cell.columns]) * place.width_cm - CELL_MARGIN_CM
        inner = msgspec.structs.replace(place, width_cm=max(width, NARROWEST_CM), in_box=False)
        blocks = self.make(cell.blocks, inner, inside=True)
        return [ast.attributes(), {"t": "AlignDefault"}, cell.rows, cell.columns, blocks]


class _Rows:
    """The rows of a table, every place of the grid taken: a cell, one that spans to there, or an empty one."""

    def __init__(self, table: Table) -> None:
        self._columns = len(table.widths)
        self._cells: dict[tuple[int, int], Cell] = {(cell.y, cell.x): cell for cell in table.cells}
        self._covered = {
            (cell.y + dy, cell.x + dx)
            for cell in table.cells
            for dy in range(cell.rows)
            for dx in range(cell.columns)
        }
        self._height = max((y for y, _ in self._covered), default=-1) + 1

    def whole(self) -> list[list[Cell]]:
        """Cells that begin on each row."""
        return [
            [cell for x in range(self._columns) if (cell := self._at(y, x)) is not None]
            for y in range(self._height)
        ]

    def _at(self, y: int, x: int) -> Cell | None:
        empty = Cell(x=x, y=y, columns=1, rows=1, is_head=False, blocks=[])
        return self._cells.get((y, x)) or (None if (y, x) in self._covered else empty)


def _anchored_below(figure: Block) -> Block:
    """A figure whose picture has its anchor before the caption: in a row, pictures come before all captions."""
    attributes, (short, caption), shown = figure["c"]
    anchors: Inlines = [{"t": "Span", "c": [leaf["c"][0], []]} for leaf in ast.each_leaf(shown)]
    first, *rest = caption
    bare = ast.map_leaves(shown, lambda inlines: [one for leaf in inlines for one in _inside(leaf)])
    return {
        "t": "Figure",
        "c": [attributes, [short, [{"t": first["t"], "c": [*anchors, *first["c"]]}, *rest]], bare],
    }


def _inside(inline: Inline) -> Inlines:
    inner: Inlines = inline["c"][1] if ast.is_leaf(inline) else [inline]
    return inner


def _said(caption: list[Block]) -> str:
    """The words of a caption, as a list of figures shows them: without its notes."""
    shown = ast.map_leaves(caption, lambda inlines: ast.map_inlines(inlines, _without_note))
    return " ".join(ast.text(shown).split())


def _without_note(inline: Inline) -> Inlines:
    return [] if inline["t"] == "Note" else [inline]


def _anchor(inlines: Inlines) -> str:
    only = inlines[0] if len(inlines) == 1 and inlines[0]["t"] == "Span" else None
    return str(only["c"][0][0]) if only else ""


def _styled(style: str, blocks: list[Block]) -> Block:
    return ast.div(blocks, custom_style=style)


def _empty(style: str) -> Block:
    """An empty paragraph, by the id of its style: pandoc would leave it out."""
    return {"t": "RawBlock", "c": ["openxml", f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>']}


def _place(name: str) -> Block:
    return _empty(PLACE + name)
