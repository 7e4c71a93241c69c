"""What the stages of a build found, gathered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from restitution.model import Finding
from restitution.plan import Plan


def findings(work: Path, plan: Plan, outputs: Iterable[str]) -> list[Finding]:
    """What every stage found, once each, in the order of the files. `outputs`: those whose writers count."""
    found: dict[Finding, None] = {}
    for path in (work / name for name in (*found_in(plan), *_found_by_writers(plan, outputs))):
        for line in path.read_bytes().splitlines()[1:] if path.is_file() else []:
            found[msgspec.json.decode(line, type=Finding)] = None
    return sorted(found, key=lambda f: (f.path, f.where, f.code))


def found_in(plan: Plan) -> list[str]:
    """Where the stages write what they found."""
    return [*plan.each_lot("findings/pseudonymise/{lot}.jsonl"), "findings/assemble.jsonl"]


def _found_by_writers(plan: Plan, outputs: Iterable[str]) -> list[str]:
    """Where those of the outputs that tell something do it: known once they are written."""
    return [name for output in outputs if (name := f"findings/{output}.jsonl") in plan.keys]
