"""Blocks of pandoc's AST as Typst markup: one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from restitution.model import STYLES, Block
from restitution.pandoc import ast
from restitution.pandoc.grid import Cell, Table, read_table
from restitution.pandoc.printed import PLATE, columns_of
from restitution.writers.pdf.columns import Columns, fit_columns, holes, is_small, kinds_in
from restitution.writers.pdf.context import DEEPEST_TABLE, Context
from restitution.writers.pdf.inlines import NOT_SHOWN, InlineWriter
from restitution.writers.pdf.letters import NO_WIDTH
from restitution.writers.pdf.literals import name, string

PAGES = frozenset({"couverture", "quatrieme"})
VIEWS = frozenset(
    {"vue", "vue-couverture", "vue-phrase", "vue-texte", "vue-cote", "vue-image", "vue-pleine", "vue-fin"}
)
"""Of slides: a page, and its parts."""
POSTER = frozenset(
    {
        "affiche", "affiche-tete", "affiche-surtitre", "affiche-etiquette", "affiche-chapo", "affiche-chiffre",
        "affiche-nombre", "affiche-pied", "affiche-financeurs", "affiche-bandeau", "affiche-operation",
    }
)  # fmt: skip
"""Of posters: the page, and its parts."""
COLUMNS = frozenset({"affiche-image", "affiche-duo", "affiche-rang", "affiche-adresse"})
"""Parts of them that hold one block for each of their columns."""
LISTS = {"sommaire": "sommaire()", "liste-figures": "liste(image)", "liste-tableaux": "liste(table)"}
"""Class of an empty div -> what of the template stands in its place."""
RUNNING_WORDS = 5
"""A longer title does not run below the pages of its chapter: checkers would take it for a text left untagged."""
CHAPTER_BREAK = "#r.chapter-break()\n"
TITLE_WORD = 11.0
"""Ems: a longer word of the cover's title is cut."""
FLOWING = frozenset({"Plain", "Para"})
COUNTERS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
DELIMITERS = {"OneParen": "{})", "TwoParens": "({})"}
LARGEST_START = 100_000
CODE_LETTER = 5.9
"""Points that a letter of code is wide, the margins of its block included."""
SHORT_TITLE = 90
LONG_FIGURE = 400
"""Characters: of a line that stands above a table as its title; of a figure or a paragraph that is kept whole."""


