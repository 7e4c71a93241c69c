"""What acts on the register work from: the notes of today, unmasked, and the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from restitution.model import Note, Shaped
from restitution.people.circle import Circle
from restitution.people.register import Register
from restitution.people.sightings import How
from restitution.people.surroundings import kept_names, places_of
from restitution.plan import Plan
from restitution.plan.outputs import WORK
from restitution.review.words import day_told
from restitution.stages.register import register_of
from restitution.stages.reviews import Reviews, reviews_of
from restitution.store import Store, read_contract


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a review: those of a remark, an answer to it, a correction of the editor's own pen."""

    place: str
    """« R-014 »; of a correction, its day."""
    how: How
    text: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A project whose notes are read."""

    project: Path
    plan: Plan
    notes: list[Note]
    register: Register
    said: list[Said] = []
    """What reviewers and the editor said of the text, as it was said."""
    signers: list[str] = []
    """Who wrote remarks."""

    @property
    def circle(self) -> Circle:
        """Everybody of the register, to be asked about names."""
        settings = self.plan.settings
        return Circle(self.register, places=places_of(settings), kept=frozenset(kept_names(settings)))


def known_of(project: Path, plan: Plan, register: Register | None = None) -> Known:
    """What a build or a look left; `register`: as it stands now, where it is newer than the plan's.

    Raises `StaleContract` where the notes are no longer those of the plan.
    """
    reviews = reviews_of(plan, project / WORK)
    return Known(
        project=project,
        plan=plan,
        notes=notes_of(project, plan),
        register=register_of(plan, Store(project / WORK / "store")) if register is None else register,
        said=list(_said(reviews)),
        signers=sorted({item.remark.author for item in reviews.journal.items}),
    )


def _said(reviews: Reviews) -> Iterator[Said]:
    for item in reviews.journal.items:
        one = item.remark
        answers = (one.answer, *(event.text for event in one.history))
        yield Said(place=one.number, how="remarque", text=one.text or one.proposed)
        yield from (Said(place=one.number, how="réponse", text=text) for text in dict.fromkeys(answers))
    for fix in reviews.fixes:
        yield Said(place=day_told(fix.at) or fix.passage, how="correction", text=fix.text)


def notes_of(project: Path, plan: Plan) -> list[Note]:
    """Every note as it was read."""
    work = project / WORK
    lines = (
        line
        for name in plan.each_lot("notes/{lot}.jsonl")
        for line in read_contract(work / name, plan.keys[name], Shaped)
    )
    return [line.note for line in lines if line.note]
