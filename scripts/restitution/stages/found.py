"""What the stages of a build found, gathered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from restitution.model import WITHDRAWN, Finding
from restitution.plan import Plan, site
from restitution.plan.handouts import FINDINGS, is_handout
from restitution.plan.outputs import OF_COMPOSE, OF_STOCK
from restitution.stages.sharing import still_shared

REVIEWS = "findings/reviews.jsonl"


def findings(work: Path, plan: Plan, outputs: Iterable[str]) -> list[Finding]:
    """What every stage found, once each, in the order of the files. `outputs`: those whose writers count."""
    found: dict[Finding, None] = {}
    for name in (*found_in(plan), *_found_by_writers(plan, outputs)):
        found |= dict.fromkeys(_read(work / name))
    found |= dict.fromkeys(_withdrawals_beside(work))
    return sorted(found, key=lambda f: (f.path, f.where, f.code))


def withdrawals(work: Path, plan: Plan) -> list[Finding]:
    """What still holds somebody who withdrew: notes, files beside them, readings that projects share."""
    of_notes = (finding for name in found_in(plan) for finding in _read(work / name))
    told = [finding for finding in of_notes if finding.code == WITHDRAWN]
    return [*told, *_withdrawals_beside(work), *still_shared(work)]


def found_in_notes(work: Path, plan: Plan) -> list[Finding]:
    """What was found where notes become public: recordings without agreement, names that no register holds."""
    names = plan.each_lot("findings/pseudonymise/{lot}.jsonl")
    return [finding for name in names for finding in _read(work / name)]


def _withdrawals_beside(work: Path) -> list[Finding]:
    return [finding for finding in _read(work / REVIEWS) if finding.code == WITHDRAWN]


def _read(path: Path) -> list[Finding]:
    lines = path.read_bytes().splitlines()[1:] if path.is_file() else []
    return [msgspec.json.decode(line, type=Finding) for line in lines]


def found_in(plan: Plan) -> list[str]:
    """Where the stages write what they found."""
    meeting = [OF_COMPOSE[-1]] * plan.serves_a_meeting
    told = plan.left_out() if plan.serves_a_meeting else []
    of_notes = plan.each_lot("findings/pseudonymise/{lot}.jsonl")
    return [*of_notes, "findings/assemble.jsonl", OF_STOCK[-1], *meeting, *told]


def _found_by_writers(plan: Plan, outputs: Iterable[str]) -> list[str]:
    """Where those of the outputs that tell something do it: known once they are written."""
    outputs = list(outputs)
    at_meetings = [FINDINGS] * any(map(is_handout, outputs))
    on_site = [site.FINDINGS] * any(map(site.is_site, outputs))
    own = (name for output in outputs if (name := f"findings/{output}.jsonl") in plan.keys)
    return [*own, *at_meetings, *on_site]
