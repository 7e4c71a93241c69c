"""Lets code run on other people's files in a process of its own, where it can do no harm.

It has an empty folder and environment, no network where the system allows, and only so much memory and time;
beyond that, it and all that it started is ended. Time is the processor's, not the clock's: a file is not refused
because the machine was busy. A clock ends what waits for nothing. What Linux alone can do (address space, network)
is done there; memory and time hold everywhere.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import psutil

Ended = Literal["", "mémoire", "temps", "arrêt"]
"""Why it did not end well; empty when it did."""
LINUX: Final = sys.platform == "linux"
OUT_OF_MEMORY: Final = 9
"""Exit code of a process of ours that was refused memory."""
REFUSED: Final = 100
"""Added to the number of what the system refused (a full disk): exit code of a process of ours."""
SOONEST, LATEST = 0.005, 0.1
"""Seconds between two looks."""
CERTAIN: Final = 4
"""Looks in a row, from the soonest pause on, that find too much memory: a process that starts another is, for a
moment, two that hold the same."""
STARVED: Final = 10
"""Times the limit of processor seconds for which a process may wait for a processor."""
LARGEST_FILE: Final = 512 << 20
DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""What is no fault of a file."""
KEPT: Final = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS")
"""What Windows' own functions need of the environment."""
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_DIE_WITH_PARENT: Final = 1
_caged: Final[list[Path]] = []
"""The folder of the cage that this process is in, last; nothing elsewhere."""
_steps = count()


class Limits(msgspec.Struct, frozen=True):
    """Bytes in memory, all processes together; processor seconds without any progress."""

    memory: int
    seconds: float


def run(work: Callable[[Path], None], folder: Path, limits: Limits) -> Ended:
    """Run `work(folder)` apart: what it has to say it writes in `folder`, each new file of which is progress.

    Raises `OSError` when the disk is full or closed.
    """
    # a copy of this process has all modules at hand; elsewhere than on Linux, and of one that does several things
    # at once, copies are not safe
    forks = LINUX and threading.active_count() == 1
    make: Any = get_context("fork" if forks else "spawn")
    held = psutil.Process().memory_info().rss if forks else 0  # which a copy of this process shares with it
    limits = Limits(limits.memory + held, limits.seconds)
    process = make.Process(target=_inside, args=(work, folder, limits.memory))
    process.start()
    ended = watch(process.pid, limits, lambda: _files_in(folder))
    process.join()
    if ended:
        return ended
    if process.exitcode == OUT_OF_MEMORY:
        return "mémoire"
    if process.exitcode and process.exitcode > REFUSED:
        raise OSError(process.exitcode - REFUSED, os.strerror(process.exitcode - REFUSED), str(folder))
    return "arrêt" if process.exitcode else ""


def advance() -> None:
    """Say, inside a cage, that a step of a long work is done: a new file in its folder. Elsewhere, nothing."""
    if _caged:
        Path(_caged[-1], f"{next(_steps)}.pas").touch()


def watch(pid: int, limits: Limits, progress: Callable[[], int] = int) -> Ended:
    """Look at a process until it ends, and end it beyond its limits. `progress`: a number that grows."""
    pause, done, spent, since, beyond = SOONEST, progress(), 0.0, time.monotonic(), 0
    while True:
        _wait(pid, pause)
        tree = _tree(pid)
        if not tree:
            return ""
        memory, seconds = _cost(tree)
        if progress() != done:
            done, spent, since = progress(), seconds, time.monotonic()
        beyond = beyond + 1 if memory > limits.memory else 0
        pause = SOONEST if beyond == 1 else min(2 * pause, LATEST)
        if beyond == CERTAIN:
            return _end(tree, "mémoire")
        if seconds - spent > limits.seconds or time.monotonic() - since > STARVED * limits.seconds:
            return _end(tree, "temps")


