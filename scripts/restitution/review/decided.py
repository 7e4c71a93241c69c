"""What all decisions on a remark come to, and all corrections of a passage: the latest wins, none is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import structs

from restitution.messages import listed, nearest
from restitution.model import Finding
from restitution.remarks import Decision, Fix, Verdict
from restitution.review.files import DECISIONS, FIXES, instant

SETTLING: Final = frozenset({"accepter", "rejeter", "resoudre", "rouvrir"})
"""Verdicts that exclude each other; « repondre » and « placer » stand beside any of them."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of one remark."""

    verdict: Verdict | None = None
    """The latest of `SETTLING`; None when there is none, or when two say otherwise at the same second."""
    answer: str = ""
    """The latest that says something."""
    why: str = ""
    """Of the verdict."""
    passage: str = ""
    """Where the editor placed it."""
    seen: str = ""
    """What its thread held, as the last decision says that is no place."""
    standing: list[Decision] = []
    """Those that none later took back, the earliest first."""
    history: list[Decision] = []
    """Every decision, the earliest first."""


def decided(
    decisions: Iterable[Decision], keys: Mapping[str, str] | None = None
) -> tuple[dict[str, Decided], list[Finding]]:
    """Key of each remark -> what was decided of it, and what the editor must look at.

    `keys`: number -> key of the remarks that there are, for decisions that only say a number.
    """
    groups: dict[str, list[Decision]] = defaultdict(list)
    found: list[Finding] = []
    there = set((keys or {}).values())
    for decision in decisions:
        key = decision.key or (keys or {}).get(decision.number, "")
        if key and keys is not None and key not in there:
            found.append(_gone(decision))
        if key:
            groups[key].append(structs.replace(decision, key=key))
        else:
            found.append(_unknown(decision, keys or {}))
    for group in groups.values():
        group.sort(key=lambda one: (instant(one.at), msgspec.json.encode(one)))
        found += (_disagreement(last) for last in _last_words(standing(group)) if len(last) > 1)
    return {key: _decided(group) for key, group in sorted(groups.items())}, found


def standing(history: Sequence[Decision]) -> list[Decision]:
    """The decisions that none later took back, without what took others back."""
    undone = {one.undoes for one in history if one.verdict == "annuler"}
    return [one for one in history if one.verdict != "annuler" and one.at not in undone]


def _last_words(history: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """The last verdict and the last place: one, several that differ when they are of one second, or none."""
    settled = {one.verdict: one for one in _of_last_second(one for one in history if one.verdict in SETTLING)}
    placed = {one.passage: one for one in _of_last_second(one for one in history if one.verdict == "placer")}
    return list(settled.values()), list(placed.values())


def _of_last_second(said: Iterable[Decision]) -> list[Decision]:
    each = list(said)
    return [one for one in each if instant(one.at) == instant(each[-1].at)]


def all_decided(decisions: Iterable[Decision]) -> Decided:
    """What decisions on several parts of one change come to; what was written for each of them at once is one."""
    each = {_gesture(one): one for one in sorted(decisions, key=lambda one: one.number, reverse=True)}
    return _decided(sorted(each.values(), key=lambda one: (instant(one.at), msgspec.json.encode(one))))


def _gesture(decision: Decision) -> Decision:
    return structs.replace(decision, key="", number="", seen="")


def _decided(history: list[Decision]) -> Decided:
    held = standing(history)
    settled, placed = (last[0] if len(last) == 1 else None for last in _last_words(held))
    answers = [one.answer for one in held if one.answer.strip()]
    return Decided(
        verdict=settled.verdict if settled else None,
        answer=answers[-1] if answers else "",
        why=settled.why if settled else "",
        passage=placed.passage if placed else "",
        seen=next((one.seen for one in reversed(held) if one.verdict != "placer"), ""),
        standing=held,
        history=history,
    )


def _disagreement(last: Sequence[Decision]) -> Finding:
    """Decisions of one second that say otherwise: none of them is followed."""
    said = listed(f"« {one.passage or one.verdict} » par {one.by or 'on ne sait qui'}" for one in last)
    return _finding(
        f"{last[0].number or last[0].key} : des décisions de la même seconde se contredisent ({said}) ; aucune "
        "n'est suivie, décidez de nouveau."
    )


def _unknown(decision: Decision, keys: Mapping[str, str]) -> Finding:
    near = nearest(decision.number, keys)
    asked = f" Vouliez-vous dire {near} ?" if near else ""
    return _finding(f"Une décision porte sur {decision.number}, qui n'est le numéro d'aucune remarque.{asked}")


def _gone(decision: Decision) -> Finding:
    return _finding(
        f"Une décision porte sur {decision.number or decision.key}, qui n'est plus dans aucune copie reçue : si "
        "un dossier de sources/relectures/ a été ôté, remettez-le."
    )


def _finding(message: str, code: str = "decision") -> Finding:
    folder = FIXES if code == "correction" else DECISIONS
    return Finding(code=code, level="warning", message=message, path=folder.relative_to("sources").as_posix())


def standing_fixes(fixes: Iterable[Fix]) -> tuple[list[Fix], list[Finding]]:
    """The corrections of the editor's own that hold, in the order of their passages, and what she must look at.

    One that takes up the text of an earlier one continues it: together they lead from the first text to the last.
    Of two that begin at the same text, the latest holds; what comes back to its first text is no correction.
    """
    groups: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        groups[fix.passage].append(fix)
    standing: list[Fix] = []
    found: list[Finding] = []
    for _, group in sorted(groups.items()):
        group.sort(key=lambda one: (instant(one.at), msgspec.json.encode(one)))
        chain: list[Fix] = []
        for fix in group:
            _continue(chain, fix, found)
        standing += (fix for fix in chain if fix.base != fix.text)
    return standing, found


def _continue(chain: list[Fix], fix: Fix, found: list[Finding]) -> None:
    """Put a later correction of a passage where it belongs among the earlier ones."""
    for place, earlier in enumerate(chain):
        if fix.base == earlier.base and fix.text == earlier.text:
            chain[place] = fix
            return
        if fix.base in {earlier.text, earlier.base}:
            if fix.base == earlier.base and instant(fix.at) == instant(earlier.at):
                found.append(_finding(_told_twice(fix), "correction"))
            chain[place] = structs.replace(fix, base=earlier.base)
            return
    chain.append(fix)


def _told_twice(fix: Fix) -> str:
    return (
        f"Deux corrections de la même seconde se contredisent sur le même passage ({fix.passage}) : "
        f"« {fix.text or 'passage retiré'} » est suivie. Si ce n'est pas la bonne, écrivez-la de nouveau."
    )
