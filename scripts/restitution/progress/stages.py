"""What a run of the workflow does: its stages, how far each is, and what runs now."""

from __future__ import annotations

import time
from typing import Any

import msgspec


class Stage(msgspec.Struct, kw_only=True):
    """A rule of the workflow in one run."""

    rule: str
    title: str = ""
    wanted: int = 0
    """How many times it runs: once a lot, an output, or once."""
    begun: int = 0
    done: int = 0
    files: int = 0
    """Of the lots that it has begun."""
    files_done: int = 0
    seconds: float = 0.0
    """Of all that it did, one after the other."""
    ended: float = 0.0
    """When it last did something, by the clock of `time.monotonic`."""
    logs: list[str] = []
    """Below `.restitution/`."""
    is_earlier: bool = False
    """Whether an earlier run of the same build did it."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A job that runs now."""

    stage: Stage
    where: str
    files: int
    since: float

    @property
    def told(self) -> str:
        """« Lit les notes (commun) »."""
        return f"{self.stage.title} ({self.where})" if self.where else self.stage.title


class Work:
    """The stages of a run, by rule, in the order in which they begin."""

    def __init__(self, files: dict[str, int] | None = None, earlier: dict[str, Stage] | None = None) -> None:
        self.files = files or {}
        """Files of each lot."""
        self.stages: dict[str, Stage] = {}
        for rule, stage in (earlier or {}).items():
            self.stages[rule] = msgspec.structs.replace(stage, is_earlier=True)
        self.waiting: dict[str, int] = {}
        """How many jobs of each rule have not begun, those of rules that have not begun included."""
        self.running: dict[int, Running] = {}
        self.since = time.monotonic()
        self.first: float | None = None
        """When the first job began."""
        self.share = 0.0

    def plan(self, stats: dict[str, int]) -> None:
        """What the engine says that it will run."""
        self.waiting = {rule: jobs for rule, jobs in stats.items() if rule not in {"all", "total"}}
        for rule in self.waiting:
            self.stages.pop(rule, None)  # an earlier run of the same build

    def begin(self, told: Any) -> Stage | None:
        """A job begins; its stage, or None for the one that only gathers."""
        rule = str(told.rule_name)
        if rule == "all":
            return None
        self.first = self.first or time.monotonic()
        stage = self.stages.get(rule)
        if stage is None:
            stage = Stage(rule=rule, title=str(told.rule_msg or rule), wanted=self.waiting.get(rule, 1))
            self.stages[rule] = stage
        words = dict(told.wildcards or {})
        files = self.files.get(words.get("lot", ""), 0)
        stage.begun += 1
        stage.files += files
        stage.logs += [str(log) for log in told.log or []]
        self.waiting[rule] = max(0, self.waiting.get(rule, 1) - 1)
        self.running[told.jobid] = Running(
            stage=stage, where=", ".join(words.values()), files=files, since=time.monotonic()
        )
        return stage

    def end(self, job: int) -> Stage | None:
        """A job is done; its stage."""
        ended = self.running.pop(job, None)
        if ended is None:
            return None
        stage = ended.stage
        stage.done += 1
        stage.files_done += ended.files
        stage.ended = time.monotonic()
        stage.seconds += stage.ended - ended.since
        return stage

    def share_done(self, left: float | None, spent: float) -> float:
        """How much of the run is done, from 0 to 1, never less than a moment before: by time, else by jobs."""
        jobs = sum(stage.done for stage in self.stages.values() if not stage.is_earlier)
        every = jobs + len(self.running) + sum(self.waiting.values())
        by_time = left is not None and spent + left > 0
        share = spent / (spent + (left or 0)) if by_time else jobs / max(every, 1)
        self.share = max(self.share, share)
        return self.share

    def files_of(self, stage: Stage) -> int:
        """How many files a stage goes through; 0 for what is not counted in files, or not known yet."""
        if not stage.files:
            return 0
        if stage.begun >= stage.wanted:
            return stage.files
        return sum(self.files.values()) if stage.wanted == len(self.files) else 0
