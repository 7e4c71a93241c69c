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
"""Seconds from which what was done tells something of what is left."""
MOST_APART: Final = 4.0
"""How many times slower or faster than before is believed."""


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
    wall = max((work.stages[rule].ended for rule in ran), default=0.0) - (work.first or 0.0)
    worked = sum(took.seconds for took in ran.values())
    abreast = max(1.0, worked / wall) if wall >= LONG_ENOUGH else before.abreast
    return Durations({**before.stages, **ran}, round(abreast, 3))


def time_left(durations: Durations, work: Work, now: float) -> float | None:
    """Seconds until the end of a run, or None when a stage that is still to run never ran here.

    What was done so far says how fast this machine is today.
    """
    left = 0.0
    for rule, jobs in work.waiting.items():
        if jobs and rule not in durations.stages:
            return None
        left += _usual(durations, rule, jobs, 0)
    for running in list(work.running.values()):
        rule = running.stage.rule
        if rule not in durations.stages:
            return None
        left += max(0.0, _usual(durations, rule, 1, running.files) - (now - running.since))
    return left * _pace(durations, work) / durations.abreast


def _usual(durations: Durations, rule: str, jobs: int, files: int) -> float:
    """Seconds that this took before: by files where they are known, else by jobs."""
    took = durations.stages.get(rule)
    if took is None:
        return 0.0
    return took.seconds / took.files * files if took.files and files else took.seconds / took.jobs * jobs


def _pace(durations: Durations, work: Work) -> float:
    """How many times longer things take today, within bounds."""
    done = [stage for stage in work.stages.values() if not stage.is_earlier and stage.rule in durations.stages]
    usual = sum(_usual(durations, stage.rule, stage.done, stage.files_done) for stage in done)
    spent = sum(stage.seconds for stage in done)
    return min(max(spent / usual, 1 / MOST_APART), MOST_APART) if usual >= LONG_ENOUGH else 1.0
