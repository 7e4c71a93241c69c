"""Cuts a long document into portions, which programs and trees take one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from restitution.model import Block
from restitution.pandoc import ast

SIZE: Final = 12_000_000
"""Bytes of JSON from which a portion may end: some 700 notes, for which pandoc takes 250 MB."""
APART: Final = frozenset({"couverture", "quatrieme", "paysage"})
"""Classes of what begins or ends pages of its own kind."""
TITLE: Final = "fichier"
"""Class of the name of a file, which stands above what is said of it as a heading does."""


def portions(blocks: Sequence[Block], size: int = SIZE) -> list[slice]:
    """Where the blocks are cut, before headings and names of files: one portion of what is not long, empty or not.

    Neither what stands before a cut nor what stands behind it has a look that follows from the other: no table or
    turned page ends before one, and none begins under the heading.
    """
    encode = msgspec.json.Encoder().encode
    cuts, taken = [0], 0
    for number, block in enumerate(blocks):
        if taken >= size and _may_cut(blocks, number):
            cuts.append(number)
            taken = 0
        taken += len(encode(block))
    return [slice(start, end) for start, end in pairwise([*cuts, len(blocks)])]


def _may_cut(blocks: Sequence[Block], at: int) -> bool:
    is_title = ast.has_class(blocks[at], TITLE) and blocks[at - 1]["t"] != "Header"
    if not is_title and blocks[at]["t"] != "Header":
        return False
    before, under = blocks[at - 1], next((block for block in blocks[at:] if block["t"] != "Header"), None)
    return (
        not _stands_apart(before) and not ast.holding([before], "Table") and not (under and _stands_apart(under))
    )


def _stands_apart(block: Block) -> bool:
    return block["t"] == "Div" and not APART.isdisjoint(block["c"][0][1])
