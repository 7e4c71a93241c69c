"""Line ends that cut a word: « mobi- / lité » is one word, « rendez- / vous » keeps its hyphen."""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from restitution.readers.pdf.raw import HYPHEN

ENDS: Final = frozenset({"-", "\u2010", "\u00ad", HYPHEN})
"""Hyphens that may end a line: a dash ends a sentence's part, no word."""
SOFT: Final = "\u00ad"
_LAST: Final = re.compile(rf"(?P<head>[^\W_](?:[^\W_]|['’\-\u2010\u00ad])*)[-\u2010\u00ad{HYPHEN}]$")
_FIRST: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ELISION: Final = re.compile(r"^.*['’]")
KEPT_AFTER: Final = frozenset(
    {
        *("anti", "après", "arrière", "avant", "celle", "celles", "celui", "ceux", "contre", "demi"),
        *("entre", "ex", "mi", "non", "outre", "par", "peut", "pré", "pro", "quasi", "quelques", "sans"),
        *("semi", "sous", "sud", "nord", "est", "ouest", "sur", "vice"),
    }
)
"""Words that French joins to the next one by a hyphen."""
KEPT_BEFORE: Final = frozenset(
    [
        "ce",
        "ces",
        "ci",
        "elle",
        "elles",
        "en",
        "être",
        "il",
        "ils",
        "je",
        "la",
        "le",
        "les",
        "leur",
        "lui",
        "moi",
        "mêmes",
        "même",
        "nous",
        "on",
        "soi",
        "toi",
        "tu",
        "un",
        "unes",
        "uns",
        "vous",
        "y",
        "là",
    ]
)
"""Words that French joins to the one before by a hyphen (« dit-il », « eux-mêmes »)."""


class Words(msgspec.Struct):
    """The words of a document that no line end cuts, in lower case: what it writes with a hyphen, and without."""

    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lines: list[str]) -> Words:
        """The words of some lines, but for the last of each that a hyphen ends and what goes on with it."""
        found: set[str] = set()
        was_cut = False
        for line in lines:
            words = [word.casefold().replace("\u2010", "-") for word in _WORD.findall(line)]
            is_cut = bool(line) and line[-1] in ENDS
            found.update(words[was_cut : len(words) - is_cut])
            was_cut = is_cut
        return cls(frozenset(found))

    def keeps(self, head: str, tail: str) -> bool:
        """Whether the hyphen between the end of a line and the beginning of the next is the word's own."""
        head, tail = _ELISION.sub("", head).casefold(), tail.casefold()
        if f"{head}-{tail}" in self.known:
            return True
        if head + tail in self.known:
            return False
        first, last = head.rsplit("-", 1)[-1], tail.split("-", 1)[0]
        lexicon = everyday()
        if bare(first + last) in lexicon:
            return False
        if first in KEPT_AFTER or last in KEPT_BEFORE:
            return True
        return bare(first) in lexicon and bare(last) in lexicon


def joint(line: str, following: str, words: Words) -> tuple[int, str] | None:
    """How a line goes on in the next one when a hyphen cuts a word: how many signs go, what stands instead.

    None when no word is cut.
    """
    last, first = _LAST.search(line), _FIRST.match(following)
    if last is None or first is None or not last["head"][-1].isalpha():
        return None
    if line[-1] == SOFT:
        return 1, ""
    head, tail = last["head"], first[0]
    if not tail[0].islower():  # « Saint- / Étienne », « CO- / VID »
        is_shouted = head.isupper() and tail.isupper() and bare(head + tail) in everyday()
        return 1, "" if is_shouted else "-"
    return 1, "-" if words.keeps(head, tail) else ""


def bare(word: str) -> str:
    """A word in lower case, without accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def everyday() -> frozenset[str]:
    """The words of everyday French, without accents; none where the list is not there."""
    spec = find_spec("spellchecker")
    if spec is None or spec.origin is None:
        return frozenset()
    data = (Path(spec.origin).parent / "resources" / "fr.json.gz").read_bytes()
    known = msgspec.json.decode(gzip.decompress(data), type=dict[str, int])
    return frozenset(bare("|".join(known)).split("|"))
