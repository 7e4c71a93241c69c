"""A picture alone in its paragraph and the line below that names it make one figure."""

from __future__ import annotations

import re

from restitution.model import GENERATED, Block, Inline
from restitution.pandoc import ast

CAPTION = re.compile(
    r"^\s*(?:figure|fig\.|carte|photo(?:graphie)?|illustration|schéma|graphique|image|plan)\b", re.IGNORECASE
)
MAX_CAPTION = 250


def captioned(blocks: list[Block]) -> list[Block]:
    """The blocks with each picture joined to its caption; order and words stay."""
    out: list[Block] = []
    for block in blocks:
        if out and _is_picture(out[-1]) and _is_caption(block):
            out[-1] = _figure(out[-1], block)
        else:
            out.append(block)
    return out


def _is_picture(block: Block) -> bool:
    inlines = block["c"] if block["t"] in {"Para", "Plain"} else []
    inner = inlines[0]["c"][1] if len(inlines) == 1 and ast.is_leaf(inlines[0]) else inlines
    return len(inner) == 1 and inner[0]["t"] == "Image"


def _is_caption(block: Block) -> bool:
    if block["t"] not in {"Para", "Plain"}:
        return False
    text = ast.text(block["c"])
    return len(text) <= MAX_CAPTION and CAPTION.match(text) is not None


def _figure(picture: Block, caption: Block) -> Block:
    """The picture's own leaf holds no word; the caption's stands for the figure."""
    inner = picture["c"][0]["c"][1] if ast.is_leaf(picture["c"][0]) else picture["c"]
    inner = ast.map_inlines(inner, lambda image: [_described(image, ast.text(caption["c"]))])
    return {
        "t": "Figure",
        "c": [
            ast.attributes(),
            [None, [{"t": "Plain", "c": caption["c"]}]],
            [{"t": "Plain", "c": inner}],
        ],
    }


def _described(image: Inline, caption: str) -> Inline:
    """A picture that nobody described is described by its caption."""
    if image["t"] != "Image" or not _is_ours(image["c"][1]):
        return image
    return {"t": "Image", "c": [image["c"][0], ast.string(" ".join(caption.split())), image["c"][2]]}


def _is_ours(alt: list[Inline]) -> bool:
    return bool(alt) and alt[0]["t"] == "Span" and GENERATED in alt[0]["c"][0][1]
