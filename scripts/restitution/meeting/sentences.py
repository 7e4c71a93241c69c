"""Sentences that can be read from the back of a room: short, whole, and understood without what stands around."""

from __future__ import annotations

import re
from typing import Final

from restitution.messages import folded
from restitution.typography.sentences import sentences as sentences_of_line

MOST_WORDS: Final = 24
"""Of a sentence that is offered: with two others like it, a view holds too many already."""
FEWEST_WORDS: Final = 3
BEST: Final = range(6, 13)
QUOTED: Final = re.compile(r"«\s*([^«»]+?)\s*»")
_UNFIT: Final = re.compile(r"[\[\]\ufffc@|]|https?:|…$|[:,;(]$|\d{5,}")
_LEANS: Final = re.compile(
    r"^(il|elle|ils|elles|cela|ca|ce|c|cet|cette|ces|celui|celle|ceux|celles|mais|et|ou|donc|puis|or|car|aussi|ainsi|"
    r"pourtant|cependant|ensuite|enfin|ici|y|en|on y|l un|l autre|les deux|le premier|le second|meme|sinon|"
    r"ne l[ae]s?|n y|n en|d autres|leur|leurs|lui|a partir de la|voir|cf|note|nb|source|a completer)\b"
)
_POINTS: Final = re.compile(
    r"\b(ci dessous|ci dessus|ci contre|voir|suivante?s?|precedente?s?|en annexe|page \d+)\b"
)
_OURS: Final = re.compile(r"\b(nous|notre|nos|je|j|mon|ma|mes|lui|leurs?)\b")
"""Whose sense depends on who speaks."""
_STRONG: Final = re.compile(
    r"\b(faut|doit|doivent|manque|jamais|toujours|personne|rien|seul|seule|sans|avant|plutot|pas|plus|mieux|vaut)\b"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, its line ends taken for ends."""
    pieces = (piece for line in text.split("\n") for piece in sentences_of_line(line))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def count_words(text: str) -> int:
    """Words as a reader counts them."""
    return len(folded(text).split())


def is_fit(sentence: str, *, question: bool = False) -> bool:
    """Whether a sentence stands alone. `question`: whether it may be one."""
    plain = folded(sentence)
    return (
        FEWEST_WORDS <= len(plain.split()) <= MOST_WORDS
        and (sentence[:1].isupper() or sentence[:1].isdigit())
        and (question or "?" not in sentence)
        and not sentence.lower().startswith("là ")  # which folds as the article
        and not _UNFIT.search(sentence)
        and not _LEANS.match(plain)
        and not _POINTS.search(plain)
    )


def strength(sentence: str) -> float:
    """How well a sentence stands alone on a view: of a good length, firm, the same whoever says it."""
    plain = folded(sentence)
    count = len(plain.split())
    distance = max(BEST.start - count, count - BEST.stop + 1, 0)
    firm = min(len(set(_STRONG.findall(plain))), 2)
    weak = bool(_OURS.search(plain)) + ("(" in sentence) / 2
    return firm + (sentence[-1:] in ".!»") - distance / 3 - weak
