"""That nothing was lost between the returned copies and the remarks: the gate of every publication (issue 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from restitution.messages import listed, number, plural
from restitution.remarks import Kind, Remark, ReviewBalance
from restitution.review.journal import Collected

NAMES: dict[str, str] = {
    "comment": "commentaires",
    "reply": "réponses",
    "insertion": "insertions",
    "deletion": "suppressions",
    "move": "déplacements",
    "paragraph_insertion": "paragraphes insérés",
    "paragraph_deletion": "paragraphes supprimés",
    "row_insertion": "lignes insérées",
    "row_deletion": "lignes supprimées",
    "format": "mises en forme",
    "untracked_edit": "modifications non suivies",
}


def balance_of(collected: Collected, remarks: Iterable[Remark]) -> ReviewBalance:
    """What stands in the files, in the journal, and in which states, by kind."""
    other = set(collected.other)
    in_journal: Counter[Kind] = Counter()
    in_other: Counter[str] = Counter()
    by_state: dict[str, dict[str, int]] = {}
    for remark in remarks:
        states = by_state.setdefault(remark.kind, {})
        states[remark.state] = states.get(remark.state, 0) + 1
        if remark.key in other:
            in_other[remark.kind] += 1
            continue
        for entry in remark.returned_in:
            in_journal.update(entry.elements)
    return ReviewBalance(
        in_files={kind: count for kind, count in sorted(collected.in_files.items()) if count},
        in_journal=dict(sorted((kind, count) for kind, count in in_journal.items() if count)),
        ours=collected.ours,
        in_other=dict(sorted(in_other.items())),
        by_state={kind: dict(sorted(states.items())) for kind, states in sorted(by_state.items())},
    )


def imbalance(collected: Collected, balance: ReviewBalance) -> str:
    """What does not hold, one French sentence; empty when all does."""
    kinds = sorted({*balance.in_files, *balance.in_journal})
    wrong = [
        f"{NAMES.get(kind, kind)} : {number(balance.in_files.get(kind, 0))} dans les copies reçues, "
        f"{number(balance.in_journal.get(kind, 0))} dans le journal"
        for kind in kinds
        if balance.in_files.get(kind, 0) != balance.in_journal.get(kind, 0)
    ]
    states = sum(count for states in balance.by_state.values() for count in states.values())
    if states != collected.keys:
        wrong.append(f"{plural(collected.keys, 'remarque reçue')}, {number(states)} dans un état connu")
    return f"Des remarques de relecture manquent ({listed(wrong)})." if wrong else ""