def _wait(pid: int, seconds: float) -> None:
    """Wait that long; where the system tells when a process ends, no longer than it runs."""
    try:
        end = os.pidfd_open(pid) if LINUX else -1
    except OSError:  # it ended, or an old kernel
        end = -1
    if end < 0:
        time.sleep(seconds)
        return
    try:
        select.select([end], [], [], seconds)
    finally:
        os.close(end)


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process that reads other people's files: nothing of the person who runs it."""
    place = str(folder)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TMP", "TEMP"), place) | {"LC_ALL": "C.UTF-8"}


def give_back() -> None:
    """Give memory that is free, but still held by this process, back to the system, where that can be asked."""
    if LINUX:
        with suppress(AttributeError):  # not every C library has it
            ctypes.CDLL(None).malloc_trim(0)


def _files_in(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _tree(pid: int) -> list[psutil.Process]:
    """A process that runs and all that it started; nothing once it ended."""
    try:
        root = psutil.Process(pid)
        if root.status() == psutil.STATUS_ZOMBIE:
            return []
        return [root, *_descendants(root)]
    except psutil.Error:
        return []


def _descendants(root: psutil.Process) -> list[psutil.Process]:
    """All that a process started: asked of the kernel where it tells, else searched for, ten times as dear."""
    if not Path(f"/proc/{root.pid}/task/{root.pid}/children").is_file():
        return list(root.children(recursive=True))
    found, left = list[psutil.Process](), [root.pid]
    while left:
        for number in _children(left.pop()):
            with suppress(psutil.Error):  # it ended meanwhile
                found.append(psutil.Process(number))
                left.append(number)
    return found


def _children(pid: int) -> list[int]:
    """Numbers of what the threads of a process started, as the kernel tells them; none of one that ended."""
    found, threads = list[int](), list[Path]()
    with suppress(OSError):
        threads += Path(f"/proc/{pid}/task").iterdir()
    for thread in threads:
        with suppress(OSError):  # one that ended keeps nothing from the others
            found += map(int, (thread / "children").read_text("ascii").split())
    return found


def _cost(tree: list[psutil.Process]) -> tuple[int, float]:
    """Bytes in memory and processor seconds of some processes; those that ended count with who started them."""
    memory, seconds = 0, 0.0
    for process in tree:
        with suppress(psutil.Error):
            memory += process.memory_info().rss
            seconds += sum(process.cpu_times()[:4])
    return memory, seconds


def _end(tree: list[psutil.Process], why: Ended) -> Ended:
    for process in reversed(tree):
        with suppress(psutil.Error):
            process.kill()
    if os.name == "posix":  # what it was starting at that very moment
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(tree[0].pid, signal.SIGKILL)
    return why


def _inside(work: Callable[[Path], None], folder: Path, memory: int) -> None:
    """What the process apart does."""
    _shut(folder, memory)
    _caged.append(folder)
    try:
        work(folder)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except OSError as error:
        if error.errno not in DISK:
            raise
        os._exit(REFUSED + error.errno)


def _shut(folder: Path, memory: int) -> None:
    """Leave all that reading needs not: files that are open, environment, network, room to grow."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment(folder))
    tempfile.tempdir = None
    if os.name == "posix":
        import resource  # noqa: PLC0415 not on Windows

        os.setsid()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        lower(resource.RLIMIT_FSIZE, LARGEST_FILE)
    if LINUX:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DIE_WITH_PARENT, 9)
        # a namespace of one's own has no network; who may not have one has the limits all the same
        libc.unshare(_NEW_NETWORK) and libc.unshare(_NEW_USER | _NEW_NETWORK)
        _limit_address_space(memory)


def _limit_address_space(memory: int) -> None:
    """At most so much beyond what is mapped already: memory is refused before another process must be ended."""
    import resource  # noqa: PLC0415

    lower(resource.RLIMIT_AS, psutil.Process().memory_info().vms + memory)


def lower(kind: int, most: int) -> None:
    """Set a limit, never above that which the machine sets already."""
    import resource  # noqa: PLC0415

    least = min((most, *(said for said in resource.getrlimit(kind) if said != resource.RLIM_INFINITY)))
    resource.setrlimit(kind, (least, least))
