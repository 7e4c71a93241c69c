"""The head of Otter's export: « SUMMARY KEYWORDS » and « SPEAKERS », each above a line. Nobody said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from restitution.messages import folded
from restitution.shaping import labels

KEYWORDS: Final = frozenset({"summary keywords", "keywords"})
SPEAKERS: Final = "speakers"
MOST_LINES: Final = 12
"""Lines of a list: the program breaks none, a writer's editor may."""


class Head(msgspec.Struct, frozen=True):
    """Numbers of the head's lines, and the names that it gives to those who speak."""

    lines: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()


def head_of(lines: Sequence[str]) -> Head:
    """The head among the lines of a file; empty when both titles are not there, in their order."""
    titles = [folded(line) for line in lines]
    first = next((at for at, title in enumerate(titles) if title in KEYWORDS), None)
    if first is None or SPEAKERS not in titles[first : first + MOST_LINES]:
        return Head()
    second = titles.index(SPEAKERS, first)
    end = second + 1
    while end < min(len(lines), second + MOST_LINES) and _is_list(lines[end]):
        end += 1
    names = [name.strip() for line in lines[second + 1 : end] for name in line.split(",") if name.strip()]
    return Head(frozenset(range(first, end)), tuple(dict.fromkeys(names))) if names else Head()


def _is_list(line: str) -> bool:
    """Whether a line holds names and no time."""
    names = [name.strip() for name in re.split(r",\s*", line) if name.strip()]
    return (
        labels.timed(line) is None
        and labels.mark(line) is None
        and bool(names)
        and all(map(labels.is_name, names))
    )
