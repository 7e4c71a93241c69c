"""Corrections: the changes that were accepted, and the editor's own, in the order in which they were decided.

Each accepted change says what its passage was and what it becomes with this change alone; a replacement is one.
Several of one text are made to follow each other, letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from restitution.remarks import (
    ADDS,
    REMOVES,
    SURE,
    Applied,
    Correction,
    Decision,
    Fix,
    Kind,
    Remark,
    Seen,
    is_in_a_note,
)
from restitution.review.decided import decided, standing_fixes
from restitution.review.edits import Edit, edit_of, overlap, with_edits
from restitution.review.files import instant
from restitution.review.replacements import parts_of, seen

CONVERSATION: Final[frozenset[Kind]] = frozenset({"comment", "reply"})
WORDS: Final[frozenset[Seen]] = frozenset({"insertion", "deletion", "replacement", "untracked_edit", "move"})
RUNS: Final[frozenset[Seen]] = frozenset({"insertion", "deletion"})
NEW: Final[frozenset[Seen]] = ADDS | {"untracked_edit"}
SPLIT: Final = "un paragraphe coupé en deux"
BY_HAND: Final[dict[Seen, str]] = {
    "row_insertion": "une ligne de tableau ajoutée",
    "row_deletion": "une ligne de tableau supprimée",
    "format": "un changement de mise en forme",
    "move": "un déplacement d'un passage à un autre",
    "paragraph_insertion": SPLIT,
    "paragraph_deletion": "deux paragraphes joints",
    "insertion": "un ajout sur plusieurs passages",
    "deletion": "une suppression sur plusieurs passages",
    "replacement": "un remplacement",
    "untracked_edit": "un changement sur plusieurs passages",
}
"""What a change of a kind is, when no program can make it."""
IN_AN_ADDITION: Final = "une suppression dans ce que quelqu'un d'autre ajoute"
IN_A_NOTE: Final = "un changement dans une note de bas de page"
UNKNOWN: Final = "Son passage n'est pas connu : désignez-le, ou reportez le changement dans la note."
UNSURE: Final = "Sa place est à confirmer : désignez-la, ou reportez le changement dans la note."
SAY_SO: Final = "Reportez-le à la main dans la note, puis dites la remarque résolue."


def corrections_of(
    remarks: Sequence[Remark], fixes: Iterable[Fix], decisions: Iterable[Decision]
) -> list[Correction]:
    """What the text is to become, in the order in which it was decided."""
    said, _ = decided(decisions, {remark.number: remark.key for remark in remarks})
    at = {key: one.history[-1].at for key, one in said.items() if one.verdict == "accepter"}
    accepted = [one for one in seen(remark for remark in remarks if remark.key in at) if _can_be_made(one)]
    at |= {one.key: max((at[part.key] for part in parts_of(one, remarks)), key=instant) for one in accepted}
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
        for one in seen(accepted)
        if (why := by_hand(one))
    ]


def _can_be_made(accepted: Remark) -> bool:
    return accepted.kind not in CONVERSATION and not by_hand(accepted)


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
    what = SPLIT if is_split else IN_A_NOTE if is_in_a_note(remark) else _what(remark)
    return f"{what[:1].upper()}{what[1:]} : le programme ne sait pas le faire. {SAY_SO}"


def _what(remark: Remark) -> str:
    """What a change is that no program can make."""
    if not remark.text.strip() and (remark.kind in RUNS or (remark.look and remark.kind in ADDS | REMOVES)):
        what = "l'ajout" if remark.kind in ADDS else "la suppression"
        return f"{what} d'autre chose que des mots{f' ({remark.look})' if remark.look else ''}"
    if remark.kind == "deletion" and remark.relation == "in":
        return IN_AN_ADDITION
    return BY_HAND[remark.kind]


def _is_of_words(remark: Remark) -> bool:
    is_change = remark.relation == "in" and bool(remark.base) and remark.base != remark.proposed
    return remark.kind in WORDS and is_change


def _is_new_paragraph(remark: Remark) -> bool:
    return remark.kind in NEW and remark.relation == "after" and bool(remark.proposed.strip())


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
    chains: dict[tuple[str, str], list[Edit]] = {}
    for remark in remarks:
        base, text = remark.base, remark.proposed
        if remark.relation == "in" and (text or _empties(remark)):
            chain = chains.setdefault((remark.source.passage, base), [])
            change = edit_of(remark)
            if not any(overlap(change, other) for other in chain):
                base, text = with_edits(base, chain), with_edits(base, [*chain, change])
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
