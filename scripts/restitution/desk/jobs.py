"""Commands that take a while: one at a time, as a child of its own, whose words are told as they come.

A build is a child rather than a thread: it can be ended whole, with all that it started, and nothing that it holds
in memory or locks stays on the desk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import psutil

from restitution.errors import WrongUse

State = Literal["running", "done", "failed", "cancelled"]
PATIENCE: Final = 8.0
"""Seconds that a command has to end by itself once it is asked to."""
MOST_LINES: Final = 400
BUSY: Final = "« {} » est en cours : attendez sa fin, ou arrêtez-la."


class Job(msgspec.Struct, frozen=True):
    """A command, as it stands."""

    title: str
    state: State
    lines: list[str]
    """What it said, the latest last."""
    seconds: float
    rank: int
    """Which one since the desk was opened."""

    @property
    def is_running(self) -> bool:
        """Whether it is not at its end."""
        return self.state == "running"


class Jobs:
    """The command that runs, or ran last."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self.changed: Callable[[], None] = _nobody
        """Called whenever something of it changes, in another thread."""
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._is_cancelled = False
        self._title, self._lines, self._begun, self._ended, self._rank = "", list[str](), 0.0, 0.0, 0

    def now(self) -> Job | None:
        """How it stands; None when there was none yet."""
        with self._lock:
            if not self._rank:
                return None
            seconds = (self._ended or time.monotonic()) - self._begun
            return Job(self._title, self._state(), self._lines[-MOST_LINES:], seconds, self._rank)

    def _state(self) -> State:
        if self._child is None or not self._ended:
            return "running"
        if self._is_cancelled:
            return "cancelled"
        return "done" if self._child.returncode == 0 else "failed"

    def start(self, title: str, words: Sequence[str], *, over: str = "") -> None:
        """Run one of our commands. Raises `WrongUse` while another runs; one of the title `over` is ended."""
        if over and (now := self.now()) and now.is_running and now.title == over:
            self.cancel()
        with self._lock:
            if self._rank and not self._ended:
                raise WrongUse(BUSY.format(self._title))
            self._title, self._lines, self._is_cancelled = title, [], False
            self._begun, self._ended, self._rank = time.monotonic(), 0.0, self._rank + 1
            self._child = subprocess.Popen(
                [sys.executable, "-m", "restitution.cli", *words, "--project", str(self._project)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                **_apart(),
            )
            threading.Thread(target=self._follow, args=[self._child], daemon=True).start()
        self.changed()

    def _follow(self, child: subprocess.Popen[str]) -> None:
        for line in child.stdout or ():
            with self._lock:
                if child is self._child:
                    self._lines.append(line.rstrip())
            self.changed()
        child.wait()
        with self._lock:
            if child is self._child:
                self._ended = time.monotonic()
        self.changed()

    def cancel(self) -> None:
        """End the command and all that it started; what is published stays as it was."""
        with self._lock:
            child, is_over = self._child, bool(self._ended)
            self._is_cancelled = self._is_cancelled or (child is not None and not is_over)
        if child is not None and not is_over:
            end_whole(child)
            with self._lock:
                self._ended = self._ended or time.monotonic()


def end_whole(child: subprocess.Popen[Any]) -> None:
    """End a child and every process of its group: asked first, made to later."""
    below = _below(child.pid)
    _ask(child)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)  # what is left of the group, which is its own
    for one in below:
        if one.is_running():
            one.kill()


def _apart() -> dict[str, Any]:
    """Has a child be a group of processes of its own."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _ask(child: subprocess.Popen[Any]) -> None:
    if sys.platform == "win32":
        child.send_signal(signal.CTRL_BREAK_EVENT)
        return
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGINT)


def _below(pid: int) -> list[psutil.Process]:
    found: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(pid).children(recursive=True)
    return found


def _nobody() -> None:
    """Nobody listens yet."""
