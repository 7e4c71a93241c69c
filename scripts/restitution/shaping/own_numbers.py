"""The number that a writer gave to a picture or a table: ours stands before its caption already.

« Figure 2 : la fontaine » would print as « Figure 6 : Figure 2 : la fontaine ». The label and its number are
listed as a technical field; a word that says what is shown (« Carte 1 – … ») stays, without its number. A note
whose text refers to that number (« voir figure 2 ») keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from restitution.model import Inline, NotTaken, Reading
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.extracts import between, letters
from restitution.shaping.captions import captioned
from restitution.shaping.lines import CAPTION

_LABEL: Final = re.compile(
    r"\s*(?:(?:figure|fig\.?|illustration|image|tableau)"
    r"|(?P<kept>carte|photo(?:graphie)?|schéma|graphique|plan))"
    r"\s*(?:n\s*°\s*)?(?P<number>\d{1,3})(?P<sign>\s*[:–—-]\s+|\.\s+)(?=\S*[^\W\d_])",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"\b(?:fig|figures?|illustrations?|images?|tableaux?|cartes?|photos?|photographies?|schémas?|graphiques?|plans?)"
    r"\b\.?\s*(?:n\s*°\s*)?(?P<numbers>\d{1,3}(?:\s*(?:,|et|ou|à|-|–)\s*\d{1,3})*)",
    re.IGNORECASE,
)


def without_own_numbers(reading: Reading) -> Reading:
    """The reading with the numbers of its captions under `not_taken`; itself when it has none."""
    if not ast.tells_of(reading.blocks, "Image", "Table", "Figure"):
        return reading
    joined = captioned(captioned(reading.blocks, sure=True))
    captions = {
        id(leaf)
        for block in joined
        if block["t"] in {"Figure", "Table"}
        for leaf in ast.each_leaf(block["c"][1][1])
        if _LABEL.match(letters(leaf["c"][1]))
    }
    if not captions:
        return reading
    used = _referred(leaf for leaf in ast.each_leaf(reading.blocks))
    gone: list[NotTaken] = []

    def change(inlines: Inlines) -> Inlines:
        return [_unnumbered(i, used, gone) if id(i) in captions else i for i in inlines]

    blocks = ast.map_leaves(reading.blocks, change)
    return msgspec.structs.replace(reading, blocks=blocks, not_taken=[*reading.not_taken, *gone])


def _referred(leaves: Iterable[Inline]) -> frozenset[str]:
    """Numbers that the text refers to, the labels at the head of lines apart."""
    texts = (letters(leaf["c"][1]) for leaf in leaves)
    bare = (text[found.end() :] if (found := _LABEL.match(text)) else text for text in texts)
    told = (found["numbers"] for text in bare for found in _REFERENCE.finditer(text))
    return frozenset(number for numbers in told for number in _each(numbers))


def _each(numbers: str) -> Iterable[str]:
    """« 2 à 4 » is 2, 3 and 4."""
    values = [int(value) for value in re.findall(r"\d+", numbers)]
    whole = range(min(values), max(values) + 1) if re.search("[à–-]", numbers) else values
    return map(str, whole)


def _unnumbered(leaf: Inline, used: frozenset[str], gone: list[NotTaken]) -> Inline:
    """A caption's leaf without its number, marked as a caption since its first word may have said it alone."""
    attributes, inlines = leaf["c"]
    text = letters(inlines)
    found = _LABEL.match(text)
    if found is None or str(int(found["number"])) in used:
        return leaf
    first, last = (found.end("kept"), found.end("number")) if found["kept"] else (0, found.end())
    gone.append(NotTaken(reason="champ technique", text=text[first:last], where=ast.leaf_where(leaf)))
    id_, classes, keys = attributes
    look = " ".join([*ast.leaf_look(leaf).split(), CAPTION])
    keys = [*(pair for pair in keys if pair[0] != "look"), ["look", look]]
    kept = [*between(inlines, 0, first), *between(inlines, last, len(text))]
    return {"t": "Span", "c": [[id_, classes, keys], kept]}
