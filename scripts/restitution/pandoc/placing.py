"""Leaves taken out of blocks, and paragraphs put behind the block that holds a leaf."""

from __future__ import annotations

from typing import Any

from restitution.model import Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines

_ITEMS = frozenset({"BulletList", "OrderedList"})


def without_leaf(block: Block, id_: str) -> list[Block]:
    """The block without a leaf: nothing when it held nothing else.

    A list loses the item, a table keeps an empty cell.
    """

    def leave(inlines: Inlines) -> Inlines:
        return [inline for inline in inlines if not (ast.is_leaf(inline) and ast.leaf_id(inline) == id_)]

    return _all_tidied(ast.map_leaves([block], leave))


def _tidied(block: Block) -> Block | None:
    """A block without its empty paragraphs and items; None when it says nothing at all."""
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in {"Para", "Plain"}:
        return block if content else None
    if kind == "Header":
        return block if content[2] else None
    if kind in _ITEMS:
        items = [kept for item in _items(block) if (kept := _all_tidied(item))]
        return _with_items(block, items) if items else None
    if kind in {"BlockQuote", "Div"}:
        inner = _all_tidied(content if kind == "BlockQuote" else content[1])
        if not inner:
            return None
        return {"t": kind, "c": inner if kind == "BlockQuote" else [content[0], inner]}
    return block


def _all_tidied(blocks: list[Block]) -> list[Block]:
    return [kept for block in blocks if (kept := _tidied(block)) is not None]


def with_behind(blocks: list[Block], id_: str, leaf: Inlines) -> list[Block]:
    """The blocks with a paragraph behind the one that holds the leaf `id_`.

    It is an item of its own in a list, within the cell in a table, behind the whole of a figure or of a table when
    the leaf is their caption.
    """
    out: list[Block] = []
    for block in blocks:
        inside = _within(block, id_, leaf)
        out.append(inside or block)
        if inside is None and _holds(block, id_):
            out.append({"t": "Plain" if block["t"] == "Plain" else "Para", "c": leaf})
    return out


def _within(block: Block, id_: str, leaf: Inlines) -> Block | None:
    """The block with the paragraph somewhere inside; None when its place is behind it, or elsewhere."""
    kind: str = block["t"]
    content: Any = block.get("c")
    if not _holds(block, id_):
        return None
    if kind in _ITEMS:
        items: list[list[Block]] = []
        for item in _items(block):
            is_last = bool(item) and _holds(item[-1], id_) and item[-1]["t"] in {"Para", "Plain"}
            items += [item, [{"t": item[-1]["t"], "c": leaf}]] if is_last else [with_behind(item, id_, leaf)]
        return _with_items(block, items)
    if kind == "BlockQuote":
        return {"t": kind, "c": with_behind(content, id_, leaf)}
    if kind == "Div":
        return {"t": kind, "c": [content[0], with_behind(content[1], id_, leaf)]}
    if kind == "Table" and not _holds_leaf(content[1][1], id_):
        return {"t": kind, "c": [*content[:3], *_in_cells(content[3:], id_, leaf)]}
    return None


def _in_cells(node: Any, id_: str, leaf: Inlines) -> Any:
    """The rows of a table, the one cell that holds the leaf with the paragraph behind it."""
    if isinstance(node, list):
        is_blocks = bool(node) and all(isinstance(one, dict) and isinstance(one.get("c"), list) for one in node)
        return with_behind(node, id_, leaf) if is_blocks else [_in_cells(child, id_, leaf) for child in node]
    return node


def _items(block: Block) -> list[list[Block]]:
    content: Any = block["c"]
    items: list[list[Block]] = content if block["t"] == "BulletList" else content[1]
    return items


def _with_items(block: Block, items: list[list[Block]]) -> Block:
    return {"t": block["t"], "c": items if block["t"] == "BulletList" else [block["c"][0], items]}


def _holds(block: Block, id_: str) -> bool:
    return _holds_leaf([block], id_)


def _holds_leaf(blocks: list[Block], id_: str) -> bool:
    return any(ast.leaf_id(leaf) == id_ for leaf in ast.each_leaf(blocks))
