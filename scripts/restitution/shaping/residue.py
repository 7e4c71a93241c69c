"""Lines that a copy from a web page leaves in a note: taken aside and listed, when they are of several sorts."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.model import Block, NotTaken, Reading
from restitution.pandoc import ast

CHOICES: Final = "tout accepter|tout refuser|accepter|refuser|personnaliser|paramétrer"
FOOT: Final = "mentions légales|plan du site|gérer mes cookies|politique de confidentialité|accessibilité|contact"
MORE: Final = ("Image", "Note", "Math")
_SORTS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(aller|passer|accéder) (directement )?(au contenu|à la navigation|au menu)\.?",
        r"(vous êtes ici ?: ?)?accueil( ?[>›»/] ?[^>›»/\n]{1,60}){1,5}",
        r"(ce site|nous) (utilise|utilisons|dépose) des (cookies|traceurs)\b.{0,240}",
        rf"({CHOICES})(\W+({CHOICES}|en savoir plus))+",
        r"(publié|mis en ligne|mis à jour) le \d.{0,60}\btemps de lecture\b.{0,20}",
        r"temps de lecture ?: ?\d+ ?min(ute)?s?",
        r"partager (sur|cet article|cette page|par)\b.{0,80}",
        r"(lire la suite|lire l[’']article|en savoir plus|voir plus)( ?(…|\.\.\.|>|›|»|→))?",
        r"(cet article|cette page) vous a-t-(il|elle) été utile ?\?.{0,20}",
        r"(à lire aussi|articles? similaires?|sur le même sujet) ?:.{0,240}",
        r"(retour|remonter) en haut( de (la )?page)?\.?",
        r"(©|\(c\)|copyright) ?\d{4}\b.{0,160}",
        r"imprimer( (cet article|cette page))?",
        rf"({FOOT})(\W+({FOOT}))+",
    )
)
FEWEST: Final = 2
"""Sorts from which a note is a copy of a page: one such line alone may be the writer's."""


def without_residue(reading: Reading) -> Reading:
    """The reading with those lines under `not_taken`; itself when it has none."""
    sorts = [_sort(block) for block in reading.blocks]
    if len(set(sorts) - {None}) < FEWEST:
        return reading
    gone = [
        NotTaken(reason="résidu d'export", text=ast.text(span["c"][1]), where=ast.leaf_where(span))
        for block, sort in zip(reading.blocks, sorts, strict=True)
        for span in (ast.each_leaf([block]) if sort is not None else ())
    ]
    kept = [block for block, sort in zip(reading.blocks, sorts, strict=True) if sort is None]
    return msgspec.structs.replace(reading, blocks=kept, not_taken=[*reading.not_taken, *gone])


def _sort(block: Block) -> int | None:
    """Number of the sort of residue that a whole block is."""
    if block["t"] not in {"Para", "Plain", "Header"} or ast.tells_of([block], *MORE):
        return None
    text = " ".join(ast.text([block]).split())
    return next((number for number, form in enumerate(_SORTS) if form.fullmatch(text)), None)
