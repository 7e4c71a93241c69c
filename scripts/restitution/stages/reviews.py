"""What stands in `sources/relectures/`, read from the photograph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from restitution.model import Finding
from restitution.plan import Plan
from restitution.remarks import Decision, Fix
from restitution.review.copies import DECISIONS, FIXES, copies_of
from restitution.review.files import read_decisions, read_fixes
from restitution.review.journal import Collected, collected
from restitution.store import Store


class Reviews(msgspec.Struct, frozen=True):
    """Every remark, and what the editor decided and wrote."""

    journal: Collected
    decisions: list[Decision]
    fixes: list[Fix]
    findings: list[Finding]


def reviews_of(plan: Plan, work: Path = Path()) -> Reviews:
    """Raises `RestitutionError` for a file in which a remark may be lost. `work`: the working folder."""
    kept = Store(work / "store")
    files = {path: kept.get(sha256) for path, sha256 in plan.journal.items()}
    copies, findings = copies_of(files)
    decisions, odd = read_decisions(_below(DECISIONS, files))
    fixes, odd_fixes = read_fixes(_below(FIXES, files))
    journal, unclear = collected(copies, decisions)
    return Reviews(journal, decisions, fixes, [*findings, *odd, *odd_fixes, *unclear])


def _below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a folder, by their path in it."""
    return {path.removeprefix(f"{folder}/"): data for path, data in files.items() if path.startswith(f"{folder}/")}
