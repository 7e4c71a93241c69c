"""Where a remark stands in today's documents: on its words, on words like them, on their paragraph, nowhere.

The passage is known by its id, which assembly kept while the notes changed. Where it was cut, the words may stand
in a part; where it was joined to another, in that one. How sure that is comes from the words: a passage that says
something else under the same id is to be confirmed by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from restitution.alignment import TELLING, likeness, words_of
from restitution.remarks import Anchor, Placed, Remark
from restitution.review.journal import VERDICTS
from restitution.review.places import Stand, Today
from restitution.review.placing.letters import plain

FUZZY, SHORTEST_QUOTE = 75.0, 8
"""`partial_ratio` from which words are like those quoted, and characters that these must have (review §4)."""
SAME: Final = 0.99
NOWHERE: Final = Stand("", "orphan", 0.0)


class _Look(NamedTuple):
    """How a passage of today answers a remark; the greater, the better."""

    confidence: float
    placed: Placed
    passage: str


def today_in(texts: Mapping[str, str], anchors: Iterable[Anchor]) -> Today:
    """Finds where remarks stand. `texts`: passage -> what it says today; `anchors`: the ids that were kept."""
    known = {anchor.id: anchor for anchor in anchors}
    parts: dict[str, list[str]] = defaultdict(list)
    for anchor in sorted(known.values(), key=lambda anchor: anchor.id):
        parts[anchor.part_of].append(anchor.id)

    def stand(remark: Remark) -> Stand:
        passage = remark.source.passage
        if passage in texts and any(event.what == VERDICTS["placer"] for event in remark.history):
            return Stand(passage, _quoted(remark.quote, texts[passage]), 1.0)
        looks = [_look(remark, one, texts[one]) for one in _heirs(passage, known, parts) if one in texts]
        if not looks:
            return NOWHERE
        best = max(looks, key=lambda look: look.confidence)
        return Stand(best.passage, "after" if remark.relation == "after" else best.placed, best.confidence)

    return stand


def _heirs(passage: str, known: Mapping[str, Anchor], parts: Mapping[str, list[str]]) -> Iterator[str]:
    """A passage, those cut from it, and those that it was joined to."""
    waiting, seen = [passage], set()
    while waiting:
        one = waiting.pop(0)
        if one and one not in seen:
            seen.add(one)
            yield one
            waiting += parts.get(one, [])
            waiting += [known[one].into] if one in known else []


def _look(remark: Remark, passage: str, text: str) -> _Look:
    base, said, quote = plain(remark.base), plain(text), plain(remark.quote)
    if base == said or not base:
        return _Look(SAME, _quoted(remark.quote, text), passage)
    placed = _quoted(remark.quote, text)
    sure = _sureness(base, said)
    if placed == "exact" and len(quote) >= TELLING:
        sure = max(sure, 0.95)
    return _Look(round(min(sure, SAME), 2), placed, passage)


def _sureness(base: str, said: str) -> float:
    """That a text under a passage's id is that passage: they are alike, or one holds most of the other."""
    like = likeness(base, said)
    shorter = min(base, said, key=len)
    held = fuzz.partial_ratio(base, said) / 100 if len(shorter) >= TELLING else 0.0
    return max(0.45 + 0.6 * like, float(held) if len(words_of(shorter)) >= 5 else 0.0)


def _quoted(quote: str, text: str) -> Placed:
    """How a text holds the words of a remark."""
    words, said = plain(quote), plain(text)
    if words and words in said:
        return "exact"
    if len(words) > SHORTEST_QUOTE and fuzz.partial_ratio(words, said) >= FUZZY and len(words) <= len(said):
        return "fuzzy"
    return "paragraph"
