"""The remarks and the text of today, brought up to date, with what a command says meanwhile."""

from __future__ import annotations

from pathlib import Path

from restitution.acts import known as acts
from restitution.cli.manner import new_progress


def known(project: Path, cores: int) -> acts.Known:
    """Look at notes and reviews without publishing anything."""
    with new_progress() as progress:
        progress.say_meanwhile("Je regarde vos notes et les relectures…")
        return acts.known(project, cores, progress)