class BlockWriter:
    """Writes blocks. A container deeper than Typst can lay out gives its content only."""

    def __init__(self) -> None:
        self._inlines = InlineWriter(self._beside)
        self._by_kind: dict[str, Callable[[Context, Any], str]] = {
            "Plain": self._plain,
            "Para": self._para,
            "LineBlock": self._line_block,
            "CodeBlock": _code_block,
            "RawBlock": _code_block,
            "BlockQuote": self._quote,
            "BulletList": self._bullets,
            "OrderedList": self._numbered,
            "DefinitionList": self._definitions,
            "Header": self._header,
            "HorizontalRule": lambda _, __: "#r.rule()",
            "Table": self._table,
            "Figure": self._figure,
            "Div": self._div,
        }

    def write(self, context: Context, blocks: Iterable[Block]) -> str:
        """Markup of `blocks`, with a blank line between them: two texts without a paragraph stay apart."""
        out, before = "", ""
        for block in keep_together(merge_boxes(blocks)):
            written = self._block(context, block)
            if written:
                attached = before == "Plain" and block["t"] not in FLOWING  # a list under the words of its item
                out += ("\n" if attached else "\n\n" if out else "") + written
                before = block["t"]
        return out

    def _block(self, context: Context, block: Block) -> str:
        if block["t"] == "Box":
            return self._box(context, *block["c"])
        if block["t"] == "Announcing":
            inner = self._block(context, block["c"])
            return f"#r.announcing[{inner}]" if inner else ""
        if block["t"] == "Kept":
            return f"#r.together[{self.write(context, [block['c'][0]])}\n\n{self._block(context, block['c'][1])}]"
        writer = self._by_kind.get(block["t"])
        return writer(context, block.get("c")) if writer else self._para(context, ast.string(ast.text(block)))

    def _contain(self, context: Context, opening: str, blocks: list[Block], closing: str = "]") -> str:
        inner = self.write(context.inside_block(), blocks)
        return f"{opening}{inner}{closing}" if inner and not context.is_deep else inner

    def _plain(self, context: Context, inlines: Any) -> str:
        return self._inlines.write(context, inlines).strip()

    def _beside(self, context: Context, blocks: list[Block]) -> str:
        """Blocks of a note, a caption, a definition: the first words stand beside what announces them."""
        flowing = [{"t": "Plain", "c": b["c"]} if b["t"] == "Para" else b for b in blocks]
        return self.write(context, flowing)

    def _para(self, context: Context, inlines: Any) -> str:
        inner = self._inlines.write(context, inlines).strip()
        return f"#par[{inner}]" if inner else ""

    def _line_block(self, context: Context, lines: Any) -> str:
        written = "#linebreak()".join(self._inlines.write(context, line) for line in lines)
        return f"#par[{written}]"

    def _quote(self, context: Context, blocks: Any) -> str:
        return self._contain(context, "#quote(block: true)[", blocks)

    def _bullets(self, context: Context, items: Any) -> str:
        return self._list(context, "list", items)

    def _numbered(self, context: Context, content: Any) -> str:
        (start, style, delimiter), items = content
        counter = COUNTERS.get(style["t"], "1")
        pattern = DELIMITERS.get(delimiter["t"], "{}.").format(counter)
        first = min(max(start, 1), LARGEST_START)
        return self._list(context, "enum", items, f"start: {first}, numbering: {string(pattern)}, ")

    def _list(self, context: Context, function: str, items: list[list[Block]], arguments: str = "") -> str:
        inner = [self.write(context.inside_block(), item) for item in items]
        if context.is_deep:
            return "\n\n".join(inner)
        if not inner:
            return ""
        loose = any(item and item[0]["t"] == "Para" for item in items)
        arguments = f"{arguments}tight: {str(not loose).lower()}"
        return f"#{function}({arguments})" + "".join(f"[{item}]" for item in inner)

    def _definitions(self, context: Context, entries: Any) -> str:
        deeper = context.inside_block()
        written = []
        for term, texts in entries:
            words = self._inlines.write(context, term)
            bodies = "\n\n".join(self._beside(deeper, text) for text in texts)
            fits = not context.is_deep
            written.append(f"#r.definition[{words}][{bodies}]" if fits else f"{words}\n\n{bodies}")
        return "\n\n".join(written)

    def _header(self, context: Context, content: Any) -> str:
        level, (_, classes, _), inlines = content
        title = ast.map_inlines(inlines, lambda inline: [] if inline["t"] in {"Note", "Image"} else [inline])
        plain = " ".join(context.show(ast.text(title)).split())
        if not plain:
            inner = self._inlines.write(context, inlines).strip()
            return f"#par[{inner}]" if inner else ""
        if context.blocks:  # in a cell, a quote, a box: neither a page of its own nor a line of the contents
            return f"#r.inner-heading[{self._inlines.write(context, inlines).strip()}]"
        level, number = context.numbering.place(level, classes)
        id_, words = _bare(inlines)
        inner = self._inlines.write(context, words).strip()
        runs = level == 1 and len(plain.split()) <= RUNNING_WORDS
        running = plain if runs else ""  # what runs below the pages may hold neither note nor link
        before = CHAPTER_BREAK if level == 1 else ""
        if context.listing is not None:
            id_ = context.listing.heading(id_, level, number, inner, title=plain, running=running)
        return f"{before}#r.section({level}, {string(number)}, {string(running)})[{inner}]{name(id_)}"

    def _div(self, context: Context, content: Any) -> str:
        (_, classes, keys), blocks = content
        if not context.blocks:
            place = next((name for name in classes if name in LISTS), None)
            if place:
                if context.listing is not None:
                    context.listing.lists = True
                return f"#r.{LISTS[place]}"
            page = next((name for name in classes if name in PAGES), None)
            if page:
                return f"#r.{page}[{self.write(context.inside_block(), blocks)}]"
            view = next((name for name in classes if name in VIEWS), None)
            if view:
                return f"#r.{view}[{self.write(context, blocks)}]"
            if "paysage" in classes:
                wide = self.write(context.inside_landscape(), blocks)
                return f"#r.paysage[{wide.removeprefix(CHAPTER_BREAK)}]"  # it begins a page already
        if part := next((name for name in classes if name in POSTER | COLUMNS), None):
            return self._of_poster(context, part, blocks)
        if PLATE in classes:
            return self._plate(context, columns_of(keys), blocks)
        style = next((name for name in classes if name in STYLES), None)
        if style is None:
            return self.write(context, blocks)
        inner = context.inside_logos() if style == "logos" else context
        inner = inner.inside_large_letters(TITLE_WORD) if style == "titre" else inner
        return self._contain(inner, f"#r.{style}[", blocks)

    def _of_poster(self, context: Context, part: str, blocks: list[Block]) -> str:
        columns = [self._block(context, block) for block in blocks] if part in COLUMNS else []
        return f"#r.{part}" + "".join(f"[{column}]" for column in columns or [self.write(context, blocks)])

    def _box(self, context: Context, title: list[Block], body: list[Block]) -> str:
        head, inner = (self.write(context.inside_block(), blocks) for blocks in (title, body))
        if context.is_deep:
            return f"{head}\n\n{inner}"
        return f"#r.encadre(titre: [{head}])[{inner}]"

    def _figure(self, context: Context, content: Any) -> str:
        _, (_, caption), blocks = content
        body = self._contain(context, "#r.illustration[", blocks)
        words = " ".join(ast.text(blocks).split())
        if "#r.picture(" in body:
            simple = all(block["t"] in FLOWING for block in [*blocks, *caption])
            fits = simple and len(words) + len(ast.text(caption)) <= LONG_FIGURE
            look = f"image, breakable: {str(not fits).lower()}"
        else:  # accessible PDF wants a description of a figure without a picture
            told = f"{NOT_SHOWN} : {words}" if NOT_SHOWN in body else words or "…"
            look = f"image, breakable: true, alt: {context.text(told)}"
        return self._captioned(context, look, caption, body)

    def _plate(self, context: Context, columns: int, figures: list[Block]) -> str:
        inner = context.inside_cell(context.room / columns, context.longest)
        shown = "".join(f"[{self._block(inner, figure)}]" for figure in figures)
        return f"#r.planche({columns}){shown}"

    def _captioned(self, context: Context, kind: str, caption: list[Block], body: str) -> str:
        """A figure or a table with its number and its words; what has no words has no number."""
        id_, words = "", caption
        if len(caption) == 1 and caption[0]["t"] in FLOWING:
            id_, bare = _bare(caption[0]["c"])
            words = [{"t": "Plain", "c": bare}]
        number = context.numbers[id_].number if id_ in context.numbers else ""
        if context.is_deep or not body:
            said = self._beside(context.inside_block(), caption)
            return f"{body}\n\n{said}" if said and body else said or body
        said = self._beside(context.inside_block(), words)
        if not said:
            return body
        if context.listing is not None:
            key = context.listing.caption(id_, kind.partition(",")[0], number, said)
            return f"#r.captioned({kind}, key: {string(key)}, {string(number)}, [{said}])[{body}]"
        return f"#r.captioned({kind}, {string(number)}, [{said}])[{body}]{name(id_)}"

    def _table(self, context: Context, content: Any) -> str:
        table = read_table(content)
        flat = context.is_deep or context.tables >= DEEPEST_TABLE or not table.cells
        fitted = None if flat else fit_columns(table, context.room)
        if fitted is None:
            body = self.write(context, [block for cell in table.cells for block in cell.blocks])
        else:
            body = self._grid(context, table, fitted)
        return self._captioned(context, "table, breakable: true", content[1][1], body)

    def _grid(self, context: Context, table: Table, fitted: Columns) -> str:
        cells = sorted([*table.cells, *holes(table)], key=lambda cell: (cell.y, cell.x))
        head = [self._cell(context, table, cell, fitted) for cell in cells if cell.y < table.head_rows]
        rest = [self._cell(context, table, cell, fitted) for cell in cells if cell.y >= table.head_rows]
        columns = ", ".join(f"{width:.2f}fr" for width in fitted.widths)
        repeat = "" if table.repeats else "repeat: false, "
        header = f"table.header({repeat}{', '.join(head)}), " if head else ""
        whole = str(is_small(table, fitted)).lower()
        aligns = f"aligns: ({', '.join(table.aligns)},)"
        look = f"size: {fitted.size}pt, inset: {fitted.inset}pt, whole: {whole}, {aligns}"
        return f"#r.table-of(({columns},), {look}, head-rows: {table.head_rows}, {header}{', '.join(rest)})"

    def _cell(self, context: Context, table: Table, cell: Cell, fitted: Columns) -> str:
        inner = self.write(context.inside_cell(fitted.room(cell), fitted.longest(cell)), cell.blocks)
        content = f"[#r.head-cell[{inner}]]" if cell.is_head else f"[{inner}]"
        spans = f"x: {cell.x}, y: {cell.y}, colspan: {cell.columns}, rowspan: {cell.rows}"
        together = "" if table.may_break(cell) else ", breakable: false"
        return f"{table.element}.cell({spans}{together}){content}"


