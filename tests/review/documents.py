"""Small documents written in Markdown, each leaf with an id."""

from __future__ import annotations

from itertools import count

from restitution.model import Block, Document, Placement
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.run import read_markdown


def document(markdown: str, placements: list[Placement] | None = None, **more: object) -> Document:
    """A document of this text; its leaves are `src_0000000001`, … in the order of the text."""
    numbers = count(1)

    def name(inlines: Inlines) -> Inlines:
        return ast.leaf(inlines, "", id_=f"src_{next(numbers):010x}") if inlines else inlines

    return Document(
        build="0123456789abcdef",
        title="Carnet",
        subtitle="",
        date="",
        language="fr-FR",
        epoch=1_791_417_600,
        blocks=ast.map_leaves(read_markdown(markdown), name),
        placements=placements or [],
        **more,  # type: ignore[arg-type]
    )


def texts(blocks: list[Block]) -> dict[str, str]:
    """Id of each leaf -> its text, in reading order."""
    return {ast.leaf_id(leaf): ast.text(leaf["c"][1]).strip() for leaf in ast.each_leaf(blocks)}
