"""What a command costs: seconds, and memory of all that it started, shared pages counted once (PSS)."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import psutil

EVERY: Final = 0.05
"""Seconds between two looks, at least."""
SHARE: Final = 10
"""A look at a large process is slow: so many times as long passes before the next."""
MEGABYTE: Final = 1 << 20


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a command said, and took."""

    code: int
    said: str
    errors: str
    seconds: float
    """Of the clock."""
    busy: float
    """Of processors: what it would take on one that nobody else uses."""
    memory: int
    """Bytes at most, all processes together."""


def measured(
    command: Sequence[str], *, core: int | None = None, longest: float = 600, env: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end, on one core if asked. Linux only."""
    began, before = time.monotonic(), _spent()
    with subprocess.Popen(
        ["taskset", "-c", str(core), *command] if core is not None else command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="surrogateescape",
        env={**os.environ, **(env or {})},
        start_new_session=True,
    ) as process:
        looking = _Looking(process.pid)
        looking.start()
        try:
            said, errors = process.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            _end(process.pid)
            said, errors = process.communicate()
        looking.done.set()
        looking.join()
    return Cost(
        code=process.returncode,
        said=said,
        errors=errors,
        seconds=time.monotonic() - began,
        busy=_spent() - before,
        memory=looking.most,
    )


def _spent() -> float:
    """Processor seconds of all that this process started and that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


class _Looking(threading.Thread):
    """Looks at a process and its descendants until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0, threading.Event()

    def run(self) -> None:
        pause = EVERY
        while not self.done.wait(pause):
            began = time.monotonic()
            self.most = max(self.most, sum(map(_share, _tree(self.pid))))
            pause = max(EVERY, SHARE * (time.monotonic() - began))


def _tree(pid: int) -> list[int]:
    try:
        root = psutil.Process(pid)
        return [pid, *(child.pid for child in root.children(recursive=True))]
    except psutil.Error:
        return []


def _share(pid: int) -> int:
    """Bytes of a process: its own, and its share of what it has with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def _end(pid: int) -> None:
    for one in reversed(_tree(pid)):
        try:
            psutil.Process(one).kill()
        except psutil.Error:
            continue
