"""A paper to hand to people as a Word document: headings, real lists, boxes to tick, tables to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from restitution.ooxml.word import Element, make
from restitution.papers import Block, Paper, Shape
from restitution.writers.sheets.docx import LABEL, packed, page_of_a_sheet, paragraph, table

MARK: Final = "RestitutionPapier"
"""By which a paper that lies among the notes is known, filled in or not."""
BOX: Final = "☐"
HEAD: Final = ("À remplir", "Votre réponse")
ABOUT: Final = "Une ligne par chose à écrire : son nom, puis la place où l'écrire."
ROOM: Final = 2
"""Empty lines in which to write by hand."""


def write_paper(paper: Paper) -> bytes:
    """The document: same paper, same bytes."""
    root, body = make("document"), make("body")
    body.append(paragraph("Title", paper.name))
    body.append(paragraph("Accueil", paper.welcome))
    for block in paper.blocks:
        body.extend(_SHAPED[block.shape](block))
    body.append(page_of_a_sheet())
    root.append(body)
    return packed(root, paper.name, MARK)


def _heading(block: Block) -> Iterable[Element]:
    return [paragraph("heading 1", line) for line in block.lines]


def _text(block: Block) -> Iterable[Element]:
    return [paragraph("Normal", line) for line in block.lines]


def _list(block: Block) -> Iterable[Element]:
    return [paragraph("Normal", line, listed=True) for line in block.lines]


def _boxes(block: Block) -> Iterable[Element]:
    return [paragraph("Normal", f"{BOX} {line}") for line in block.lines]


def _fields(block: Block) -> Iterable[Element]:
    name, *labels = block.lines
    rows = [([paragraph(LABEL, label)], _room(label)) for label in labels]
    head = [paragraph("En-tête de tableau", word) for word in HEAD]
    return [table(name, ABOUT, head, rows), paragraph("Normal", "")]


def _room(label: str) -> list[Element]:
    """Where to write; a signature needs more of it."""
    return [paragraph("Réponse", "") for _ in range(ROOM if label == "Signature" else 1)]


_SHAPED: Final[dict[Shape, Callable[[Block], Iterable[Element]]]] = {
    "titre": _heading,
    "texte": _text,
    "liste": _list,
    "cases": _boxes,
    "champs": _fields,
}
