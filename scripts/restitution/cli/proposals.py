"""What waits for the editor: themes that the words of some passages propose, remarks of reviewers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from restitution.cli.screen import out
from restitution.messages import listed, plural
from restitution.model import Coverage, Proposed
from restitution.plan.outputs import REMARKS, WORK
from restitution.remarks import Review, left_to_a_hand
from restitution.review.replacements import seen

LEFT: Final = (
    "changement accepté reste à porter à la main dans le texte",
    "changements acceptés restent à porter à la main dans le texte",
)


def waiting(project: Path) -> list[Proposed]:
    """The notes whose themes are proposed only, as the last look at them found."""
    coverage = msgspec.json.decode((project / WORK / "coverage.json").read_bytes(), type=Coverage)
    return coverage.proposed


def tell_waiting(project: Path) -> None:
    """One line with the number of passages and what to do; nothing when none waits."""
    passages = sum(note.passages for note in waiting(project))
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
    remarks = seen(review.items)
    by_hand = sum(bool(left_to_a_hand(remark)) for remark in remarks)
    states = [remark.state for remark in remarks if not left_to_a_hand(remark)]
    decide = sum(state in {"new", "open", "orphan"} for state in states)
    unsure = states.count("to_confirm")
    asked = [
        plural(decide, "remarque attend votre décision", "remarques attendent votre décision") if decide else "",
        plural(by_hand, *LEFT) if by_hand else "",
        plural(unsure, "place est à confirmer", "places sont à confirmer") if unsure else "",
    ]
    if said := listed([words for words in asked if words]):
        out(f"Relectures : {said} : restitution review list")
