"""Remarks and today's document: where each remark stands now, in which state, and that none was lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import structs

from restitution.model import Document, Finding
from restitution.pandoc import ast
from restitution.remarks import LEFT, NOWHERE, Applied, Event, Origin, Remark, Review, folded, passage_of
from restitution.review import passages
from restitution.review.balance import balance_of, imbalance
from restitution.review.codes import codes_of
from restitution.review.corrections import left_by_hand
from restitution.review.filling import offered_by
from restitution.review.gaps import fills_of, gaps_in
from restitution.review.journal import PLACED, Collected, Gathered
from restitution.review.places import Today
from restitution.review.placing.filled import Instead, Sections
from restitution.review.placing.repeats import Place, chosen, repeats_in
from restitution.review.placing.today import DOUBT, SAME
from restitution.review.replacements import seen
from restitution.review.states import CONVERSATION, with_states

NUMBER = re.compile(r"R-\d+")
NAMES_OF_RESULTS = {
    "applied": "reprise dans le texte",
    "merged": "reprise dans le texte, qui avait changé ailleurs",
    "settled": "la note la dit déjà",
    "conflict": LEFT,
    "gone": NOWHERE,
}


DOING = frozenset({"accepter", "resoudre"})
"""Verdicts after which assembly may have put a change into the text."""


class Shown(msgspec.Struct, frozen=True):
    """A passage as today's documents show it."""

    text: str
    path: str = ""
    where: str = ""
    code: str = ""
    places: Sequence[Place] = ()
    """Of words of the plan that stand in several places: all of them."""


def reconciled(
    collected: Collected,
    shown: Mapping[str, Shown],
    today: Today,
    applied: Iterable[Applied],
    sources: Mapping[str, str] = MappingProxyType({}),
    documents: Sequence[Document] = (),
) -> tuple[Review, list[Finding]]:
    """The remarks in their states with their balance, and what a person must hear.

    `sources`: passage -> the note that it is or was in, gone ones too; `documents`: today's, with their gaps.
    """
    gaps, sections = list(gaps_in(documents)), Sections(documents)
    left = left_by_hand(item.remark for item in collected.items if item.verdict == "accepter")
    paths = {placement.path for document in documents for placement in document.placements}
    results = {one.key: one for one in (*applied, *left, *_filled(collected.items, paths)) if one.key}
    explained = _explained(collected.items, results)
    for item in collected.items:
        instead = sections.instead(item.remark)
        item.remark = (
            _on(instead, item.remark, shown)
            if instead
            else _in_its_place(_placed(item.remark, today, shown, sources, explained), shown)
        )
        item.remark.fills = fills_of(item.remark, gaps)
    _together([item.remark for item in collected.items])
    results = {one.key: results[whole] for one, whole in _wholes(collected.items) if whole in results}
    for item in collected.items:
        item.remark = _told(item.remark, results)
    with_states(collected.items, results)
    remarks = [item.remark for item in collected.items]
    balance = balance_of(collected, remarks)
    told = seen(remarks)
    findings = [*map(_orphan, _in_state(told, "orphan")), *_to_confirm(told)]
    findings += [
        Finding(code="relecture", level="warning", message=f"{one.number}, acceptée. {one.why}") for one in left
    ]
    return Review(items=remarks, balance=balance, trouble=imbalance(collected, balance)), findings


def redecided(
    review: Review,
    collected: Collected,
    applied: Iterable[Applied],
    places: Mapping[str, passages.Shown],
    paths: Collection[str] = (),
) -> Review:
    """The remarks as a look found them, with what was decided since; a remark that came since waits for a look.

    Each stands where that look found it, unless it was placed since. `collected`: what the files say now;
    `applied`: of the look; `places`: bookmark or passage -> where it is today; `paths`: the notes of the text.
    """
    found = {remark.key: remark for remark in review.items}
    items = [item for item in collected.items if item.remark.key in found]
    for item in items:
        item.remark = _redecided(found[item.remark.key], item.remark, places)
    left = left_by_hand(item.remark for item in items if item.verdict == "accepter")
    made = {one.key: one for one in (*applied, *left, *_filled(items, paths)) if one.key}
    results = {one.key: made[whole] for one, whole in _wholes(items) if whole in made}
    for item in items:
        if item.verdict in DOING:
            item.remark = _told(item.remark, results)
    with_states(items, results)
    return structs.replace(review, items=[item.remark for item in items])


def _redecided(found: Remark, told: Remark, places: Mapping[str, passages.Shown]) -> Remark:
    """A remark where it was found, or placed since, with the answer and the history that it has now."""
    now = structs.replace(found, answer=told.answer, history=told.history)
    if is_placed(told) == is_placed(found) and (
        not is_placed(told) or found.source.passage == told.source.passage
    ):
        return now
    here = places.get(told.bookmark) or places.get(told.source.passage)
    if here is None:
        return structs.replace(now, source=Origin(path=found.source.path), code="", placed="orphan")
    return structs.replace(
        now,
        source=Origin(path=here.path, passage=here.passage, where=here.where),
        code=here.code,
        confidence=told.confidence,
        placed="paragraph" if found.placed == "orphan" else found.placed,
    )


def is_placed(remark: Remark) -> bool:
    """Whether the editor said where it belongs."""
    return any(event.what == PLACED for event in remark.history)


def _filled(items: Iterable[Gathered], paths: Iterable[str]) -> Iterator[Applied]:
    """What was offered for a box and stands in the text today, in the note that the tool wrote of it."""
    numbers = {number for path in paths for number in NUMBER.findall(offered_by(path))}
    for item in items:
        if item.remark.number in numbers:
            yield Applied(passage=item.remark.source.passage, key=item.remark.key, result="applied")


