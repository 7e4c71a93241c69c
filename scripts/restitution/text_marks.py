"""Remarks and changes in a writer's text: by which signs they stand there, and are known again when it comes home.

Markdown has CriticMarkup, which its programs know. A plain text is read in Notepad, by somebody who knows no
markup: its marks are French words in brackets, explained at its head.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from restitution.messages import of_somebody


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before and behind what is put in, what goes, and what is said."""

    added: tuple[str, str]
    removed: tuple[str, str]
    said: tuple[str, str]
    source: tuple[str, str]
    """Around the line that says what the copy was made of."""
    elides: bool = False
    """Whether « de » or « d' » stands before the name of who says it."""
    legend: tuple[str, ...] = ()
    """Lines at the head of the file."""
    never: tuple[str, ...]
    """What no change may hold: read again, it would be part of a mark."""
    instead: tuple[tuple[str, str], ...]
    """What a remark says in the place of such signs."""

    def whose(self, author: str) -> str:
        """Who says it, behind the first sign."""
        if not self.elides:
            return author or "?"
        return of_somebody(author or "une personne sans nom").replace("’", "'")

    def without_marks(self, text: str) -> str:
        """A remark that can stand between its signs."""
        for sign, other in self.instead:
            text = text.replace(sign, other)
        return text


CRITIC: Final = Signs(
    added=("{++", "++}"),
    removed=("{--", "--}"),
    said=("{>>", "<<}"),
    source=("{>>", "<<}"),
    never=("{--", "{++", "{>>", "--}", "++}", "<<}"),
    instead=(("<<}", "<< }"), ("{>>", "{ >>")),
)
BRACKETS: Final = Signs(
    added=("[ajouté : ", "]"),
    removed=("[supprimé : ", "]"),
    said=(" [remarque ", "]"),
    elides=True,
    source=("[laissez cette ligne : ", "]"),
    legend=(
        "=== Votre note, relue. Entre crochets : ce qui est proposé (ajouté, supprimé), et les remarques. ===",
        "=== D'accord ? Laissez les crochets. Pas d'accord ? Remettez vos mots. Puis renvoyez ce fichier. ===",
    ),
    never=("[", "]"),
    instead=(("[", "("), ("]", ")")),
)
"""Signs that every charset has in which French is written."""

IN_BRACKETS: Final = re.compile(
    r"\[(?P<add>ajouté) : (?P<in>[^\[\]]*)\]|\[(?P<remove>supprimé) : (?P<out>[^\[\]]*)\]"
    r"| ?\[(?P<comment>remarque d(?:e |['’])[^\[\]]*)\]"
)
"""Each mark of `BRACKETS`; a writer who has such words in brackets gets CriticMarkup."""
