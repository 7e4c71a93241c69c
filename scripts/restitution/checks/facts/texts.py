"""The texts of a note with their places, as sentences and as the words that carry meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from restitution.messages import folded
from restitution.model import Note, Passage, Place
from restitution.pandoc import ast

SENTENCE: Final = re.compile(r"(?<=[.!?…;»])\s+(?=[^a-zà-ÿ])")
SMALL: Final = frozenset(
    word
    for line in (
        "a ai ainsi alors apres au aucun aussi autre aux avait avant avec c ce cela ces cet cette chaque chez",
        "comme compte comptent contre d dans de deja depuis des dont du elle elles en encore entre environ",
        "est et etaient etait ete etre eux fait font il ils ici j je jusqu l la le les leur leurs lui m mais",
        "meme moins n ne nos notre nous on ont ou par parmi pas peu plus plusieurs pour pres presque qu quand",
        "que qui reste s sa sans se selon ses soit son sont sous sur t tous tout toute toutes tres un une",
        "vers vos votre vous y represente representent atteint atteignent",
    )
    for word in line.split()
)
LONGEST_QUOTE: Final = 160


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf of a note."""

    note: Note
    passage: Passage
    where: str
    text: str

    def place(self, words: str) -> Place:
        """Words of the line, with where they stand."""
        return Place(path=self.note.path, where=self.where, words=shortened(words))


def lines_of(note: Note, sections: Iterable[str] = (), *, tables: bool = False) -> Iterator[Line]:
    """The leaves of a note, those of tables when asked for; `sections`: only theirs, all when none is given."""
    wanted = frozenset(sections)
    for passage in note.passages:
        if (passage.block["t"] == "Table" and not tables) or (wanted and passage.section not in wanted):
            continue
        for span in ast.each_leaf([passage.block]):
            text = " ".join(ast.text(span["c"][1]).split())
            if text:
                yield Line(note=note, passage=passage, where=ast.leaf_where(span), text=text)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in SENTENCE.split(text) if part.strip()]


def meaning(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, in the singular, in any order."""
    return frozenset(
        _singular(word) for word in folded(text).split() if word not in SMALL and not word.isdecimal()
    )


def _singular(word: str) -> str:
    return word if len(word) < 4 else word.rstrip("sx") or word


def shortened(words: str) -> str:
    """Words to quote: whole when they are few."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
