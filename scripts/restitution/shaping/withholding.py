"""A list of those present that takes in much of a note: none of it is published, and its editor hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.messages import plural
from restitution.model import Finding, Passage
from restitution.pandoc import ast

CODE: Final = "consentement"
MOST_WORDS: Final = 200
"""Words that a list of those present seldom exceeds."""
FEWEST_WORDS: Final = 20
"""Words below which a list may well be half of a short note."""


def much_withheld(passages: Iterable[Passage], path: str) -> list[Finding]:
    """What to say when the participants' section holds over 200 words, or over half of the note's."""
    words = [(passage, len(ast.text([passage.block]).split())) for passage in passages]
    listed = [(passage, count) for passage, count in words if passage.section == "participants"]
    withheld, whole = sum(count for _, count in listed), sum(count for _, count in words)
    if withheld <= FEWEST_WORDS or (withheld <= MOST_WORDS and 2 * withheld <= whole):
        return []
    wheres = [ast.leaf_where(span) for passage, _ in listed for span in ast.each_leaf([passage.block])]
    first, last = next(iter(wheres), ""), wheres[-1] if wheres else ""
    message = (
        f"{plural(withheld, 'mot')} sur {whole}, de « {first} » à « {last} », ne sont pas publiés : ils sont "
        "lus comme la liste des participants, qui reste confidentielle. Si c'est du texte à publier, donnez-lui "
        "son propre titre (« Échanges », par exemple) dans la note."
    )
    return [Finding(code=CODE, level="warning", message=message, path=path, where=first)]
