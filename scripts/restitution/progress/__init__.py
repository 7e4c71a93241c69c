"""How far the build is, in French: a small live block on a terminal, a line a step elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from logging import LogRecord
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Self, TextIO

from restitution import console
from restitution.progress.durations import Durations, learned, read_durations, time_left, write_durations
from restitution.progress.stages import Stage, Work
from restitution.progress.words import counted, seconds_told

if TYPE_CHECKING:
    from restitution.progress.block import Block


class Progress:
    """Turns Snakemake's log records into words. Use as a context; silent when `quiet`.

    `verbose`: each stage is told when it ends, with how long it took.
    """

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False, verbose: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self.quiet, self.verbose = quiet, verbose
        self.work = Work()
        self.durations = Durations()
        self.failures: list[tuple[str, list[str]]] = []
        self.when_jobs_run: Callable[[], object] | None = None
        """Called once, in a thread, when the first job begins: this process only waits from then on."""
        self._said: set[str] = set()
        self._passing = ""
        self._block: Block | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    @property
    def stages(self) -> list[Stage]:
        """What ran, in order."""
        return [stage for stage in self.work.stages.values() if stage.done]

    def say(self, text: str) -> None:
        """A line that stays."""
        if self.quiet:
            return
        if self._block:
            self._block.say(text)
            return
        self._clear()
        self._write(f"{text}\n")

    def say_meanwhile(self, text: str) -> None:
        """A line about what is being done: on a terminal it goes when that is done."""
        if self.quiet or self._block:
            return
        if not self.live:
            self.say(text)
            return
        self._clear()
        self._passing = text
        self._write(text)

    def expect(self, files: Mapping[str, int], work: Path) -> None:
        """Begin a run of the workflow. `files`: how many each lot has; `work` keeps what earlier runs took."""
        self.work = Work(files=dict(files), earlier=self.work.stages)
        self.durations = read_durations(work)

    def remember(self, work: Path) -> None:
        """Keep how long the stages of this run took, for the next one's estimate."""
        write_durations(work, learned(self.durations, self.work))

    def report(self, record: LogRecord) -> None:
        """One record of Snakemake's logger."""
        event, told = str(getattr(record, "event", "") or ""), record
        if event == "run_info":
            self.work.plan(getattr(told, "stats", {}))
        elif event == "job_info":
            self._begin(told)
        elif event == "job_finished":
            self._end(told)
        elif event == "job_error":
            self._fail(told)
        elif event == "progress" and getattr(told, "done", 0) == getattr(told, "total", 1):
            self._clear()  # under plain `snakemake` nobody closes what was opened

    def _begin(self, told: Any) -> None:
        if self.when_jobs_run:
            Thread(target=self.when_jobs_run, daemon=True).start()
            self.when_jobs_run = None
        stage = self.work.begin(told)
        if stage is None or self.quiet:
            return
        if self.live:
            self._show()
        elif stage.title not in self._said:
            self._said.add(stage.title)
            self.say(f"  {stage.title}…")

    def _end(self, told: Any) -> None:
        stage = self.work.end(told.job_id)
        if stage and self.verbose and stage.done == stage.wanted:
            self.say(f"  {counted(stage, self.work)} : {seconds_told(stage.seconds)}")

    def _fail(self, told: Any) -> None:
        running = self.work.running.get(told.jobid)
        title = running.told if running else "une étape"
        self.failures.append((title, [str(log) for log in told.log or []]))

    def time_left(self) -> float | None:
        """Seconds that the run still takes, as far as earlier ones tell."""
        return time_left(self.durations, self.work, time.monotonic())

    def _show(self) -> None:
        if self._block is None:
            self._clear()
            from restitution.progress.block import Block  # noqa: PLC0415 Rich, only where something runs

            self._block = Block(self)

    def _clear(self) -> None:
        """Take away what does not stay."""
        if self._block:
            self._block.close()
            self._block = None
        if self._passing:
            self._write(f"\r{' ' * len(self._passing)}\r")  # no escape code: older consoles would show it
            self._passing = ""

    def _write(self, text: str) -> None:
        try:
            self.stream.write(text)
        except UnicodeEncodeError:  # an old console's code page, which nobody told to take the nearest sign
            self.stream.write(text.encode("ascii", console.ERRORS).decode())
        self.stream.flush()
