"""How much texts are alike: by letters, by words, by what they contain; and which are worth comparing."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

TELLING: Final = 25
"""Characters from which a text found inside another is no chance."""
LONG: Final = 120
CONTAINED, CONTAINED_SHORT = 88.0, 95.0
"""`partial_ratio` from which a text stands in another (review §4, measured); that of one shorter than `LONG`."""
CANDIDATES, COMMON = 6, 40
"""Texts compared with one; of words that stand in more than `COMMON` texts, only a few count."""
_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=2_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without their case."""
    return tuple(_WORD.findall(text.casefold()))


class Scale:
    """How much two texts say the same, among texts that have many words in common.

    Letters alone find two strangers half alike; words alone find a text with a fault in each word a stranger: the
    mean of both is taken. A rare word says more than one that every text has (« Une personne : »).
    """

    def __init__(self, texts: Iterable[str]) -> None:
        said, counts = Counter(texts), Counter[str]()
        for text, times in said.items():
            for word in set(words_of(text)):
                counts[word] += times
        size = said.total()
        self._weights = {word: math.log(1 + (size + 1) / count) for word, count in counts.items()}
        self._rarest = math.log(size + 2)

    def likeness(self, one: str, other: str) -> float:
        """From 0 to 1."""
        if one == other:
            return 1.0
        return float(fuzz.ratio(one, other) / 100 + self._by_words(one, other)) / 2

    def _by_words(self, one: str, other: str) -> float:
        words, others = Counter(words_of(one)), Counter(words_of(other))
        whole = self._weight(words) + self._weight(others)
        return 2 * self._weight(words & others) / whole if whole else 0.0

    def _weight(self, words: Counter[str]) -> float:
        return sum(count * self._weights.get(word, self._rarest) for word, count in words.items())


def holds(whole: str, piece: str) -> bool:
    """Whether a text stands in another, but for a few letters."""
    if len(piece) < TELLING or len(piece) > len(whole) * 1.1:
        return False
    asked = CONTAINED if len(piece) >= LONG else CONTAINED_SHORT
    return piece in whole or float(fuzz.partial_ratio(piece, whole)) >= asked


class Index:
    """Texts by their rare words."""

    def __init__(self, texts: dict[int, str]) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, text in texts.items():
            for word in set(words_of(text)):
                self._numbers[word].append(number)

    def near(self, text: str) -> list[int]:
        """Numbers of the texts that share most of the rare words, best first."""
        known = sorted(
            (len(found), word) for word in set(words_of(text)) if (found := self._numbers.get(word)) is not None
        )
        shared: dict[int, float] = defaultdict(float)
        for rank, (count, word) in enumerate(known):
            if count > COMMON and rank >= CANDIDATES:
                break
            for number in self._numbers[word]:
                shared[number] += 1 / count
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        return [number for number, _ in best[:CANDIDATES]]
