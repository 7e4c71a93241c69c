"""What kind of note a file is, and whose: clues in the order of domain §1.4, the editor's word before all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from restitution.domain import (
    TRANSCRIPT,
    TRANSCRIPT_FORMATS,
    domain,
    kind_in_folder,
    kind_in_title,
    kind_of_word,
    section_of,
)
from restitution.messages import folded
from restitution.model import Block
from restitution.pandoc import ast

MEETING = "compte_rendu_reunion"
ACCOUNT = re.compile(r"\b(?:comptes? rendus?|cr|pv)\b")
"""A title that says an account, and not of what."""
WORKSHOP = re.compile(r"\b(?:ateliers?|tables? rondes?|sous groupes?|world cafe)\b")
MIN_FOOTPRINT = 3
"""Recognised sections that a note must have before they alone say its kind."""


def kind_of(  # noqa: PLR0913 each is a clue
    said: str, field: str, path: str, format_: str, title: str, blocks: list[Block], *, spoken: bool = False
) -> str | None:
    """Key of the kind, or None: `said` is the editor's word, `field` the note's own, `spoken`: it has turns."""
    if kind := kind_of_word(said) if said else None:
        return kind
    if format_ in TRANSCRIPT_FORMATS:
        return TRANSCRIPT
    if kind := kind_of_word(field) if field else None:
        return kind
    for folder in reversed(PurePosixPath(path).parts[:-1]):
        if kind := kind_in_folder(folder):
            return kind
    stem = PurePosixPath(path).stem
    if kind := kind_in_title(stem) or kind_in_title(title):
        return kind
    return _of_account([stem, title], blocks, spoken=spoken) or _footprint(blocks)


def _of_account(names: list[str], blocks: list[Block], *, spoken: bool) -> str | None:
    """What a bare « Compte rendu » is of: a workshop by its turns or words, a meeting by its sections."""
    if not any(ACCOUNT.search(folded(name)) for name in names):
        return None
    titles = _headings(blocks)
    if spoken or any(WORKSHOP.search(folded(text)) for text in (*names, *titles)):
        return TRANSCRIPT
    model = domain().kinds[MEETING]
    found = {match.key for title in titles if (match := section_of(title, MEETING))}
    is_meeting = "decisions" in found or len(found & {*model.requis, *model.conseille}) > 1
    return MEETING if is_meeting else None


def _footprint(blocks: list[Block]) -> str | None:
    """The kind whose required sections a note has, when one kind stands out."""
    found = {match.key for title in _headings(blocks) if (match := section_of(title, None))}
    if len(found) < MIN_FOOTPRINT:
        return None
    scores = {
        key: sum(2 if section in kind.requis else 1 for section in found & {*kind.requis, *kind.conseille})
        / (2 * len(kind.requis) + len(kind.conseille) or 1)
        for key, kind in domain().kinds.items()
        if kind.requis and set(kind.requis) <= found
    }
    best = sorted(scores, key=lambda key: (-scores[key], key))
    if not best or (len(best) > 1 and scores[best[0]] == scores[best[1]]):
        return None
    return best[0]


def _headings(blocks: Iterable[Block]) -> list[str]:
    return [ast.text(block["c"][2]).strip() for block in blocks if block["t"] == "Header"]
