"""Says what an acronym of the glossary stands for, where the report first uses it in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from restitution.assembly.made import Term
from restitution.model import GENERATED, QUOTED, Block, Note, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.numbering import APART
from restitution.typography.acronyms import enclosed, is_explained, is_shouted, plain, says
from restitution.typography.inlines import flat, inserted, is_speech
from restitution.typography.kept import NO_NAMES, kept_spans, touches

NOT_READ: Final = frozenset({"couverture", "colophon", "sommaire", "glossaire", "quatrieme"})
"""Parts that are no running text."""
BOXES: Final = APART - {"encadre"}
"""Divs whose text is none either."""
FIELD: Final = "field"
_ASIDE: Final = re.compile(r"(?:sources?|crédits?|photos?|légende|lecture)\b[^.]{0,20}:", re.IGNORECASE)
"""How a line below a table or a picture begins."""
UNIQUE: Final = frozenset(
    {
        "agence", "autorité", "banque", "bureau", "conseil", "fonds", "institut", "liaison", "office",
        "organisation", "observatoire", "union",
    }
)  # fmt: skip
"""First words, in small letters, of the names of bodies that exist once, which keep their capital."""


def expansions(terms: Iterable[Term]) -> list[str]:
    """What may be added behind an acronym, as it is added."""
    return [_added(_lowered(term.developpe)) for term in terms if term.sigle and term.developpe]


def expanded(
    parts: Iterable[tuple[str, list[Block]]],
    terms: Sequence[Term],
    notes: Iterable[Note],
    placements: Iterable[Placement],
) -> list[tuple[str, list[Block]]]:
    """The parts of the report, each acronym of the glossary followed by its words at its first use."""
    said = {plain(term.sigle): _lowered(term.developpe) for term in terms if term.sigle and term.developpe}
    not_text = {
        ast.leaf_id(span)
        for note in notes
        for passage in note.passages
        if passage.role != "text"
        for span in ast.each_leaf([passage.block])
    }
    bookmarks = {placement.bookmark for placement in placements if placement.leaf in not_text}
    expander = _Expander(said, bookmarks)
    return [(key, blocks if key in NOT_READ else expander.blocks(blocks)) for key, blocks in parts]


class _Expander:
    """Goes through running text in reading order; `left`: the acronyms that were not met yet."""

    def __init__(self, left: Mapping[str, str], not_text: set[str]) -> None:
        self._left = dict(left)
        self._not_text = not_text

    def blocks(self, blocks: list[Block]) -> list[Block]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Block:
        kind, content = block["t"], block.get("c")
        if not self._left:
            return block
        match kind, content:
            case "Para" | "Plain", [leaf] if ast.is_leaf(leaf):
                return {"t": kind, "c": [self._leaf(leaf)]}
            case "BulletList", items:
                return {"t": kind, "c": [self.blocks(item) for item in items or []]}
            case "OrderedList", [numbers, items]:
                return {"t": kind, "c": [numbers, [self.blocks(item) for item in items]]}
            case "Div", [attributes, inner] if BOXES.isdisjoint(attributes[1]):
                return {"t": kind, "c": [attributes, self.blocks(inner)]}
        return block

    def _leaf(self, leaf: Block) -> Block:
        attributes, inlines = leaf["c"]
        is_text = {QUOTED, FIELD}.isdisjoint(attributes[1]) and attributes[0] not in self._not_text
        if not is_text or is_speech(inlines):
            return leaf
        text, quoted = flat(inlines)
        places = self._places(text, kept_spans(text, NO_NAMES, *quoted, *enclosed(text)))
        return {"t": "Span", "c": [attributes, inserted(inlines, places)]} if places else leaf

    def _places(self, text: str, closed: Sequence[tuple[int, int]]) -> dict[int, Inlines]:
        """Last letter of each acronym to expand -> the words that follow it. `closed`: where none may."""
        places: dict[int, Inlines] = {}
        if is_shouted(text) or _ASIDE.match(text):
            return places
        for found in re.finditer(r"(?<![\w-])\w+(?![\w-])|(?<!\w)(?:[A-Z]\.){2,}", text):
            sigle = plain(found[0])
            words = self._left.get(sigle)
            if words is None:
                continue
            if says(text, words) or is_explained(text, *found.span()):
                del self._left[sigle]
            elif not touches(closed, *found.span()) and not text[found.end() :].lstrip().startswith("("):
                del self._left[sigle]
                ours = [{"t": "Space"}, *ast.string(_added(words))]
                places[found.end() - 1] = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), ours]}]
        return places


def _added(words: str) -> str:
    return f"({words})"


def _lowered(words: str) -> str:
    """The words of a glossary as they stand within a sentence: a small first letter, but for a name."""
    first, _, rest = words.partition(" ")
    is_name = first[1:] != first[1:].lower() or first.lower() in UNIQUE or any(map(str.isupper, rest))
    return words if is_name else words[:1].lower() + words[1:]
