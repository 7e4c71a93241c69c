"""How far the build is, in French: one live line on a terminal, a line a step elsewhere."""

from __future__ import annotations

import sys
from logging import LogRecord
from typing import Any, Self, TextIO

BAR = 20
WIDTH = 90


class Progress:
    """Turns Snakemake's log records into words. Use as a context; silent when `quiet`."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.quiet = quiet
        self.doing: dict[int, str] = {}
        self.said: set[str] = set()
        self.done, self.total = 0, 0
        self.failures: list[tuple[str, list[str]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.live and not self.quiet:
            self._write("\r\x1b[K")

    def say(self, text: str) -> None:
        """A line that stays."""
        if not self.quiet:
            self._write(f"\r\x1b[K{text}\n" if self.live else f"{text}\n")

    def report(self, record: LogRecord) -> None:
        """One record of Snakemake's logger."""
        event = str(getattr(record, "event", "") or "")
        told: Any = record
        if event == "job_info" and told.rule_name != "all":
            self._begin(told)
        elif event == "job_finished":
            self.doing.pop(told.job_id, None)
        elif event == "progress":
            self.done, self.total = told.done, told.total
        elif event == "job_error":
            self.failures.append((self.doing.get(told.jobid, "une étape"), [str(log) for log in told.log or []]))
        if event and self.live and not self.quiet:
            self._draw()

    def _begin(self, told: Any) -> None:
        title = str(told.rule_msg or told.rule_name)
        where = ", ".join(told.wildcards.values()) if told.wildcards else ""
        self.doing[told.jobid] = f"{title} ({where})" if where else title
        if not self.live and title not in self.said:
            self.said.add(title)
            self.say(f"  {title}…")

    def _draw(self) -> None:
        share = self.done / self.total if self.total else 0
        bar = "█" * int(BAR * share) + "░" * (BAR - int(BAR * share))
        self._write(f"\r\x1b[K{bar} {share:4.0%}  {' · '.join(self.doing.values())[:WIDTH]}")

    def _write(self, text: str) -> None:
        try:
            self.stream.write(text)
        except UnicodeEncodeError:  # an old console's code page
            self.stream.write(text.encode("ascii", "replace").decode())
        self.stream.flush()
