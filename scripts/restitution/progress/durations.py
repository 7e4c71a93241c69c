"""How long stages took, kept below `.restitution/`: what the estimate of the next build follows from.

An estimate is made only where each stage that is still to run has run here before.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from restitution.progress.stages import Work
from restitution.store import encode, write

NAME: Final = "durations.json"
LONG_ENOUGH: Final = 5.0
"""Seconds of a run from which it tells how much is done side by side."""


class Took(msgspec.Struct, frozen=True):
    """What a stage took, the last time that it ran."""

    seconds: float
    jobs: int
    files: int = 0


class Durations(msgspec.Struct, frozen=True):
    """Of each rule, what it took; and how many jobs ran side by side, on average."""

    stages: dict[str, Took] = {}
    abreast: float = 1.0


def read_durations(work: Path) -> Durations:
    """What earlier builds took; nothing when there was none."""
    try:
        return msgspec.json.decode((work / NAME).read_bytes(), type=Durations)
    except (OSError, msgspec.MsgspecError):
        return Durations()


def write_durations(work: Path, durations: Durations) -> None:
    """Keep them: without room or rights for it, the next build only has no estimate."""
    with suppress(OSError):
        write(work / NAME, encode(durations))


def learned(before: Durations, work: Work) -> Durations:
    """What a run tells, over what earlier ones told."""
    ran = {
        rule: Took(round(stage.seconds, 3), stage.done, stage.files_done)
        for rule, stage in work.stages.items()
        if stage.done and not stage.is_earlier
    }
    wall = max((work.stages[rule].ended for rule in ran), default=work.since) - work.since
    worked = sum(took.seconds for took in ran.values())
    abreast = max(1.0, worked / wall) if wall >= LONG_ENOUGH else before.abreast
    return Durations({**before.stages, **ran}, round(abreast, 3))


def time_left(durations: Durations, work: Work, now: float) -> float | None:
    """Seconds until the end of a run, or None when a stage that is still to run never ran here."""
    left = 0.0
    for rule, jobs in work.waiting.items():
        took = durations.stages.get(rule)
        if took and jobs:
            left += took.seconds / took.jobs * jobs
        elif jobs:
            return None
    for running in list(work.running.values()):
        took = durations.stages.get(running.stage.rule)
        if took is None:
            return None
        whole = took.seconds / took.files * running.files if took.files else took.seconds / took.jobs
        left += max(0.0, whole - (now - running.since))
    return left / durations.abreast
