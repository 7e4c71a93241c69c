"""A file that somebody took for a copy and that is none: its remarks are taken, its own text is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from restitution.remarks import Mark
from restitution.review.returned import Returned

MOST: Final = 0.8
"""Of a copy's letters: when more stand in paragraphs that were never sent, it is another document."""
TOLD: Final = (
    "Presque rien de ce fichier n'est dans la publication : est-ce bien une copie à relire ? Ses commentaires et "
    "ses modifications suivies sont repris, son texte ne l'est pas."
)


def without_own_text(returned: Returned, marks: Iterable[Mark]) -> tuple[list[Mark], list[str]]:
    """The marks without the paragraphs of somebody's own document, and a sentence where it is one."""
    found = list(marks)
    if returned.sent is not None:  # it says itself that it is ours: much was added to it
        return found, []
    own = [mark for mark in found if mark.kind == "untracked_edit" and mark.relation == "after"]
    letters = sum(len(paragraph.wanted.strip()) for paragraph in returned.paragraphs if not paragraph.ours)
    if sum(len(mark.text) for mark in own) <= MOST * letters:
        return found, []
    return [mark for mark in found if mark not in own], [TOLD]
