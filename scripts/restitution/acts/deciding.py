"""Deciding of remarks: accept, reject, resolve, reopen, answer, and take the last decision back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution.acts.filling import Filled, fill
from restitution.acts.known import Known
from restitution.acts.unasked import Words, unasked
from restitution.plan.outputs import WORK
from restitution.remarks import Decision, Remark, Verdict
from restitution.review.decided import Decided
from restitution.review.files import keep_decision, moment
from restitution.review.replacements import parts_of
from restitution.review.words import is_change

UNDO: Final[Verdict] = "annuler"
STAYS: Final = (
    "{} : la note que son contenu a donnée reste dans sources/ ; pour l'écarter : restitution classify FICHIER "
    "--exclure"
)
"""What taking back an accepted content does not do."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decided of one remark, as people see it."""

    remark: Remark
    verdict: Verdict
    answer: str = ""
    why: str = ""
    numbers: list[str] = []
    """Once it is written: of a replacement, those of its parts; else its own."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that were written, and those that were not."""

    written: list[Wish] = []
    same: list[str] = []
    """Numbers of the remarks that were decided so already."""
    bare: list[str] = []
    """Numbers of those of which no decision stands that could be taken back."""
    filled: list[str] = []
    """About content that was offered for a section nobody had written: the note that holds it now."""
    notes: list[str] = []
    """Those new notes."""
    masked: list[str] = []
    """About names and ways to reach somebody, in what was decided, that will not be shown."""


def decide(today: Known, wishes: Sequence[Wish], by: str) -> Done:
    """Write a decision for each wish that is not decided so already; content of gaps becomes notes."""
    project = today.project
    filled = fill(project, [wish.remark for wish in wishes if wish.verdict == "accepter"])
    wishes = [_settled(wish, filled) for wish in wishes if wish.remark.key not in filled.waiting]
    items = today.review.items
    before, threads = today.decided(), _threads(items)
    written: list[Wish] = []
    same, bare = list[str](), list[str]()
    for wish in wishes:
        parts = parts_of(wish.remark, items)
        at = moment(one.at for part in parts for one in before.get(part.key, Decided()).history)
        kept = [
            _keep(project, one, before.get(one.remark.key, Decided()), threads.get(one.remark.key, ""), by, at)
            for one in (msgspec.structs.replace(wish, remark=part) for part in parts)
        ]
        if any(kept):
            written.append(msgspec.structs.replace(wish, numbers=[part.number for part in parts]))
        else:
            (bare if wish.verdict == UNDO else same).append(wish.remark.number)
    masked = unasked(today.plan, project / WORK, (one for wish in written for one in _going_out(wish)))
    stay = [STAYS.format(wish.remark.number) for wish in written if wish.verdict == UNDO and wish.remark.fills]
    said = [*filled.said, *stay]
    return Done(written=written, same=same, bare=bare, filled=said, notes=filled.notes, masked=masked)


def _going_out(wish: Wish) -> Iterator[Words]:
    """What others will read of a decision: the text that was accepted, and the answer."""
    remark = wish.remark
    if is_change(remark.kind) and (wish.verdict == "accepter" or (remark.fills and wish.verdict == "resoudre")):
        said = remark.proposed if remark.kind == "untracked_edit" else remark.text
        yield Words(remark.number, said, remark.base, remark.author)
    if wish.answer:
        yield Words(remark.number, wish.answer, remark.base, remark.author)


def _settled(wish: Wish, filled: Filled) -> Wish:
    """Content that became a note is settled: the plan's own words, which stand in many places, stay."""
    answer = filled.answers.get(wish.remark.key)
    if answer is None or wish.verdict != "accepter":
        return wish
    return msgspec.structs.replace(wish, verdict="resoudre", answer=wish.answer or answer)


def _threads(items: Iterable[Remark]) -> dict[str, str]:
    """Keys of what each thread holds, as the last look at the remarks found it."""
    threads: dict[str, list[str]] = defaultdict(list)
    for remark in items:
        if remark.kind in {"comment", "reply"}:
            threads[remark.thread or remark.key].append(remark.key)
    return {key: " ".join(sorted(keys)) for key, keys in threads.items()}


def _keep(project: Path, wish: Wish, before: Decided, thread: str, by: str, at: str) -> bool:
    """Write one decision; False when it would change nothing. `at`: later than all before it."""
    if wish.verdict == UNDO:
        return _take_back(project, wish, before, by, at)
    is_said = wish.verdict in ("repondre", before.verdict)
    is_seen = not thread or thread == before.seen
    if before.history and is_said and is_seen and before.answer == (wish.answer or before.answer) and not wish.why:
        return False
    decision = Decision(
        key=wish.remark.key,
        number=wish.remark.number,
        verdict=wish.verdict,
        answer=wish.answer,
        why=wish.why,
        seen=thread,
        by=by,
        at=at,
    )
    keep_decision(project, decision)
    return True


def _take_back(project: Path, wish: Wish, before: Decided, by: str, at: str) -> bool:
    """Write that the last decision that stands no longer does; False when there is none."""
    if not before.standing or not before.standing[-1].at:
        return False
    remark, undone = wish.remark, before.standing[-1].at
    keep_decision(
        project,
        Decision(key=remark.key, number=remark.number, verdict=UNDO, undoes=undone, why=wish.why, by=by, at=at),
    )
    return True
