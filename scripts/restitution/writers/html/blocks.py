"""Blocks of the document as pandoc's HTML writer must get them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from restitution.model import STYLES, Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import NBSP, Numbered, Numbering, numbers_of
from restitution.pandoc.printed import PLATE
from restitution.writers.html.inlines import NUMBER, InlineMaker, Place, link, span
from restitution.writers.html.tables import table_block

COVER, BACK, CONTENTS, LANDSCAPE = "couverture", "quatrieme", "sommaire", "paysage"
LISTS = {"liste-figures": ("figure", "Liste des figures"), "liste-tableaux": ("tableau", "Liste des tableaux")}
WORDS = {"figure": "Figure", "tableau": "Tableau"}
OURS = "data-habillage"
"""Attribute of an element whose words are the page's, not the document's."""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of the contents: its anchor, level, number and words."""

    anchor: str
    level: int
    number: str
    words: str


class BlockMaker:
    """Makes blocks in reading order; remembers the headings and the footnotes. `beside`: see `InlineMaker`."""

    def __init__(
        self, blocks: Iterable[Block], media: dict[str, bytes], beside: frozenset[str] = frozenset()
    ) -> None:
        self._numbers = numbers_of(blocks)
        self._words: dict[str, str] = {}
        """Of what has a number."""
        known: set[str] = set()
        for leaf in ast.each_leaf(blocks):
            known.add(id_ := ast.leaf_id(leaf))
            if id_ in self._numbers:
                self._words[id_] = plain(leaf["c"][1])
        self._inlines = InlineMaker(
            media, frozenset(known - {""}), lambda inner, place: self.make(inner, place, inside=True), beside
        )
        self._numbering = Numbering()
        self._tables = 0
        self.headings: list[Heading] = []
        self.has_title = False

    @property
    def notes(self) -> list[list[Block]]:
        """Footnotes in the order of their calls."""
        return self._inlines.notes

    def make(self, blocks: Iterable[Block], place: Place | None = None, *, inside: bool = False) -> list[Block]:
        """The blocks for pandoc; `inside` a box, a cell or a quotation headings are not the plan's."""
        here = place or Place()
        return [made for block in blocks for made in self._block(block, here, inside=inside)]

    def _block(self, block: Block, place: Place, *, inside: bool) -> list[Block]:  # noqa: PLR0911 a line a kind
        kind: str = block["t"]
        content: Any = block.get("c")
        match kind:
            case "Para" | "Plain":
                made = self._inlines.make(content, place)
                return [{"t": kind, "c": made}] if made else []
            case "Header":
                return self._header(content, place, inside=inside)
            case "Div":
                return self._div(content[0][1], content[1], place, inside=inside)
            case "BlockQuote":
                return [{"t": kind, "c": self.make(content, place, inside=True)}]
            case "BulletList":
                return [{"t": kind, "c": self._items(content, place)}] if content else []
            case "OrderedList":
                return [{"t": kind, "c": [content[0], self._items(content[1], place)]}] if content[1] else []
            case "DefinitionList":
                entries = [[self._inlines.make(term, place), self._items(texts, place)] for term, texts in content]
                return [{"t": kind, "c": entries}]
            case "Figure":
                return self._figure(content, place)
            case "Table":
                return self._table(content, place)
            case _:
                return self._other(block, place)

    def _other(self, block: Block, place: Place) -> list[Block]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind == "HorizontalRule":
            return [block]
        if kind in {"CodeBlock", "RawBlock"}:
            return [{"t": "CodeBlock", "c": [ast.attributes(), content[1]]}]
        if kind == "LineBlock":
            return [ast.para(ast.on_lines([self._inlines.make(line, place) for line in content]))]
        words = ast.text(block).strip()
        return [ast.para(ast.string(words))] if words else []

    def _items(self, items: list[list[Block]], place: Place) -> list[list[Block]]:
        return [self.make(item, place, inside=True) for item in items]

    def _header(self, content: Any, place: Place, *, inside: bool) -> list[Block]:
        level, (_, classes, _), inlines = content
        made = self._inlines.make(inlines, place)
        if not ast.text(inlines).strip():
            return [ast.para(made)] if made else []
        if inside:
            return [ast.div([ast.para(made)], "intertitre")]
        level, number = self._numbering.place(level, classes)
        own = "" if ast.is_leaf(inlines[0]) and ast.leaf_id(inlines[0]) else f"titre-{len(self.headings) + 1}"
        anchor = own or ast.leaf_id(inlines[0])
        self.headings.append(Heading(anchor=anchor, level=level, number=number, words=plain(inlines)))
        return [{"t": "Header", "c": [level + 1, ast.attributes(own), numbered(number, made)]}]

    def _div(self, classes: list[str], blocks: list[Block], place: Place, *, inside: bool) -> list[Block]:
        if CONTENTS in classes:
            return []  # the page's own, which stays in sight
        listed = next((LISTS[name] for name in classes if name in LISTS), None)
        if listed:
            return self._list(*listed)
        name = next((name for name in classes if name in {*STYLES, COVER, BACK, LANDSCAPE, PLATE}), "")
        if name == LANDSCAPE:
            return [ast.div(self.make(blocks, place, inside=inside), name)]
        made = self.make(blocks, place, inside=inside or bool(name))
        if name == "verbatim":
            made = [{"t": "BlockQuote", "c": made}]
        return [ast.div(made, name)] if name else made

    def cover(self, blocks: list[Block]) -> list[Block]:
        """The cover, whose title is the page's first heading."""
        made = []
        for block in blocks:
            if not self.has_title and block["t"] == "Div" and "titre" in block["c"][0][1]:
                inner = self.make(block["c"][1], inside=True)
                if inner and inner[0]["t"] in {"Para", "Plain"}:
                    inner[0] = ast.header(1, inner[0]["c"])
                    self.has_title = True
                made.append(ast.div(inner, "titre"))
            else:
                made += self.make([block], inside=True)
        return made

    def _list(self, word: str, title: str) -> list[Block]:
        """Links to all figures, or to all tables; nothing when there is none."""
        entries = [
            [{"t": "Plain", "c": [link(ast.string(f"{_label(numbered_)} {self._words[id_]}"), f"#{id_}")]}]
            for id_, numbered_ in self._numbers.items()
            if numbered_.word == word
        ]
        if not entries:
            return []
        nav = raw(f'<nav class="liste" aria-label="{title}">')
        return [nav, ast.div([ast.para(ast.string(title))], "intertitre"), _bullets(entries), raw("</nav>")]

    def _figure(self, content: Any, place: Place) -> list[Block]:
        _, (_, caption), blocks = content
        picture = self.make(blocks, place, inside=True)
        words = self._caption(caption, place)
        return [{"t": "Figure", "c": [ast.attributes(), [None, words], picture]}] if picture else words

    def _caption(self, caption: list[Block], place: Place) -> list[Block]:
        """The blocks of a caption, the first one numbered; none when it says nothing."""
        made = self.make(caption, place, inside=True)
        if not ast.text(caption).strip():
            return []
        found = next((self._numbers.get(ast.leaf_id(leaf)) for leaf in ast.each_leaf(caption)), None)
        if found and made and made[0]["t"] in {"Para", "Plain"}:
            made[0] = {"t": "Plain", "c": numbered(_label(found), made[0]["c"])}
        return made

    def _table(self, content: Any, place: Place) -> list[Block]:
        self._tables += 1
        words = [block["c"] for block in self._caption(content[1][1], place) if block["t"] in {"Para", "Plain"}]
        id_ = f"legende-{self._tables}" if words else ""
        caption = [span(ast.on_lines(words), "legende", id_=id_)] if words else []
        return table_block(
            content, caption, id_, self._tables, lambda blocks: self.make(blocks, place, inside=True)
        )