def shown_in(documents: Sequence[Document]) -> dict[str, Shown]:
    """Each passage of the documents by its id, at its first place."""
    shown: dict[str, Shown] = {}
    repeats = repeats_in(documents)
    for document in documents:
        codes = {coded.bookmark: coded for coded in codes_of(document)}
        quoted = {placement.bookmark: placement for placement in document.placements if placement.quoted}
        for leaf in ast.each_leaf(document.blocks):
            bookmark = ast.leaf_id(leaf)
            if bookmark in quoted:
                continue
            coded = codes.get(bookmark)
            path, where, code = (coded.path, coded.where, coded.code) if coded else ("", "", "")
            passage = passage_of(bookmark)
            places = repeats.get(passage, ())
            shown.setdefault(passage, Shown(folded(ast.text(leaf)), path, where, code, places))
    return shown


def _explained(items: Iterable[Gathered], results: Mapping[str, Applied]) -> frozenset[tuple[str, str]]:
    """Each passage that an accepted change rewrote, with what it said before: it is the same all the same."""
    made = (remark for remark, whole in _wholes(items) if whole in results and results[whole].result == "applied")
    return frozenset((remark.source.passage, remark.base) for remark in made if remark.base)


def _placed(
    remark: Remark,
    today: Today,
    shown: Mapping[str, Shown],
    sources: Mapping[str, str],
    explained: Collection[tuple[str, str]],
) -> Remark:
    """The remark where it stands today."""
    if not remark.source.passage:
        return remark
    stand = today(remark)
    if stand.passage == remark.source.passage and (stand.passage, remark.base) in explained:
        stand = structs.replace(stand, confidence=SAME)
    here = shown.get(stand.passage)
    gone = Origin(path=sources.get(remark.source.passage, ""))
    source = Origin(path=here.path, passage=stand.passage, where=here.where) if here else gone
    confidence = min(remark.confidence, stand.confidence)
    code = here.code if here else ""
    return structs.replace(remark, source=source, placed=stand.placed, confidence=confidence, code=code)


def _on(instead: Instead, remark: Remark, shown: Mapping[str, Shown]) -> Remark:
    """The remark on what stands where its words of the plan stood; a change of these can no more be made."""
    passage = passage_of(instead.bookmark)
    here = shown[passage]
    is_sure = instead.is_sure and remark.kind in CONVERSATION
    code = next((place.code for place in here.places if place.bookmark == instead.bookmark), here.code)
    return structs.replace(
        remark,
        source=Origin(path=here.path, passage=passage, where=here.where),
        placed="paragraph",
        confidence=remark.confidence if is_sure else min(remark.confidence, DOUBT),
        code=code,
        bookmark=instead.bookmark if here.places else "",
    )


def _in_its_place(remark: Remark, shown: Mapping[str, Shown]) -> Remark:
    """A remark on words that stand in several places, in that which it is about."""
    here = shown.get(remark.source.passage)
    if here is None or not here.places:
        return structs.replace(remark, bookmark="")
    place, is_sure = chosen(remark, here.places)
    confidence = remark.confidence if is_sure else min(remark.confidence, DOUBT)
    return structs.replace(remark, bookmark=place.bookmark, code=place.code, confidence=confidence)


def _together(remarks: Iterable[Remark]) -> None:
    """The parts of a replacement stand where the words do that it takes out: what is put in has no other place."""
    parts = [one for one in remarks if one.replacement]
    taken = {one.replacement: one for one in reversed(parts) if one.kind == "deletion"}
    for one in parts:
        words = taken.get(one.replacement, one)
        one.source, one.placed, one.bookmark = words.source, words.placed, words.bookmark
        one.confidence, one.code = words.confidence, words.code


def _wholes(items: Iterable[Gathered]) -> Iterator[tuple[Remark, str]]:
    """Each remark, and the key under which assembly has its correction."""
    return ((item.remark, item.remark.replacement or item.remark.key) for item in items)


def _told(remark: Remark, results: Mapping[str, Applied]) -> Remark:
    """With what assembly made of it, in its history."""
    result = results.get(remark.key)
    if result is None:
        return remark
    event = Event(what=NAMES_OF_RESULTS[result.result], text=result.why)
    return structs.replace(remark, history=[*remark.history, event])


def _in_state(remarks: Iterable[Remark], state: str) -> Iterator[Remark]:
    return (remark for remark in remarks if remark.state == state)


def _orphan(remark: Remark) -> Finding:
    return Finding(
        code="relecture",
        level="info",
        path=f"relectures/{remark.returned_in[0].copy}" if remark.returned_in else "",
        message=f"{remark.number} ({remark.author or 'sans nom'}) : {_lost(remark)} ; décidez "
        f"(« restitution review decide {remark.number} … ») ou désignez sa place.",
    )


def _lost(remark: Remark) -> str:
    return "le passage n'est plus dans le texte" if remark.base else "sa place n'est pas connue"


def _to_confirm(remarks: Iterable[Remark]) -> Iterator[Finding]:
    for remark in _in_state(remarks, "to_confirm"):
        yield Finding(
            code="relecture",
            level="info",
            path=remark.source.path,
            where=remark.source.where,
            message=f"{remark.number} ({remark.author or 'sans nom'}) : place à confirmer"
            f"{f', sans doute ¶ {remark.code}' if remark.code else ''}.",
        )
