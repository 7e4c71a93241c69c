"""What waits for the editor: themes that the words of some passages propose."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.cli.screen import out
from restitution.messages import plural
from restitution.model import Coverage, Proposed
from restitution.plan.prepare import WORK


def waiting(project: Path) -> list[Proposed]:
    """The notes whose themes are proposed only, as the last look at them found."""
    coverage = msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)
    return coverage.proposed


def tell_waiting(project: Path) -> None:
    """One line with the number of passages and what to do; nothing when none waits."""
    passages = sum(note.passages for note in waiting(project))
    if passages:
        told = plural(passages, "passage attend", "passages attendent")
        out(f"{told} que vous confirmiez leur thème : restitution classify --confirmer-themes")
