"""What the commands of the register work from: the notes of today, which are read first."""

from __future__ import annotations

from pathlib import Path

from restitution.acts.people.known import Known, known_of
from restitution.build import look, read_notes
from restitution.cli.manner import LOOKING, new_progress


def known(project: Path, cores: int, *, assembled: bool = False) -> Known:
    """Read the notes without publishing anything; `assembled`: with what a build would show of them."""
    with new_progress() as progress:
        progress.say_meanwhile(LOOKING)
        plan = (look if assembled else read_notes)(project, cores, progress)
    return known_of(project, plan)
