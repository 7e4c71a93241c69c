"""The words of a name, and which of them are words of the language too. Texts are folded (`folding.folded`)."""

from __future__ import annotations

import re
from functools import cached_property
from importlib.resources import files
from typing import Final

import msgspec

from restitution.leaks.folding import folded, words

WORD: Final = re.compile(r"[^\W\d_]+")
PARTICLES: Final = words("de du des d la le les l van von der den di da do dos del el ben bel")
CIVILITY: Final = (
    r"(?:MM?|M[mM][eE]s?|M[lL][lL][eE]s?|Mr|Mrs|Me|Dr|Monsieur|Madame|Mademoiselle|Maitre|Docteur)\.?"
)
_CIVIL: Final = re.compile(rf"^\s*{CIVILITY}\s+")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class Parts(msgspec.Struct, frozen=True):
    """Words of a name, in lower case: first names, particles that open the surname, and its own words."""

    first: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    @property
    def initials(self) -> tuple[str, str]:
        """Of the first name, and of the surname."""
        return self.first[0][:1] if self.first else "", self.last[0][:1] if self.last else ""


def words_of(text: str) -> list[str]:
    """The words of any text, folded, in lower case."""
    return [word.casefold() for word in WORD.findall(folded(text))]


def parts_of(name: str) -> Parts:
    """« Jean-Luc de La Rive », « DE LA RIVE Jean-Luc » and « La Rive, Jean-Luc »; one word is a first name."""
    plain = _CIVIL.sub("", folded(_ASIDE.sub(" ", name)))
    before, comma, after = plain.partition(",")
    words = [word for word in (f"{after} {before}" if comma else plain).split() if WORD.search(word)]
    if not words:
        return Parts()
    if _begins_by_the_surname(words):
        words = [word for word in words if not word.isupper()] + [word for word in words if word.isupper()]
    rest = [part for word in words[1:] for part in words_of(word)]
    opening = next((number for number, word in enumerate(rest) if word not in PARTICLES), 0)
    return Parts(tuple(words_of(words[0])), tuple(rest[:opening]), tuple(rest[opening:]))


def _begins_by_the_surname(words: list[str]) -> bool:
    return words[0].isupper() and len(words[0].strip(".")) > 1 and not words[-1].isupper()


class _Common:
    """Words that are names too, read once they are asked for."""

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Words of the language."""
        return _list("mots.txt")

    @cached_property
    def first_names(self) -> frozenset[str]:
        """First names that many bear."""
        return _list("prenoms.txt")

    def __contains__(self, word: str) -> bool:
        return word in self.nouns or word in self.first_names


COMMON: Final = _Common()


def _list(name: str) -> frozenset[str]:
    text = files("restitution.leaks").joinpath(name).read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in words_of(line))
