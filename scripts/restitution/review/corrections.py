"""Corrections: the changes that were accepted, and the editor's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from restitution.remarks import Correction, Decision, Fix, Remark


def corrections_of(_: Sequence[Remark], fixes: Iterable[Fix], __: Iterable[Decision]) -> list[Correction]:
    """What the text is to become, in the order in which it was decided."""
    return [
        Correction(passage=fix.passage, base=fix.base, text=fix.text, author=fix.by, at=fix.at) for fix in fixes
    ]
