"""The editor's own pen, on one passage. The writer's file is never touched."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.acts.known import Known
from restitution.acts.unasked import Words, unasked
from restitution.assembly.changes import lost_looks
from restitution.errors import WrongUse
from restitution.model import Document
from restitution.pandoc import ast
from restitution.plan.outputs import WORK
from restitution.remarks import Correction, Fix
from restitution.review.files import FIXES, files_in, keep_fix, moment, read_fixes
from restitution.review.passages import Shown, by_code, unknown_code


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that is kept."""

    passage: Shown
    """As it was."""
    lost_looks: list[str] = []
    """What was bold or italic, and is not in the new text."""
    masked: list[str] = []
    """About names and ways to reach somebody, in the new text, that will not be shown."""


def correct(today: Known, code: str, text: str, by: str) -> Corrected:
    """Keep the new text of the passage of a code; empty: it is withdrawn. Raises `WrongUse`."""
    shown = today.shown()
    passage = by_code(code, shown)
    if passage is None:
        raise unknown_code(code, shown)
    _refuse_ours(passage)
    if text == passage.text:
        raise WrongUse("Le passage dit déjà cela : rien n'est écrit.")
    fixes, _ = read_fixes(files_in(today.project / FIXES))
    before = [fix.at for fix in fixes if fix.passage == passage.passage]
    fix = Fix(passage=passage.passage, base=passage.text, text=text, by=by, at=moment(before))
    keep_fix(today.project, fix)
    words = [Words("", text, passage.text)] if text else []
    return Corrected(
        passage=passage,
        lost_looks=_lost_looks(today.document, passage, text),
        masked=unasked(today.plan, today.project / WORK, words),
    )


def take_back(project: Path, fix: Fix, by: str) -> None:
    """Keep that a passage is again what it was before a correction: one more file, nothing is taken away."""
    fixes, _ = read_fixes(files_in(project / FIXES))
    at = moment(one.at for one in fixes if one.passage == fix.passage)
    keep_fix(project, Fix(passage=fix.passage, base=fix.base, text=fix.base, by=by, at=at))


def _lost_looks(document: Document, passage: Shown, text: str) -> list[str]:
    """What the new text does not take up of the look of the passage."""
    leaves = (leaf for leaf in ast.each_leaf(document.blocks) if ast.leaf_id(leaf) == passage.bookmark)
    wanted = Correction(passage=passage.passage, base=passage.text, text=text)
    return next((lost_looks(wanted, leaf["c"][1]) for leaf in leaves if text), [])


def _refuse_ours(passage: Shown) -> None:
    if passage.is_ours:
        raise WrongUse(
            f"¶ {passage.code} : ces mots viennent du plan ou des réglages, pas d'une note.",
            "Ils se changent dans restitution.yaml, ou dans templates/plan/.",
        )
