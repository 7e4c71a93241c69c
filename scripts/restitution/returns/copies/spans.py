"""From the published words to the writer's own: which part of her paragraph a quote or a change is about.

Both are compared word by word and sign by sign, whatever stands between and however quotes, apostrophes and dashes
are drawn: what typography changed is no difference. Words that were masked match nothing.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

import msgspec

_TOKEN: Final = re.compile(r"\w+|\.\.\.|[^\w\s\u00ad\u200b-\u200d\u2060\ufeff]")
_SAME: Final = str.maketrans(
    {**dict.fromkeys("’‘ʼ′`´", "'"), **dict.fromkeys("«»“”„″", '"'), **dict.fromkeys("‐‑‒–—−", "-"), "…": "..."}
)
_SPACES: Final = re.compile(r"\s+")
MASK: Final = re.compile(r"\[[^\]]*\b(?:masqué|retirée?s?)\]")
"""What a public note says in the place of a name, an e-mail, a number (`people.masking`)."""


class Token(msgspec.Struct, frozen=True):
    """A word or a sign of a text, and what it is compared by."""

    key: str
    start: int
    end: int


class Hunk(msgspec.Struct, frozen=True):
    """A change of a text: what stands from `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str


class Text:
    """A text cut into words and signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [Token(_key(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]
        self.keys = [token.key for token in self.tokens]

    def gap(self, first: int) -> str:
        """What stands between token `first` and the next; at either end of the text, what is there."""
        start = self.tokens[first].end if first >= 0 else 0
        end = self.tokens[first + 1].start if first + 1 < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def between(self, first: int, end: int) -> str:
        """From token `first` to before token `end`, nothing when there is none."""
        return self.text[self.tokens[first].start : self.tokens[end - 1].end] if first < end else ""

    def are_words(self, first: int) -> bool:
        """Whether token `first` and the next are both words, not signs."""
        both = self.keys[max(first, 0) : first + 2]
        return len(both) > 1 and all(key[:1].isalnum() for key in both)


def _key(token: str) -> str:
    return unicodedata.normalize("NFKC", token).translate(_SAME)


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts have the same words and signs."""
    return Text(one).keys == Text(other).keys


def pairs(one: Text, other: Text) -> dict[int, int]:
    """Token of one text -> the same token of the other, in order."""
    blocks = SequenceMatcher(None, one.keys, other.keys, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def span(base: str, start: int, end: int, own: str) -> tuple[int, int] | None:
    """The part of `own` that `base[start:end]` speaks of; of a point, the word there; None when none is known."""
    said, hers = Text(base), Text(own)
    inside = [n for n, token in enumerate(said.tokens) if token.start < end and token.end > start]
    if start >= end:
        inside = [n for n, token in enumerate(said.tokens) if token.end >= start][:1]
    known = pairs(said, hers)
    if not inside or not known:
        return None
    first, last = _at_least(inside[0], known), _at_most(inside[-1], known, len(hers.tokens))
    if first > last:
        return None
    return hers.tokens[first].start, hers.tokens[last].end


def _at_least(token: int, known: dict[int, int]) -> int:
    """The token of hers with which one begins; of one that she has not, the one behind the last that she has."""
    if token in known:
        return known[token]
    return max((to for of, to in known.items() if of < token), default=-1) + 1


def _at_most(token: int, known: dict[int, int], count: int) -> int:
    if token in known:
        return known[token]
    return min((to for of, to in known.items() if of > token), default=count) - 1


def changes(base: str, wanted: str, own: str) -> list[Hunk] | None:
    """What turns `own` into what `base` was turned into, by changed words alone.

    None when it is not safe to say: her words there are others than those of `base`, or a name is masked there.
    """
    said, new, hers = Text(base), Text(wanted), Text(own)
    known = pairs(said, hers)
    found: list[Hunk] = []
    matcher = SequenceMatcher(None, said.keys, new.keys, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        hunk = _hunk(said, new, hers, known, (i1, i2, j1, j2))
        if hunk is None or MASK.search(hunk.new):
            return None
        found.append(hunk)
    return found


def _hunk(said: Text, new: Text, hers: Text, known: dict[int, int], at: tuple[int, int, int, int]) -> Hunk | None:
    """One change, on hers: the words that go and those beside must be hers too, with nothing else between."""
    i1, i2, j1, j2 = at
    has_left, has_right = i1 > 0, i2 < len(said.tokens)
    places = [known.get(n, -1) for n in range(i1 - has_left, i2 + has_right)]
    if (not places and hers.tokens) or any(b != a + 1 for a, b in pairwise(places)) or -1 in places:
        return None
    start = hers.tokens[places[0]].end if has_left else hers.tokens[places[0]].start if places else 0
    end = hers.tokens[places[-1]].start if has_right else hers.tokens[places[-1]].end if places else 0
    words = in_her_hand(plain(new.between(j1, j2)), hers.text)
    left = _gap(said.gap(i1 - 1), new.gap(j1 - 1), hers.gap(places[0]), new.are_words(j1 - 1)) if has_left else ""
    right = (
        _gap(said.gap(i2 - 1), new.gap(j2 - 1), hers.gap(places[-1] - 1), new.are_words(j2 - 1))
        if has_right
        else ""
    )
    if not words:
        left, right = "", right if has_left else ""
    return _trimmed(hers.text, max(start, 0), max(start, end), left + words + right)


def _gap(was: str, will: str, own: str, are_words: bool) -> str:
    """What is to stand between two words: hers, unless the change itself adds or takes away a space there."""
    return plain(will) if are_words or bool(was) != bool(will) else own


def _trimmed(own: str, start: int, end: int, text: str) -> Hunk:
    """The change without the spaces that stay."""
    while start < end and text and own[start].isspace() and own[start] == text[0]:
        start, text = start + 1, text[1:]
    while start < end and text and own[end - 1].isspace() and own[end - 1] == text[-1]:
        end, text = end - 1, text[:-1]
    return Hunk(start, end, text)


def plain(text: str) -> str:
    """`text` with ordinary spaces: those that typography puts are not proposed to anybody."""
    return _SPACES.sub(" ", text)


def in_her_hand(words: str, own: str) -> str:
    """New words with the apostrophes that the writer uses."""
    return words.replace("’", "'") if "'" in own and "’" not in own else words
