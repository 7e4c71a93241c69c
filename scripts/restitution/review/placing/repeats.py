"""Which of several places a remark is about, where the plan says the same words in all: visible gaps, cells.

Such words share one id. The bookmark told, in the copy, which place it was; today it is known again by what stands
above it, then by its bookmark and its code. Where none of these tells, the first one is a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from restitution.model import Document
from restitution.pandoc import ast
from restitution.remarks import PLAN_PREFIX, Remark, folded, passage_of
from restitution.review.codes import codes_of, is_of_heading, titles_above
from restitution.review.journal import VERDICTS


class Place(msgspec.Struct, frozen=True):
    """A place of words that stand in several."""

    bookmark: str
    code: str
    under: tuple[str, ...]
    """The text right before it, then the headings above it, the nearest first."""


def repeats_in(documents: Iterable[Document]) -> dict[str, list[Place]]:
    """The words of the plan that stand in several places: passage -> its places, in reading order."""
    found: dict[str, list[Place]] = defaultdict(list)
    for document in documents:
        for place in _places(document):
            found[passage_of(place.bookmark)].append(place)
    return {passage: places for passage, places in found.items() if len(places) > 1}


def _places(document: Document) -> Iterable[Place]:
    leaves = [(ast.leaf_id(leaf), folded(ast.text(leaf))) for leaf in ast.each_leaf(document.blocks)]
    again = {passage_of(id_) for id_, _ in leaves if passage_of(id_) != id_ and id_.startswith(PLAN_PREFIX)}
    if not again:
        return
    codes = {coded.bookmark: coded.code for coded in codes_of(document)}
    titles = {codes[id_]: text for id_, text in leaves if id_ in codes and is_of_heading(codes[id_])}
    before = ""
    for id_, text in leaves:
        if passage_of(id_) in again:
            code = codes.get(id_, "")
            yield Place(id_, code, (before, *titles_above(code, titles)))
        before = text


def chosen(remark: Remark, places: Sequence[Place]) -> tuple[Place, bool]:
    """The place that a remark is about, and whether that is sure."""
    own = next((place for place in places if place.bookmark == remark.bookmark), None)
    if own and any(event.what == VERDICTS["placer"] for event in remark.history):
        return own, True
    among = _like(tuple(map(folded, remark.under)), places)
    if len(among) == 1:
        return among[0], True
    same = next((place for place in among if place == own), None)
    coded = next(
        (place for place in among if place.code and remark.where.split(",")[0] == f"¶ {place.code}"), None
    )
    guess = same or coded or among[0]
    return guess, guess is coded and (same is not None or not remark.bookmark)


def _like(under: tuple[str, ...], places: Sequence[Place]) -> Sequence[Place]:
    """The places below the same words and headings, else below the same headings, else all."""
    same = [place for place in places if place.under == under]
    return same or [place for place in places if under and place.under[1:] == under[1:]] or places
