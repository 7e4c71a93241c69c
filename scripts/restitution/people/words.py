"""The words of a plain text, each with its place; and which words are everybody's, hence no name.

Letters are plain (see `forms.plain`): without accents, one kind of apostrophe, hyphen and space.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from restitution.errors import RestitutionError
from restitution.people.forms import DETERMINERS, PARTICLES, plain

_MARKS: Final = re.compile("[\u0300-\u036f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DETERMINER: Final = re.compile(DETERMINERS)
BORDERS: Final = '.!?…:;»«"()[]\n–—•\ufffc\ufdd0|/'
"""Signs that no name runs across, a full stop after an initial apart."""


class Word(NamedTuple):
    """Letters `start` to `end` of a text; `folded`: in lower case."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def has_capital(self) -> bool:
        """Whether it is written as names are; « XXX » stands where a name is still to come."""
        is_blank = self.text[0] == "X" and len(self.text) > 1 and not self.text.strip("X")
        return self.text[0].isupper() and not is_blank

    @property
    def is_capitals(self) -> bool:
        """Whether it is written in capitals alone (« VAUQUELIN », « PETR »)."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is one capital alone."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def is_particle(self) -> bool:
        """Whether it joins the parts of a name."""
        return self.folded in PARTICLES


_word: Final[Callable[[tuple[int, int, str, str]], Word]] = partial(tuple.__new__, Word)
"""A word of its parts, without a call of Python's own: there are a million in a day of speech."""


class Text:
    """A plain text cut into words, with what stands between them."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        each = ((*found.span(), found[0]) for found in _WORD.finditer(letters))
        self.words = [_word((start, end, said, said.lower())) for start, end, said in each]

    def gap(self, at: int) -> str:
        """What stands between word `at` and the next one; a border after the last."""
        if at + 1 >= len(self.words) or at < 0:
            return "\n"
        return self.letters[self.words[at].end : self.words[at + 1].start]

    def begins_sentence(self, at: int) -> bool:
        """Whether word `at` is the first of its sentence, line or quotation."""
        if at == 0:
            return True
        gap = self.gap(at - 1)
        is_short = self.words[at - 1].is_initial and gap.startswith(".")
        is_border = any(sign in BORDERS for sign in gap)
        return (is_border and not is_short) or (gap.strip() in {"-", "*"} and " " in gap)

    def is_determined(self, at: int) -> bool:
        """Whether word `at` follows an article or its like."""
        return at > 0 and self.gap(at - 1) in {" ", "'"} and is_determiner(self.words[at - 1].folded)

    def said(self, first: int, last: int) -> str:
        """The letters of words `first` to `last`."""
        return self.letters[self.words[first].start : self.words[last].end]


def is_determiner(folded: str) -> bool:
    """Whether a word announces a noun (« la », « ces »)."""
    return folded in {"l", "d"} or bool(_DETERMINER.fullmatch(folded))


@cache
def everyday() -> frozenset[str]:
    """The words of everyday French, plain and in lower case; no first name that is hardly ever anything else."""
    known = msgspec.json.decode(gzip.decompress(_dictionary().read_bytes()))
    bare = _MARKS.sub("", unicodedata.normalize("NFD", "|".join(known))).replace("’", "'")
    return frozenset(bare.split("|")) - (first_names() - doubtful_names())


def _dictionary() -> Path:
    """The words of French that pyspellchecker carries: read as they are, ten times faster than by it."""
    spec = find_spec("spellchecker")
    if spec is None or spec.origin is None:
        raise RestitutionError("Le dictionnaire est introuvable.", "Réinstallez restitution (pyspellchecker).")
    return Path(spec.origin).parent / "resources" / "fr.json.gz"


@cache
def first_names() -> frozenset[str]:
    """First names that people bear in France, plain and in lower case."""
    return _listed("first_names.txt") | doubtful_names()


@cache
def doubtful_names() -> frozenset[str]:
    """Those of them that are ordinary words or places too."""
    return _listed("names_and_words.txt")


@cache
def place_names() -> frozenset[str]:
    """Those of the doubtful ones that are places."""
    return _listed("names_and_words.txt", "# des lieux")


def _listed(file: str, below: str = "") -> frozenset[str]:
    """The words of a list, of the part below a line of it."""
    text = files(__package__).joinpath(file).read_text("utf-8")
    lines = text[text.index(below) :].splitlines()
    return frozenset(
        word for line in lines if not line.startswith("#") for word in _WORD.findall(plain(line).lower())
    )
