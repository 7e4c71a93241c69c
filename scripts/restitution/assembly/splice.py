"""Puts the passages where the plan refers to them, and gives every leaf of the document its anchor."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby
from operator import is_

from restitution.assembly.outline import Slot, source_words, view
from restitution.assembly.pool import Item
from restitution.assembly.quotes import Quote, attribution, without_marks
from restitution.assembly.references import USED, reference
from restitution.assembly.transcripts import is_turn
from restitution.domain import heading_words
from restitution.model import LEAF, QUOTED, Block, Inline, Note, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

DEEPEST = 4
GENERATED_PREFIX = "gen_"
HEX = 10


class Splicer:
    """Replaces references by blocks, part after part, and remembers every placement."""

    def __init__(
        self,
        slots: list[Slot],
        names: Mapping[str, str] | None = None,
        before: Mapping[str, Inlines] | None = None,
    ) -> None:
        self.slots = slots
        self.before = before or {}
        """Id of a leaf that was corrected -> its own words: those that a heading of the plan may say."""
        self.names = names or {}
        """Code of a territory -> its name."""
        self.placements: list[Placement] = []
        self.uses: dict[str, int] = defaultdict(int)
        self.part = ""
        self.level = 1
        self.open: list[int] = []
        """Levels, in their note, of the headings that stand open above a passage."""
        self.heading: Block | None = None

    def splice(self, part: str, blocks: list[Block]) -> list[Block]:
        """The part's blocks with every reference replaced and every leaf anchored."""
        self.part, self.level, self.heading = part, 1, None
        return [out for block in blocks for out in self._block(block)]

    def _block(self, block: Block) -> list[Block]:
        kind = block["t"]
        if kind == "Header":
            level, attributes, inlines = block["c"]
            self.level = level
            self.heading = {"t": kind, "c": [level, [*attributes[:2], []], self._heading_leaf(inlines)]}
            return [self.heading]
        if kind == "Div":
            (_, classes, keys), inner = block["c"]
            if "ref" in classes:
                return self._slot(self.slots[int(dict(keys)["n"])])
            return [{"t": kind, "c": [["", classes, keys], [out for b in inner for out in self._block(b)]]}]
        return ast.map_leaves([block], self._ours)

    def _slot(self, slot: Slot) -> list[Block]:
        if slot.used:
            return [ast.div([], USED, path=slot.used)]
        if slot.blocks:
            return [out for block in slot.blocks for out in self._block(block)]
        if slot.quotes:
            return [out for quote in slot.quotes for out in self._quote(quote)]
        out: list[Block] = []
        for _, run in groupby(slot.items, key=lambda item: item.note.path):
            items = list(run)
            self.open = []
            for item in items:
                out += self._item(item, as_heading=slot.headings)
            if slot.sourced:
                words = source_words(view(items[-1].note))
                out += self._block(ast.div([ast.para(ast.string(words))], "source"))
        return out

    def _quote(self, quote: Quote) -> list[Block]:
        """The words of a quotation under a bookmark of their own, and what they are attributed to."""
        source = quote.saying
        name = f"{source.leaf}\0{' '.join(ast.text(quote.inlines).split())}"
        bookmark = self._bookmark(GENERATED_PREFIX + hashlib.sha256(name.encode()).hexdigest()[:HEX])
        attributes = ast.attributes(bookmark, [LEAF, QUOTED], where=source.where, source=source.leaf)
        self.placements.append(
            Placement(
                leaf=source.leaf,
                bookmark=bookmark,
                part=self.part,
                path=source.note.path,
                where=source.where,
                quoted=True,
                territories=_territories(source.note, source.passage.territories),
            )
        )
        marks: Inlines = [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, without_marks(quote.inlines)]}]
        said = ast.div([ast.para([{"t": "Span", "c": [attributes, marks]}])], "verbatim")
        told = ast.div([ast.para(ast.string(attribution(quote, self.names)))], "verbatim-source")
        return [said, *self._block(told)]

    def _item(self, item: Item, *, as_heading: bool) -> list[Block]:
        passage = item.passage
        if passage.role in {"text", "field"}:
            said = self._anchored(passage.block, item)
            return [ast.div([said], "parole") if item.apart and is_turn(passage) else said]
        if passage.role == "title":
            return [self._anchored(ast.para(ast.bold(passage.block["c"][2])), item)]
        level, _, inlines = passage.block["c"]
        self.open = [above for above in self.open if above < level]
        if self._is_said_by_heading(passage.block):
            self._carry(passage.block, item)
            return []
        if passage.role == "section" and not as_heading:
            return [self._anchored(ast.div([ast.para(inlines)], "origine"), item)]
        self.open.append(level)
        self.heading = self._anchored(ast.header(min(self.level + len(self.open), DEEPEST), inlines), item)
        return [self.heading]

    def _is_said_by_heading(self, block: Block) -> bool:
        """Whether the heading above already says the words of a note's heading."""
        if self.heading is None:
            return False
        own = ast.text([self.before.get(ast.leaf_id(span), [span]) for span in ast.each_leaf([block])])
        above = ast.text(self.heading["c"][2])
        return heading_words(above) == heading_words(own)

    def _carry(self, block: Block, item: Item) -> None:
        """Let the heading above carry a note's heading; its anchor becomes the note's, when it is still ours."""
        assert self.heading is not None  # noqa: S101 asked just before
        own = next(ast.each_leaf([self.heading]))
        for span in ast.each_leaf([block]):
            id_ = ast.leaf_id(span)
            if ast.leaf_id(own).startswith(GENERATED_PREFIX):
                own["c"][0] = [self._bookmark(id_), *own["c"][0][1:]]
            self._placed(id_, ast.leaf_id(own), item, ast.leaf_where(span), heading=True)

    def _anchored(self, block: Block, item: Item) -> Block:
        """A note's block with the bookmark of this place on each of its leaves."""

        def anchor(inlines: Inlines) -> Inlines:
            made = [self._leaf(inline, item) if ast.is_leaf(inline) else inline for inline in inlines]
            return inlines if all(map(is_, made, inlines)) else made

        return ast.map_leaves([block], anchor)[0]

    def _leaf(self, span: Block, item: Item) -> Block:
        id_, where = ast.leaf_id(span), ast.leaf_where(span)
        bookmark = self._bookmark(id_)
        self._placed(id_, bookmark, item, where)
        if bookmark == id_:
            return span
        return {"t": "Span", "c": [[bookmark, span["c"][0][1], span["c"][0][2]], span["c"][1]]}

    def _bookmark(self, id_: str) -> str:
        self.uses[id_] += 1
        return id_ if self.uses[id_] == 1 else f"{id_}_{self.uses[id_]}"

    def _placed(self, id_: str, bookmark: str, item: Item, where: str, *, heading: bool = False) -> None:
        self.placements.append(
            Placement(
                leaf=id_,
                bookmark=bookmark,
                part=self.part,
                path=item.note.path,
                where=where,
                heading=heading,
                territories=_territories(item.note, item.passage.territories),
            )
        )

    def _heading_leaf(self, inlines: Inlines) -> Inlines:
        """A heading of the plan: its own words, or a note's title where the template asks for one."""
        if len(inlines) == 1 and inlines[0]["t"] == "Span" and "titre" in inlines[0]["c"][0][1]:
            item = self.slots[int(dict(inlines[0]["c"][0][2])["n"])].items[0]
            title: Inlines = self._anchored(item.passage.block, item)["c"][2]
            return title
        return self._ours(inlines)

    def _ours(self, inlines: Inlines) -> Inlines:
        """Inlines of the plan as one leaf with a `gen_` anchor, which follows from the part and the text."""
        if not inlines:
            return inlines
        inlines = ast.map_inlines(inlines, self._referring)
        text = " ".join(ast.text(inlines).split())
        name = GENERATED_PREFIX + hashlib.sha256(f"{self.part}\0{text}".encode()).hexdigest()[:HEX]
        return ast.leaf(inlines, "", id_=self._bookmark(name))

    def _referring(self, inline: Inline) -> Inlines:
        """A link of ours to a place of the document, marked as one."""
        inside = inline["t"] == "Link" and inline["c"][2][0].startswith("#")
        return [reference(inline["c"][1], inline["c"][2][0], part=self.part)] if inside else [inline]


def _territories(note: Note, own: list[str]) -> list[str]:
    """Those that a passage speaks of (`own`, else its note's only one), that wrote it or were on the visit."""
    alone = note.territories if len(note.territories) == 1 else []
    return sorted({*(own or alone), note.host, *note.visitors, note.author} - {""})
