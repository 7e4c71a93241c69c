"""Corrections of the words of the plan: applied to what its templates printed, in the one place where it stands.

The id of such a passage follows from its words: a template that changed is a passage that is gone, and what was
decided is told instead of being put over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from restitution.assembly.changes import Outcome, Refused, change, continued, refuse_to_withdraw
from restitution.model import QUOTED, Block
from restitution.pandoc import ast
from restitution.pandoc.ast import Inlines
from restitution.pandoc.placing import without_leaf
from restitution.remarks import Correction

Parts = list[tuple[str, list[Block]]]

GONE: Final = "Ce texte vient du gabarit et n'est plus dans le document : changez-le dans templates/plan/."
REPEATED: Final = "Ce texte du gabarit se trouve {count} fois dans le document : changez-le dans templates/plan/."
MADE: Final = "Ce tableau est calculé à partir des notes : corrigez la note, ou la table, d'où vient la valeur."
GAP: Final = (
    "C'est une rubrique que personne n'a écrite : son contenu va dans une note de sources/, et la mention s'en "
    "ira d'elle-même (« restitution review list » dit laquelle)."
)
QUOTATION: Final = "C'est une citation : corrigez le passage de la note d'où elle vient."
HEADING: Final = "Ce titre du gabarit ouvre une partie : retirez-le, ou ajoutez-y, dans templates/plan/."
BEHIND: Final = "Un paragraphe ne peut pas être ajouté au gabarit d'ici : ajoutez-le dans templates/plan/."


def corrected_plan(parts: Parts, corrections: Sequence[Correction]) -> tuple[Parts, list[Outcome]]:
    """The parts with the corrections of the plan's own words, and what became of each."""
    if not corrections:
        return parts, []
    places = Counter(_first(ast.leaf_id(span)) for _, blocks in parts for span in ast.each_leaf(blocks))
    made = _leaves_of(parts, lambda block: block.get("t") == "Table")
    headings = _leaves_of(parts, lambda block: block.get("t") == "Header")
    gaps = {_first(id_) for id_ in _leaves_of(parts, _is_gap)}
    outcomes: list[Outcome] = []
    for correction in corrections:
        try:
            _refuse_gap(correction, gaps)
            _refuse(correction, places[correction.passage], made, headings)
            parts, outcome = _applied(parts, correction)
        except Refused as refusal:
            outcome = Outcome(correction, "conflict", str(refusal))
        outcomes.append(outcome)
    return parts, continued(outcomes)


def _refuse_gap(correction: Correction, gaps: set[str]) -> None:
    """Raises `Refused` for words that say that a section is missing: what fills it is a note."""
    if correction.passage in gaps:
        raise Refused(GAP)


def _refuse(correction: Correction, count: int, made: set[str], headings: set[str]) -> None:
    """Raises `Refused` where the plan's words are not to be changed from here."""
    if count > 1:
        raise Refused(REPEATED.format(count=count))
    if count and correction.passage in made:
        raise Refused(MADE)
    if count and correction.passage in headings and (not correction.text or correction.relation == "after"):
        raise Refused(HEADING)
    if count and correction.relation == "after":
        raise Refused(BEHIND)


def _applied(parts: Parts, correction: Correction) -> tuple[Parts, Outcome]:
    spans = (span for _, blocks in parts for span in ast.each_leaf(blocks))
    leaf = next((span for span in spans if ast.leaf_id(span) == correction.passage), None)
    if leaf is None:
        return parts, Outcome(correction, "gone", GONE)
    if QUOTED in leaf["c"][0][1]:
        raise Refused(QUOTATION)
    if not correction.text:
        refuse_to_withdraw(correction, leaf["c"][1])
        left = [
            (key, [b for block in blocks for b in without_leaf(block, correction.passage)])
            for key, blocks in parts
        ]
        return left, Outcome(correction, "applied")
    changed = change(correction, leaf["c"][1])

    def renew(inlines: Inlines) -> Inlines:
        return [{"t": "Span", "c": [one["c"][0], changed.inlines]} if one is leaf else one for one in inlines]

    return [(key, ast.map_leaves(blocks, renew)) for key, blocks in parts], Outcome(correction, changed.result)


def _first(id_: str) -> str:
    """A passage's id without the number of its repeat."""
    return "_".join(id_.split("_")[:2])


def _leaves_of(parts: Parts, is_wanted: Callable[[Block], bool]) -> set[str]:
    return {ast.leaf_id(span) for _, blocks in parts for span in ast.each_leaf(list(_each(blocks, is_wanted)))}


def _each(node: Any, is_wanted: Callable[[Block], bool]) -> Iterator[Block]:
    """The outermost blocks of a kind, wherever they stand."""
    if isinstance(node, list):
        for child in node:
            yield from _each(child, is_wanted)
    elif isinstance(node, dict) and is_wanted(node):
        yield node
    elif isinstance(node, dict):
        yield from _each(node.get("c"), is_wanted)


def _is_gap(block: Block) -> bool:
    return block.get("t") == "Div" and "lacune" in block["c"][0][1]