def merge_boxes(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with the title of a box and the boxes that follow it as one `Box`: they look as one."""
    out: list[Block] = []
    for block in blocks:
        if ast.has_class(block, "encadre-titre"):
            out.append({"t": "Box", "c": [block["c"][1], []]})
        elif ast.has_class(block, "encadre") and out and out[-1]["t"] == "Box":
            out[-1]["c"][1].extend(block["c"][1])
        else:
            out.append(block)
    return out


def keep_together(blocks: list[Block]) -> list[Block]:
    """The blocks, with a short paragraph and the source below it as one `Kept`: no page begins with a source.

    A short paragraph above a table or a figure, and one that ends with a colon, is `Announcing` what follows.
    """
    out: list[Block] = []
    for block in blocks:
        if ast.has_class(block, "source") and out and _is_short_para(out[-1]):
            out[-1] = {"t": "Kept", "c": [out[-1], block]}
            continue
        if out and _announces(out[-1], block):
            out[-1] = {"t": "Announcing", "c": out[-1]}
        out.append(block)
    return out


def _announces(block: Block, following: Block) -> bool:
    if not _is_short_para(block):
        return False
    said = ast.text(block).strip()
    return said.endswith(":") or (following["t"] in {"Table", "Figure"} and len(said) <= SHORT_TITLE)


def _is_short_para(block: Block) -> bool:
    return block["t"] == "Para" and len(ast.text(block)) <= LONG_FIGURE and "Image" not in kinds_in(block)


def _bare(inlines: Any) -> tuple[str, Any]:
    """Id and words of what is one leaf, for its anchor to stand where no list repeats it."""
    if len(inlines) == 1 and ast.is_leaf(inlines[0]):
        return ast.leaf_id(inlines[0]), inlines[0]["c"][1]
    return "", inlines


def _code_block(context: Context, content: Any) -> str:
    most = max(int(context.room / CODE_LETTER), 8)
    lines = "\n".join(_code_line(context.show(line.expandtabs(4)), most) for line in content[1].split("\n"))
    return f"#raw({string(lines)}, block: true)" if lines.strip() else ""


def _code_line(line: str, most: int) -> str:
    """A line of code with places to break inside words that no line could hold."""
    words = line.split(" ")
    return " ".join(NO_WIDTH.join(word[at : at + most] for at in range(0, len(word), most)) for word in words)
