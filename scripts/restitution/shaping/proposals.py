"""Themes that the words of a passage propose, for the editor to confirm: they propose, they do not decide.

A theme is proposed when two different words of its own are there and no two other themes are as likely. In a
title, which is short, its name is enough, or one of the words that the settings give it: it is then proposed of
the note, as far as nothing else tells. Where a note says its themes, nothing is proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from restitution.domain import Theme, says_nothing
from restitution.model import Passage
from restitution.pandoc import ast
from restitution.shaping.lexicon import Lexicon, Stems, lexicon, title_words, tokens

ENOUGH: Final = 2.0
"""Score from which a theme is proposed: two words of its own, or one and two that are also said of others."""
LONG: Final = 100
"""Words beyond which a text needs more: each time as many ask for one more word of the theme."""
MARGIN: Final = 0.6
"""Part of the best theme's score that another needs to be proposed with it."""
MOST: Final = 2
"""Themes of a passage; one that speaks of more speaks of none in particular."""


def propose(passages: Iterable[Passage], themes: Sequence[Theme], title: str = "") -> None:
    """Fill `ours` of each text that says something of a territory, and whose theme nothing tells.

    `title`: the note's, whose words speak of the passages that have none of their own.
    """
    titled = in_title(title, tuple(themes))
    for passage in passages:
        if passage.role == "text" and passage.territories and not passage.themes:
            text = ast.text([passage.block])
            passage.ours = [] if says_nothing(text.strip()) else proposed(text, tuple(themes)) or titled


def in_title(title: str, themes: tuple[Theme, ...]) -> list[str]:
    """Keys of the themes that a title speaks of, in the order of the settings; none when it speaks of many."""
    said = tokens(title, lexicon(themes))
    found = [theme.cle for theme in themes if any(_holds(said, stems) for stems in title_words(theme))]
    found = found or proposed(title, themes)
    return found if len(found) <= MOST else []


def _holds(said: Sequence[str], stems: Stems) -> bool:
    return any(tuple(said[at : at + len(stems)]) == stems for at in range(len(said) - len(stems) + 1))


def among(passages: Iterable[Passage], given: Iterable[str]) -> list[str]:
    """Of the themes that the editor gives, those that some passage proposes."""
    ours = {theme for passage in passages for theme in passage.ours}
    return [theme for theme in given if theme in ours]


def confirm(passages: Iterable[Passage], confirmed: Iterable[str]) -> None:
    """Give confirmed themes to the passages that propose them; what is not confirmed is refused."""
    themes = set(confirmed)
    for passage in passages:
        if passage.ours:
            passage.themes = sorted({*passage.themes, *themes.intersection(passage.ours)})
            passage.ours = []


def proposed(text: str, themes: tuple[Theme, ...]) -> list[str]:
    """Keys of the themes that a text speaks of, at most two, best first."""
    needed = ENOUGH + max(0, len(text.split()) / LONG - 1)
    likely = {theme: points for theme, points in scores(text, themes).items() if points >= needed}
    best = max(likely.values(), default=0)
    kept = [key for key, points in likely.items() if points >= MARGIN * best]
    return sorted(kept, key=lambda key: (-likely[key], key)) if len(kept) <= MOST else []


def scores(text: str, themes: tuple[Theme, ...]) -> dict[str, float]:
    """Theme -> what its different words in a text count together; a single word says nothing."""
    found: dict[str, dict[Stems, float]] = defaultdict(dict)
    for stems, weights in _expressions(text, lexicon(themes)):
        for theme, weight in weights.items():
            found[theme][stems] = weight
    return {
        theme: sum(points.values())
        for theme, points in found.items()
        if len({stem for stems in points for stem in stems}) > 1
    }


def _expressions(text: str, known: Lexicon) -> Iterator[tuple[Stems, dict[str, float]]]:
    """The known expressions of a text, the longest at each place; none inside another."""
    said = tokens(text, known)
    at = 0
    while at < len(said):
        here = [stems for stems in known.get(said[at], ()) if tuple(said[at : at + len(stems)]) == stems]
        longest = max(here, key=len, default=())
        if longest:
            yield longest, known[said[at]][longest]
        at += len(longest) or 1
