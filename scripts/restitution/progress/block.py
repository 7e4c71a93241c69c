"""The live block on a terminal: what runs now, how far each stage is, the time that it took and still takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from restitution.progress.words import counted, left_told, seconds_told

if TYPE_CHECKING:
    from restitution.progress import Progress

MOST: Final = 4
"""Stages shown at once."""
BAR: Final = 24


class Block:
    """A few lines that are drawn anew four times a second and leave nothing behind."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._console = Console(file=progress.stream, highlight=False, markup=False, emoji=False)
        self._live = Live(
            get_renderable=self._drawn,
            console=self._console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def say(self, text: str) -> None:
        """A line that stays, above."""
        self._console.print(Text(text))

    def close(self) -> None:
        """Take the block away."""
        self._live.stop()

    def _drawn(self) -> RenderableType:
        work = self._progress.work
        stages = {running.stage.rule: running.stage for running in list(work.running.values())}
        lines = [Text(f"  {counted(stage, work)}", no_wrap=True, overflow="ellipsis") for stage in stages.values()]
        return Group(*lines[:MOST], self._bar())

    def _bar(self) -> Table:
        work, left = self._progress.work, self._progress.time_left()
        spent = time.monotonic() - work.since
        told = ", ".join(words for words in (seconds_told(int(spent)), left_told(left)) if words)
        line = Table.grid(padding=(0, 1, 0, 0))
        share = work.share_done(left, spent)
        line.add_row("", ProgressBar(total=1, completed=share, width=BAR), Text(f"{share:4.0%}  {told}"))
        return line
