"""Of a file that another version replaces: which one is kept, and the sentences that stand in one of them only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from restitution.cli.screen import first_ones
from restitution.messages import plural
from restitution.model import Sentence, SourceStatus

SHOWN: Final = 2
"""Sentences quoted of each version, where not everything is asked for."""


def only_in_one(source: SourceStatus, *, everything: bool) -> list[str]:
    """A line for each side that says something the other does not; empty for a file that nothing replaces."""
    if source.versions is None or not source.versions.kept:
        return []
    here, there = source.versions.only_here, source.versions.only_there
    if not here and not there:
        return ["Les deux versions disent la même chose."]
    sides = (("Seulement dans celle-ci", here), ("Seulement dans la version retenue", there))
    return [line for head, sentences in sides for line in _side(head, sentences, everything=everything)]


def _side(head: str, sentences: Sequence[Sentence], *, everything: bool) -> Iterator[str]:
    if not sentences:
        return
    shown = first_ones(len(sentences), SHOWN, everything=everything)
    quoted = " ".join(f"« {one.text} »{f' ({one.where})' if one.where else ''}" for one in sentences[:shown])
    left = len(sentences) - shown
    rest = f" … et {plural(left, 'autre phrase', 'autres phrases')} : restitution status FICHIER" if left else ""
    yield f"{head} : {quoted}{rest}"
