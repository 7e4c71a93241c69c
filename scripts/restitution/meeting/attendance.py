"""The attendance sheet: a line a person, with what each agrees to; its words are those of the consent sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from string import ascii_lowercase
from typing import Final

from restitution import papers
from restitution.meeting.papers import NO_BREAK, heading, labelled, logos, room, sheet, styled, table
from restitution.meeting.parts import para
from restitution.model import Block, Document
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.papers import Choice
from restitution.settings import Settings

NAME: Final = "Feuille d’émargement"
PEOPLE: Final = 20
"""Lines of two pages: a sheet of paper, printed on both sides."""
WHO: Final = ("Nom et prénom", "Structure", "Territoire")
SIGNED: Final = "Signature"
WHERE: Final = "Rencontre (date et lieu) :"
BOX: Final = "☐"
HEIGHT: Final = 2
"""Lines of writing that a signature takes."""
WIDTHS: Final = (44, 44, 32)
SIGNATURE: Final = 40
"""Spaces that keep the columns wide enough to write in."""


def attendance(document: Document, settings: Settings) -> Document:
    """The sheet, in landscape."""
    paper = papers.paper("consentement", papers.known_words(settings, None))
    asked = papers.choices(paper)
    letters = ascii_lowercase[: sum(len(choice.lines) for choice in asked)]
    blocks = [
        heading(1, NAME),
        *logos(document),
        *styled("mention", document.funding),
        para(f"{WHERE} {settings.projet.rencontres}" if settings.projet.rencontres else WHERE),
        para(paper.blocks[0].lines[0]),
        *_told(asked),
        para(papers.said_below(paper, "cases")),
        _young(paper),
        _lines(letters),
    ]
    return sheet(document, NAME, blocks, wide=True)


def _young(paper: papers.Paper) -> Block:
    """What the paper says, at its end, of people who are not of age."""
    title, text = (block.lines[0] for block in paper.blocks[-3:-1])
    return labelled(f"{title} :", ast.string(text))


def _told(asked: list[Choice]) -> Iterator[Block]:
    """What each letter of the table stands for."""
    letters = iter(ascii_lowercase)
    for choice in asked:
        said: Inlines = ast.string(choice.advice)
        for line in choice.lines:
            said += [{"t": "Space"}, *ast.bold(ast.string(next(letters))), {"t": "Str", "c": NO_BREAK}]
            said += ast.string(line)
        yield labelled(f"{choice.title}.", said)


def _lines(letters: str) -> Block:
    numbers = count(1)
    head = ("", *WHO, *letters, SIGNED)
    rows = [
        [
            room(HEIGHT, str(next(numbers))),
            *(room(1, width=width) for width in WIDTHS),
            *(ast.string(BOX) for _ in letters),
            room(1, width=SIGNATURE),
        ]
        for _ in range(PEOPLE)
    ]
    return table(head, rows)
