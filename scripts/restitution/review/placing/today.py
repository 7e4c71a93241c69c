"""Where a remark stands in today's documents: on its words, on words like them, on their paragraph, nowhere.

The passage is known by its id, which assembly kept while the notes changed. Where it was cut, the words may stand
in a part; where it was joined to another, in that one. How sure that is comes from the words: a passage that says
something else under the same id is to be confirmed by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import structs
from rapidfuzz import fuzz

from restitution.likeness import CONTAINED, TELLING, Scale, holds
from restitution.remarks import Anchor, Placed, Remark
from restitution.review.journal import VERDICTS
from restitution.review.places import Stand, Today
from restitution.review.placing.letters import plain

FUZZY, SHORTEST_QUOTE = 75.0, 8
"""`partial_ratio` from which words are like those quoted, and characters that these must have (review §4)."""
SAME, QUOTED, DOUBT = 0.99, 0.95, 0.7
"""Confidence where the passage says the same; where it says the words quoted; where several could be it."""
CUT: Final = 0.75
"""Confidence in a part of a passage in which the remark did not stand: its own part is gone."""
GLUED: Final = 0.85
"""Confidence in a few words that stand before, or behind, a paragraph to which they were joined."""
BETTER: Final[dict[Placed, float]] = {"exact": 0.3, "fuzzy": 0.15}
WITHIN: Final = 0.2
"""What the words quoted, and their place, count for when one of several parts is chosen."""
NOWHERE: Final = Stand("", "orphan", 0.0)


class _Look(NamedTuple):
    """How a passage of today answers a remark."""

    rank: float
    """The greater, the better."""
    stand: Stand


def today_in(texts: Mapping[str, str], anchors: Iterable[Anchor]) -> Today:
    """Finds where remarks stand. `texts`: passage -> what it says today; `anchors`: the ids that were kept."""
    known = {anchor.id: anchor for anchor in anchors}
    parts: dict[str, list[str]] = defaultdict(list)
    for anchor in sorted(known.values(), key=lambda anchor: anchor.id):
        parts[anchor.part_of].append(anchor.id)
    scale = Scale(map(plain, texts.values()))

    def stand(remark: Remark) -> Stand:
        passage = remark.source.passage
        if passage in texts and any(event.what == VERDICTS["placer"] for event in remark.history):
            return _as(remark, Stand(passage, _quoted(remark.quote, texts[passage]), 1.0))
        heirs = [one for one in _heirs(passage, known, parts) if one in texts]
        looks = [_look(remark, one, texts[one], scale) for one in heirs]
        best = max(looks, key=lambda look: look.rank, default=_Look(0.0, NOWHERE)).stand
        doubted = passage in known and known[passage].doubt
        return _as(remark, structs.replace(best, confidence=min(best.confidence, DOUBT)) if doubted else best)

    return stand


def _as(remark: Remark, stand: Stand) -> Stand:
    return structs.replace(stand, placed="after") if stand.passage and remark.relation == "after" else stand


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


def _look(remark: Remark, passage: str, text: str, scale: Scale) -> _Look:
    base, said, quote = plain(remark.base), plain(text), plain(remark.quote)
    placed = _quoted(remark.quote, text)
    if base == said or not base:
        return _Look(2.0, Stand(passage, placed, SAME))
    sure = _sureness(base, said, scale)
    if placed == "exact" and len(quote) >= TELLING:
        sure = max(sure, QUOTED)
    is_within = _stood_within(remark, said, base)
    if placed != "exact" and not is_within and holds(base, said):
        sure = min(sure, CUT)
    rank = sure + BETTER.get(placed, 0.0) + (WITHIN if is_within else 0.0)
    return _Look(rank, Stand(passage, placed, round(min(sure, SAME), 2)))


def _stood_within(remark: Remark, said: str, base: str) -> bool:
    """Whether a text is the part of the passage in which the remark stood."""
    if len(said) >= len(base):
        return False
    there = fuzz.partial_ratio_alignment(said, base)
    at = len(plain(remark.base[: remark.offset]))
    return there is not None and there.score >= CONTAINED and there.dest_start <= at < there.dest_end


def _sureness(base: str, said: str, scale: Scale) -> float:
    """That a text under a passage's id is that passage: they are alike, or one holds most of the other."""
    like, shorter = scale.likeness(base, said), min(base, said, key=len)
    if len(shorter) < TELLING:
        is_glued = said.startswith(f"{base} ") or said.endswith(f" {base}")
        return GLUED if is_glued and len(said) >= 2 * TELLING else like
    held = holds(max(base, said, key=len), shorter)
    return max(0.35 + 0.7 * like, QUOTED if held else 0.0)


def _quoted(quote: str, text: str) -> Placed:
    """How a text holds the words of a remark."""
    words, said = plain(quote), plain(text)
    if words and words in said:
        return "exact"
    if len(words) > SHORTEST_QUOTE and fuzz.partial_ratio(words, said) >= FUZZY and len(words) <= len(said):
        return "fuzzy"
    return "paragraph"
