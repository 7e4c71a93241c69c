"""What the commands of the register work from: the notes of today, unmasked, and the register."""

from __future__ import annotations

from pathlib import Path

import msgspec

from restitution.build import look, read_notes
from restitution.cli.manner import LOOKING, new_progress
from restitution.model import Note, Shaped
from restitution.people.circle import Circle
from restitution.people.register import Register
from restitution.plan import Plan
from restitution.plan.outputs import WORK
from restitution.stages.register import register_of
from restitution.store import Store, read_contract


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A project whose notes are read."""

    project: Path
    plan: Plan
    notes: list[Note]
    register: Register

    @property
    def circle(self) -> Circle:
        """Everybody of the register, to be asked about names."""
        return Circle(self.register)


def known(project: Path, cores: int, *, assembled: bool = False) -> Known:
    """Read the notes without publishing anything; `assembled`: with what a build would show of them."""
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        plan = (look if assembled else read_notes)(project, cores, progress)
    return Known(
        project=project,
        plan=plan,
        notes=notes_of(project, plan),
        register=register_of(plan, Store(project / WORK / "store")),
    )


def notes_of(project: Path, plan: Plan) -> list[Note]:
    """Every note as it was read."""
    work = project / WORK
    lines = (
        line
        for name in plan.each_lot("notes/{lot}.jsonl")
        for line in read_contract(work / name, plan.keys[name], Shaped)
    )
    return [line.note for line in lines if line.note]
