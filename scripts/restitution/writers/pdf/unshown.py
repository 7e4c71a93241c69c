"""Characters that no font of the PDF has: the editor is told where each stands, as its name is printed instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from restitution.messages import listed
from restitution.model import Block, Document, Finding, Placement
from restitution.pandoc import ast
from restitution.writers.pdf.glyphs import Glyphs

CODE = "glyphe"
MOST_TOLD = 5
CODE_BLOCKS = frozenset({"CodeBlock", "RawBlock"})


def unshown(document: Document, glyphs: Glyphs) -> list[Finding]:
    """A warning for each file and set of characters, at the first place where they stand."""
    lacking = list(_lacking(document.blocks, glyphs))
    leaves = {leaf for leaf, _ in lacking}
    places = {one.bookmark: one for one in document.placements if one.bookmark in leaves}
    found: dict[tuple[str, str], Finding] = {}
    for leaf, named in lacking:
        placement = places.get(leaf)
        path = placement.path if placement else ""
        if (path, named) not in found:
            found[path, named] = _finding(named, placement)
    return list(found.values())


def _lacking(blocks: Iterable[Block], glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """Each leaf with characters that no font has, and these."""
    last = ""
    for block in blocks:
        for leaf, text in _texts([block], last):
            last = leaf
            if named := glyphs.named_in(text):
                yield leaf, named


def _finding(characters: str, placement: Placement | None) -> Finding:
    told = [f"« {char} » ({unicodedata.name(char, f'U+{ord(char):04X}')})" for char in characters[:MOST_TOLD]]
    more = len(characters) - len(told)
    every = listed([*told, f"{more} autres"] if more else told)
    alone = len(characters) == 1
    what, becomes = ("Caractère", "est remplacé") if alone else ("Caractères", "sont remplacés")
    its, it = ("son nom", "Écrivez-le") if alone else ("leur nom", "Écrivez-les")
    return Finding(
        code=CODE,
        level="warning",
        message=f"{what} qu'aucune police du PDF ne possède : {every} {becomes} par {its} entre crochets. "
        f"{it} en lettres dans la note, ou ajoutez une police (templates/fonts, et restitution.typ).",
        path=placement.path if placement else "",
        where=placement.where if placement else "",
    )


def _texts(node: Any, leaf: str) -> Iterator[tuple[str, str]]:
    """Each text with the id of the leaf that it stands in or follows."""
    if isinstance(node, list):
        for child in node:
            if isinstance(child, dict) and "t" in child and ast.is_leaf(child):
                leaf = ast.leaf_id(child) or leaf
                yield leaf, ast.text(child)
            else:
                for below, text in _texts(child, leaf):
                    leaf = below
                    yield below, text
    elif isinstance(node, dict) and "t" in node:
        if node["t"] in CODE_BLOCKS:
            yield leaf, node["c"][1]
        else:
            yield from _texts(node.get("c"), leaf)
