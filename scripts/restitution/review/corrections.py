"""Corrections: the changes that were accepted, and the editor's own, in the order in which they were decided.

Each accepted change says what its passage was and what it becomes with this change alone. Several of one text are
made to follow each other, letter by letter: a word replaced is a deletion and an insertion that touch, which read
well together only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from restitution.remarks import SURE, Applied, Correction, Decision, Fix, Kind, Remark
from restitution.review.decided import decided, standing_fixes
from restitution.review.files import instant

CONVERSATION: Final[frozenset[Kind]] = frozenset({"comment", "reply"})
WORDS: Final[frozenset[Kind]] = frozenset({"insertion", "deletion", "untracked_edit", "move"})
ADDS: Final[frozenset[Kind]] = frozenset({"insertion", "paragraph_insertion", "untracked_edit"})
SPLIT: Final = "un paragraphe coupé en deux"
BY_HAND: Final[dict[Kind, str]] = {
    "row_insertion": "une ligne de tableau ajoutée",
    "row_deletion": "une ligne de tableau supprimée",
    "format": "un changement de mise en forme",
    "move": "un déplacement d'un passage à un autre",
    "paragraph_insertion": SPLIT,
    "paragraph_deletion": "deux paragraphes joints",
    "insertion": "un ajout sur plusieurs passages",
    "deletion": "une suppression sur plusieurs passages",
    "untracked_edit": "un changement sur plusieurs passages",
}
"""What a change of a kind is, when no program can make it."""
UNKNOWN: Final = "Son passage n'est pas connu : désignez-le, ou reportez le changement dans la note."
UNSURE: Final = "Sa place est à confirmer : désignez-la, ou reportez le changement dans la note."
SAY_SO: Final = "Reportez-le à la main dans la note, puis dites la remarque résolue."


class _Letters(msgspec.Struct, frozen=True):
    """Letters `start` to `end` of a text become `text`."""

    start: int
    end: int
    text: str


def corrections_of(
    remarks: Sequence[Remark], fixes: Iterable[Fix], decisions: Iterable[Decision]
) -> list[Correction]:
    """What the text is to become, in the order in which it was decided."""
    said, _ = decided(decisions, {remark.number: remark.key for remark in remarks})
    at = {key: one.history[-1].at for key, one in said.items() if one.verdict == "accepter"}
    accepted = [one for one in remarks if one.key in at and one.kind not in CONVERSATION and not by_hand(one)]
    at |= _when_emptied(accepted, at)
    accepted.sort(key=lambda one: (instant(at[one.key]), _empties(one)))
    own = [
        Correction(passage=fix.passage, base=fix.base, text=fix.text, author=fix.by, at=fix.at)
        for fix in standing_fixes(fixes)[0]
    ]
    return sorted([*_following(accepted, at), *own], key=lambda one: instant(one.at))


def left_by_hand(accepted: Iterable[Remark]) -> list[Applied]:
    """The accepted changes that the program cannot make, with the reason: no correction is made of them."""
    return [
        Applied(passage=one.source.passage, key=one.key, number=one.number, result="conflict", why=why)
        for one in accepted
        if (why := by_hand(one))
    ]


def by_hand(remark: Remark) -> str:
    """Why an accepted change cannot be made by the program, a French sentence; empty when it can."""
    if remark.kind in CONVERSATION:
        return ""
    if not remark.source.passage:
        return UNKNOWN
    if remark.confidence < SURE:
        return UNSURE
    is_split = remark.relation == "in" and "\n" in remark.proposed
    if not is_split and (_is_of_words(remark) or _is_new_paragraph(remark) or _is_withdrawn(remark)):
        return ""
    what = SPLIT if is_split else BY_HAND[remark.kind]
    return f"{what[:1].upper()}{what[1:]} : le programme ne sait pas le faire. {SAY_SO}"


def _is_of_words(remark: Remark) -> bool:
    is_change = remark.relation == "in" and bool(remark.base) and remark.base != remark.proposed
    return remark.kind in WORDS and is_change


def _is_new_paragraph(remark: Remark) -> bool:
    return remark.kind in ADDS and remark.relation == "after" and bool(remark.proposed.strip())


def _is_withdrawn(remark: Remark) -> bool:
    is_whole = remark.relation == "in" and bool(remark.base) and not remark.proposed
    return remark.kind == "paragraph_deletion" and is_whole


def _empties(remark: Remark) -> bool:
    """Whether a change takes out all words of a text: the whole of a table's cell, of a title."""
    return remark.kind == "deletion" and remark.relation == "in" and not remark.proposed.strip()


def _when_emptied(accepted: Sequence[Remark], at: dict[str, str]) -> dict[str, str]:
    """When a text is emptied: last of what was decided of it, so that what stands in its place is there before."""
    chains: dict[tuple[str, str], list[str]] = {}
    for one in accepted:
        chains.setdefault((one.source.passage, one.base), []).append(at[one.key])
    return {one.key: max(chains[one.source.passage, one.base], key=instant) for one in accepted if _empties(one)}


def _following(remarks: Iterable[Remark], at: dict[str, str]) -> list[Correction]:
    """A correction for each remark; those of one text take up what the earlier ones made of it."""
    made: list[Correction] = []
    chains: dict[tuple[str, str], list[_Letters]] = {}
    for remark in remarks:
        base, text = remark.base, remark.proposed
        if remark.relation == "in" and (text or _empties(remark)):
            chain = chains.setdefault((remark.source.passage, base), [])
            change = _change(remark)
            if not any(_overlap(change, other) for other in chain):
                base, text = _with(base, chain), _with(base, [*chain, change])
                chain.append(change)
        made.append(
            Correction(
                passage=remark.source.passage,
                base=base,
                text=text,
                relation=remark.relation,
                key=remark.key,
                number=remark.number,
                author=remark.author,
                at=at[remark.key],
            )
        )
    return made


def _change(remark: Remark) -> _Letters:
    """The letters that a change takes out and puts in: as it says itself, else the one place that differs."""
    base, text, at = remark.base, remark.proposed, remark.offset
    told = _Letters(at, at, remark.text)
    if remark.kind == "deletion":
        told = _Letters(at, at + len(remark.quote), "")
    if remark.kind in {"insertion", "deletion"} and _with(base, [told]).split() == text.split():
        return told
    start = _alike(base, text)
    end = min(_alike(base[::-1], text[::-1]), min(len(base), len(text)) - start)
    return _Letters(start, len(base) - end, text[start : len(text) - end])


def _alike(one: str, other: str) -> int:
    """How many first letters two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _overlap(one: _Letters, other: _Letters) -> bool:
    """Whether both change a letter, or put something else between the same two."""
    if one == other:
        return False
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


def _with(base: str, changes: Iterable[_Letters]) -> str:
    """The text with several changes of it, the same one made once; what is put in stands before what goes."""
    text = base
    for change in sorted(set(changes), key=lambda one: (one.start, one.end), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text
