"""Footnotes of both documents: which is which."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz

from restitution.ooxml.word import W, words
from restitution.redline.pairing import ALIKE, best_chain
from restitution.redline.sides import Side, names_of


class Notes:
    """What each note is known by in both documents."""

    def __init__(self, old: Side, new: Side) -> None:
        calls, called = _calls(old), _calls(new)
        self.was = {new_id: old_id for old_id, new_id in _pairs(old, new, calls, called).items()}
        """Note of the new document -> the same of the old one."""

    def old_key(self, id_: str) -> str:
        """What a note of the old document is known by."""
        return f"old {id_}"

    def new_key(self, id_: str) -> str:
        """The same of the new one: that of the old note which it is."""
        return f"old {self.was[id_]}" if id_ in self.was else f"new {id_}"


def _calls(side: Side) -> list[tuple[str, frozenset[str]]]:
    """Each note in the order of its call, with the passages of the paragraph that calls it."""
    found = []
    for call in side.root.iter(W + "footnoteReference"):
        paragraph = next(call.iterancestors(W + "p"), None)
        found.append((call.get(W + "id", ""), frozenset() if paragraph is None else names_of(paragraph)))
    return found


def _pairs(
    old: Side, new: Side, calls: list[tuple[str, frozenset[str]]], called: list[tuple[str, frozenset[str]]]
) -> dict[str, str]:
    """Old note -> new note: the same words; else alike, called from the same passage; else alike, in order."""
    texts = {id_: words(note) for id_, note in old.notes.items()}
    others = {id_: words(note) for id_, note in new.notes.items()}
    by_words: dict[str, list[str]] = defaultdict(list)
    for id_, _ in called:
        by_words[others.get(id_, "")].append(id_)
    pairs = {id_: same.pop(0) for id_, _ in calls if (same := by_words.get(texts.get(id_, ""), []))}
    taken = set(pairs.values())
    for id_, names in calls:
        here = [n for n, where in called if n not in taken and names & where]
        if id_ not in pairs and here:
            pairs[id_] = here[0]
            taken.add(here[0])
    left = [id_ for id_, _ in calls if id_ not in pairs]
    right = [id_ for id_, _ in called if id_ not in taken]

    def likeness(i: int, j: int) -> float:
        return fuzz.ratio(texts.get(left[i], ""), others.get(right[j], ""), score_cutoff=ALIKE)

    chain = best_chain(list(range(len(left))), list(range(len(right))), likeness)
    return pairs | {left[i]: right[j] for i, j in chain}
