"""What a word is, and how words are put together again when a format keeps them in pieces."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from sys import intern
from typing import TypeAlias

INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060\ufeff]")
"""Soft hyphen and signs without width: they stand inside words and change none."""
WORD = re.compile(r"[^\W_]+")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
HOLE = "\ufdd0"
"""A code point that no text may use: the place of words that stand apart."""
PIECE = re.compile(rf"[^\W_]+(?:{HOLE}+[^\W_]+)*|{HOLE}")


def words(text: str) -> list[str]:
    """The words of `text`, in order: runs of letters or digits, in compatibility form (NFKC).

    Each is kept once in memory: of the millions of a project, few are different.
    """
    return list(map(intern, WORD.findall(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))))


def formula_words(text: str) -> list[str]:
    """The letters and digits of a formula, each for itself, sorted.

    How a formula is written down (OMML, MathML, TeX) decides what touches and what comes first; its signs stay.
    """
    return sorted(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def unescaped(text: str) -> str:
    """`text` with HTML entities read until none is left: the same for « &amp;eacute; » as for « é »."""
    plainer = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    while len(plainer) < len(text):
        text, plainer = plainer, ENTITY.sub(lambda found: html.unescape(found[0]), plainer)
    return plainer


class Flow:
    """Words of a text that comes in pieces.

    `say` continues the word that the last piece left open, `cut` ends it. Text said *aside* (deleted, hidden)
    makes words of its own and does not cut the word that it stands in: « cha|t|ien » gives « chaien », « t ».
    """

    def __init__(self) -> None:
        self._found: list[str] = []
        self._pieces: list[str] = []
        self._holes: list[list[str]] = []
        self._aside: Flow | None = None
        self._kind = ""

    def say(self, text: str, aside: str = "") -> None:
        """Continue with `text`; `aside` names why it stands apart, if it does."""
        if not text:
            return
        if aside:
            self._beside(aside).say(text)
        else:
            self._close_aside()
            self._pieces.append(text.replace(HOLE, " "))

    def cut(self, aside: str = "") -> None:
        """End the open word, in the text or in the words aside."""
        if aside:
            self._beside(aside).cut()
            return
        self._close_aside()
        self._flush()

    def set_beside(self, found: list[str], aside: str = "") -> None:
        """Words that hang on this place (a comment, a mark) and do not cut the word there: told after it."""
        if aside:
            self._beside(aside).set_beside(found)
            return
        self._close_aside()
        self._holes.append(found)
        self._pieces.append(HOLE)

    def add(self, found: list[str]) -> None:
        """End the open word and go on with these words."""
        self.cut()
        self._found.extend(found)

    def done(self) -> list[str]:
        """All words, in order."""
        self.cut()
        return self._found

    def _beside(self, kind: str) -> Flow:
        if self._aside is None or kind != self._kind:
            self._close_aside()
            self._aside, self._kind = Flow(), kind
        return self._aside

    def _close_aside(self) -> None:
        if self._aside is not None:
            aside, self._aside = self._aside, None
            self.set_beside(aside.done())

    def _flush(self) -> None:
        if not self._pieces:
            return
        said, self._pieces = "".join(self._pieces), []
        if not self._holes:  # nearly always
            self._found += words(said)
            return
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", said))
        holes = iter(self._holes)
        for piece in PIECE.findall(text):
            if piece != HOLE:
                self._found.extend(words(piece.replace(HOLE, "")))
            for _ in range(piece.count(HOLE)):
                self._found.extend(next(holes))
        self._holes = []


Tell: TypeAlias = Callable[[Flow, str], None]
"""Says a piece of text to a flow, with what its format knows of marks inside words."""