def notes_section(notes: list[list[Block]]) -> list[Block]:
    """The footnotes, each with a way back to its call."""
    if not notes:
        return []
    items = []
    for number, blocks in enumerate(notes, 1):
        back = link(
            [{"t": "Str", "c": "↩"}],
            f"#appel-{number}",
            "",
            "retour",
            **{"role": "doc-backlink", "aria-label": f"Retour à l’appel de la note{NBSP}{number}"},
        )
        body = [*blocks]
        if body and body[-1]["t"] in {"Para", "Plain"}:
            body[-1] = {"t": body[-1]["t"], "c": [*body[-1]["c"], {"t": "Str", "c": NBSP}, back]}
        else:
            body.append(ast.para([back]))
        items.append([{"t": "Div", "c": [ast.attributes(f"note-{number}"), body]}])
    title = {"t": "Header", "c": [2, ast.attributes("notes", [], **{OURS: ""}), ast.string("Notes")]}
    counted = {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    return [
        raw('<section class="notes" role="doc-endnotes" aria-labelledby="notes">'),
        title,
        counted,
        raw("</section>"),
    ]


def numbered(number: str, inlines: Inlines) -> Inlines:
    """Inlines behind the number that we print, if there is one."""
    return [span([{"t": "Str", "c": number}], NUMBER), {"t": "Str", "c": NBSP}, *inlines] if number else inlines


def plain(inlines: Inlines) -> str:
    """The words of a heading or a caption where it is only told: without notes and pictures."""
    kept = ast.map_inlines(inlines, lambda inline: [] if inline["t"] in {"Note", "Image"} else [inline])
    return " ".join(ast.text(kept).split())


def raw(html: str) -> Block:
    """HTML of ours among the blocks."""
    return {"t": "RawBlock", "c": ["html", html]}


def _label(found: Numbered) -> str:
    return f"{WORDS[found.word]}{NBSP}{found.number}{NBSP}:"


def _bullets(entries: list[list[Block]]) -> Block:
    return {"t": "BulletList", "c": entries}
