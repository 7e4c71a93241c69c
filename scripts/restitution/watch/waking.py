"""When to look again: at once when the system says that something changed, else at each beat.

The beat finds what no notice tells: a folder that was deleted and came back, a drive that was unplugged, a file
server that notifies nobody.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

from restitution.settings import SETTINGS_FILE
from restitution.shared_folders import Surroundings, network_drive
from restitution.watch.seen import FOLDERS, Seen, look

BEAT: Final = 2.0
SLOW_BEAT: Final = 10.0
"""Seconds between two looks when nothing is notified: on a disk, on a network drive."""
POLL_MS: Final = 2_000
GATHER_MS: Final = 200
STEP_MS: Final = 25


class Waker:
    """Waits for changes of one project."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.network = bool(network_drive(project.resolve(), Surroundings()))

    def until_changed(self, seen: Seen, due: float = float("inf")) -> Seen:
        """What stands, as soon as it differs from `seen`, or at the moment `due` of the monotonic clock."""
        while True:
            with contextlib.closing(self._wakes()) as wakes:
                for _ in wakes:
                    now = look(self.project)
                    if now != seen or time.monotonic() >= due:
                        return now

    def _wakes(self) -> Generator[object]:
        """One item at once, then at each notice and each beat; ends when notices can no longer be had."""
        yield None
        beat = SLOW_BEAT if self.network else BEAT
        with contextlib.suppress(OSError, RuntimeError):  # a folder is gone, too many folders to watch
            yield from self._notices(beat)
        time.sleep(beat)

    def _notices(self, beat: float) -> Generator[object]:
        from watchfiles import watch  # noqa: PLC0415 a tenth of a second, for this command alone

        there = [path for name in (SETTINGS_FILE, *FOLDERS) if (path := self.project / name).exists()]
        if there:
            yield from watch(
                *there,
                watch_filter=None,
                debounce=GATHER_MS,
                step=STEP_MS,
                rust_timeout=int(beat * 1000),
                yield_on_timeout=True,
                force_polling=self.network or None,
                poll_delay_ms=POLL_MS,
                ignore_permission_denied=True,
            )
