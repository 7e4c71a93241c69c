"""The Typst source of a document."""

from __future__ import annotations

from collections.abc import Mapping

from restitution.model import Document
from restitution.pandoc.numbering import Numbering, numbers_of
from restitution.remarks import BUILD
from restitution.writers.pdf.blocks import BlockWriter
from restitution.writers.pdf.context import DEEPEST_BLOCK, Context
from restitution.writers.pdf.glyphs import Glyphs
from restitution.writers.pdf.literals import array, string

TEMPLATE = "restitution.typ"
IMPORTS = f'#import "{TEMPLATE}" as r\n'


def typst_source(
    document: Document,
    media_names: Mapping[str, str],
    glyphs: Glyphs | None = None,
    deepest: int = DEEPEST_BLOCK,
) -> str:
    """The main file: metadata for the template's `publication`, then the blocks.

    `media_names`: target of an image -> its file beside the source; an image without one is told in words.
    `glyphs`: what the fonts can show; without it every character is left as it is.
    `deepest`: how many containers may stand one inside the other before they lose their look.
    """
    context = Context(
        media=media_names,
        glyphs=glyphs,
        numbering=Numbering(),
        numbers=numbers_of(document.blocks),
        deepest=deepest,
    )
    return f"{opening(document)}{BlockWriter().write(context, document.blocks)}\n"


def opening(document: Document) -> str:
    """What stands before the blocks: the template, and what it is told of the document."""
    language, _, region = document.language.partition("-")
    arguments = {
        "title": string(" ".join(document.title.split())),
        "subtitle": string(" ".join(document.subtitle.split())),
        "authors": array(document.authors),
        # programs that annotate a PDF leave its keywords in it: `review.pdf` reads the build back
        "keywords": array([*document.keywords, *([f"{BUILD} {document.build}"] if document.build else [])]),
        "language": string(language or "fr"),
        "region": string(region or "FR"),
    }
    metadata = ", ".join(f"{name}: {value}" for name, value in arguments.items())
    return f"{IMPORTS}#show: r.publication.with({metadata})\n"
