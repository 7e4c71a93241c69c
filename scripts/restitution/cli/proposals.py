"""What waits for the editor: themes that the words of some passages propose, remarks of reviewers."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.acts.classifying import proposed_themes
from restitution.cli.screen import out
from restitution.messages import listed, plural
from restitution.plan.outputs import REMARKS, WORK
from restitution.remarks import Review
from restitution.review.replacements import seen
from restitution.review.words import needs_told


def tell_waiting(project: Path) -> None:
    """One line with the number of passages and what to do; nothing when none waits."""
    passages = sum(note.passages for note in proposed_themes(project))
    if passages:
        told = plural(passages, "passage attend", "passages attendent")
        whose = "son" if passages == 1 else "leur"
        out(f"{told} que vous confirmiez {whose} thème : restitution classify --confirmer-themes")


def tell_remarks(project: Path) -> None:
    """One line with what reviewers' remarks ask of the editor and how to see them; nothing when all is decided.

    A copy that was dropped among the notes is taken in by a build: this is where she learns what became of it.
    """
    path = project / WORK / REMARKS
    if not path.is_file():
        return
    review = msgspec.json.decode(path.read_bytes(), type=Review)
    if said := listed(needs_told(seen(review.items))):
        out(f"Relectures : {said} : restitution review list")
