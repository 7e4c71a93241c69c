"""Blocks that what is shown at a meeting is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import structs

from restitution.model import Block, Document, Inline
from restitution.pandoc import ast

QUOTE, LABEL, GAP, LOGOS = "verbatim", "encadre-titre", "lacune", "logos"
HEATMAP, NETWORK = "graphiques/themes.svg", "graphiques/visites.svg"
NOTHING: Final = "Les notes n’en disent encore rien."
Pictures = Mapping[str, Inline]
"""Of a publication: target -> the picture as it stands there."""


def pictures_in(document: Document) -> Pictures:
    """Those that it shows."""
    return {image["c"][2][0]: image for block in document.blocks for image in ast.images(block)}


def logos_in(pictures: Pictures) -> list[Inline]:
    """The logos, in their order."""
    return [image for target, image in pictures.items() if target.startswith("logos/")]


def side_by_side(images: Sequence[Inline]) -> list[Inline]:
    """Pictures on one line."""
    return [part for image in images for part in (image, {"t": "Space"})][:-1]


def row_of_logos(images: Sequence[Inline]) -> list[Block]:
    """Their row; nothing where there is none."""
    return [ast.div([{"t": "Plain", "c": side_by_side(images)}], LOGOS)] if images else []


def with_its_pictures(document: Document, blocks: list[Block], title: str) -> Document:
    """A document of some blocks of a publication, with the pictures that they show."""
    targets = {image["c"][2][0] for image in ast.images(blocks)}
    media = {target: name for target, name in document.media.items() if target in targets}
    return structs.replace(document, title=title, blocks=blocks, media=media, placements=[], parts={})


def gap() -> Block:
    """What is said where there is nothing to say."""
    return ast.div([para(NOTHING)], GAP)


def div(style: str, text: str) -> Block:
    """A paragraph in one of the document's styles; nothing for no words."""
    return ast.div([para(text)], style) if text else {}


def para(text: str) -> Block:
    """A paragraph of plain words."""
    return ast.para(ast.string(text))


def small(image: Inline) -> Inline:
    """A picture without the width that it has on paper."""
    _, alternative, target = image["c"]
    return {"t": "Image", "c": [ast.attributes(), alternative, target]}
