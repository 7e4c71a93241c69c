"""The editor's checks on the contracts of a build; and the refusal to publish what one of them stops."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec import structs

from restitution.checks import Check, ReadBack, Survey, run_checks
from restitution.checks.check import NEVER_WAIVED
from restitution.checks.leaks import UNLISTED, WAY_OUT
from restitution.checks.survey.funding import shown_in
from restitution.checks.survey.records import Leaking, Shown
from restitution.conservation.published import Verified
from restitution.errors import NeedsEditor
from restitution.messages import listed, plural
from restitution.model import Balance, Conflict, Coverage, Finding
from restitution.people.met import TO_CONFIRM, TO_REGISTER
from restitution.plan import Plan
from restitution.plan.copies import is_copy
from restitution.plan.handouts import is_handout
from restitution.plan.outputs import OF_MEETING, SURVEY, file_of
from restitution.plan.site import OWN
from restitution.settings import SETTINGS_FILE, Settings
from restitution.stages.found import found_in_notes, withdrawals
from restitution.stages.given import document_in
from restitution.stages.leaking import leaking
from restitution.stages.protected import Looked, leak_told
from restitution.stages.register import enrolled_in, register_of
from restitution.store import Store

T = TypeVar("T")
SHOWN: Final = 5
MOST_WAIVERS: Final = 12
"""Points for which a line to paste is written."""
ALL_OF_IT: Final = "restitution check --tout"


def checks_of(
    plan: Plan, work: Path, outputs: Sequence[str] | None = None, *, to_the_editor: bool = True
) -> list[Check]:
    """Every check of what stands in `work`, `.restitution/`; `outputs`: of these, else of those of the plan.

    Who leaks where is told `to_the_editor` alone; a page that others may read says where only.
    """

    def read(name: str, kind: type[T]) -> T:
        return msgspec.json.decode((work / name).read_bytes(), type=kind)

    words = [word for word in (plan.made if outputs is None else outputs) if _is_verified(plan, work, word)]
    found = _leaks(plan, work, words, names=to_the_editor)
    verified = {
        file_of(word): ReadBack(
            document=plan.document_of(word),
            told=told_only(work, word),
            to_review=is_copy(word),  # no publication
            leaks=found[word],
        )
        for word in words
    }
    survey = read(SURVEY, Survey)
    funding = [*survey.funding, *_funding_elsewhere(plan, work, words)]
    return run_checks(
        read("coverage.json", Coverage),
        read("balance.json", Balance),
        plan.settings,
        read("conflicts.json", list[Conflict]),
        structs.replace(survey, held=withdrawals(work, plan), unlisted=_unlisted(work, plan), funding=funding),
        verified,
        enrolled_in(register_of(plan, Store(work / "store"))),
    )


def _funding_elsewhere(plan: Plan, work: Path, words: Sequence[str]) -> Iterator[Shown]:
    """What the slides, the posters, the sheets and the web site show of who pays."""
    kept = Store(work / "store")
    others = [word for word in words if word in OF_MEETING or word in OWN or is_handout(word)]
    for name in dict.fromkeys(map(plan.document_of, others)):
        yield shown_in(name, document_in(work / name), kept.get)


def _unlisted(work: Path, plan: Plan) -> list[Finding]:
    return [one for one in found_in_notes(work, plan) if one.code in {TO_REGISTER, TO_CONFIRM}]


def told_only(work: Path, word: str) -> list[str]:
    """Alternative texts of the pictures that an output tells in words, as it could not show them."""
    return msgspec.json.decode((work / f"verified/{word}.json").read_bytes(), type=Verified).told


def _leaks(plan: Plan, work: Path, words: Sequence[str], *, names: bool) -> dict[str, list[Leaking]]:
    """What leaks of each output; by the note that says it where `names` may be told."""
    read = {word: (work / f"verified/{word}.json").read_bytes() for word in words}
    found = {word: msgspec.json.decode(data, type=Looked).leaks for word, data in read.items()}
    if names:
        return leaking(plan, work, found)
    return {
        word: [Leaking(told=leak_told(leak, names=False), listed=leak.listed) for leak in leaks]
        for word, leaks in found.items()
    }


def _is_verified(plan: Plan, work: Path, word: str) -> bool:
    """Whether an output was written and read back today, and shows something."""
    written = work / plan.written(word)
    return (work / f"verified/{word}.json").is_file() and written.is_file() and written.stat().st_size > 0


def refuse_to_publish(checks: Sequence[Check], settings: Settings, *, strict: bool) -> None:
    """Raise `NeedsEditor`, what stops and what to do, when a check stops the publication."""
    stopping = [check for check in checks if check.stops(strict=strict)]
    if not stopping:
        return
    lines = [
        f"Publication refusée, {plural(len(stopping), 'contrôle')} à voir ; les documents d'output/ sont intacts."
    ]
    for check in stopping:
        lines.append(f"{check.id} {check.message}")
        lines += [f"     {line}" for line in pointed(check)[:SHOWN]]
        if len(check.where) > SHOWN:
            lines.append(f"     … et {plural(len(check.where) - SHOWN, 'autre')} ({ALL_OF_IT})")
        lines.append(f"  → {check.remedy}")
    raise NeedsEditor("\n".join(lines), how_to_accept(stopping, settings))


def pointed(check: Check) -> list[str]:
    """What a check points at, each with the word by which a derogation names it."""
    return [
        text if case in text or not check.needs_editor else f"{text} [{case}]"
        for text, case in zip(check.where, check.cases, strict=True)
    ]


def how_to_accept(checks: Sequence[Check], settings: Settings) -> str:
    """How to end a refusal: the way out of a leak, else derogations to paste for the first that may have some."""
    waivable = [check for check in checks if check.id not in NEVER_WAIVED]
    if any(check.remedy == UNLISTED for check in checks):
        return WAY_OUT
    if not waivable:
        return "Corrigez, puis relancez : ni des mots perdus, ni un nom protégé ne peuvent être acceptés."
    first, key, where = waivable[0], "derogations:\n", f"à {SETTINGS_FILE}"
    if settings.derogations:
        key, where = "", f"sous « derogations » de {SETTINGS_FILE}"
    cases = first.to_accept or first.cases
    lines = [_waiver(first.id, case) for case in cases[:MOST_WAIVERS]] or [_waiver(first.id)]
    if (left := len(cases) - MOST_WAIVERS) > 0:
        lines.append(f"  # et {plural(left, 'autre point', 'autres points')} ; pour tout {first.id} d'un coup :")
        lines.append(_waiver(first.id).replace("  - ", "  # - "))
    what = "un point" if len(cases) < 2 else f"les points de {first.id}"
    head = f"Corrigez, puis relancez. Pour accepter {what} par écrit, ajoutez {where} (et adaptez) :"
    others = [check.id for check in waivable[1:]]
    same = [f"De même pour {listed(others)}, avec le mot entre crochets ou le nom du fichier."] if others else []
    return "\n".join([head, *([key.rstrip()] if key else []), *lines, *same])


def _waiver(id_: str, case: str = "") -> str:
    """A line of `derogations`; without a case, the whole check."""
    about = f", case: {json.dumps(case, ensure_ascii=False)}" if case else ""
    return f'  - {{controle: {id_}{about}, motif: "pourquoi", par: "qui en décide"}}'
