"""Has a server run as long as something is built."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final

from restitution.forkserver import ADDRESS

_KEEPERS: Final[list[ExitStack]] = []
"""Of who keeps a server, if anybody does."""


@contextmanager
def kept() -> Iterator[None]:
    """Within this, the first server that somebody has stays, for whoever has one next."""
    if _KEEPERS:
        yield
        return
    with ExitStack() as keeper:
        _KEEPERS.append(keeper)
        try:
            yield
        finally:
            _KEEPERS.remove(keeper)


@contextmanager
def running(command: Sequence[str]) -> Iterator[None]:
    """Have a server, which `command` and the number of its socket start; within another of these, that one.

    It ends with this process, however that ends, and its jobs with it.
    """
    if sys.platform != "linux" or ADDRESS in os.environ:
        yield
    elif _KEEPERS:
        _KEEPERS[-1].enter_context(_server(command))
        yield
    else:
        with _server(command):
            yield


@contextmanager
def _server(command: Sequence[str]) -> Iterator[None]:
    name = f"restitution-{os.urandom(16).hex()}"
    server = _started(command, name)
    os.environ[ADDRESS] = name
    try:
        yield
    finally:
        del os.environ[ADDRESS]
        server.communicate()  # its input ends, and so does it


def _started(command: Sequence[str], name: str) -> subprocess.Popen[bytes]:
    """The process; jobs may ask at once, and wait for it."""
    import socket  # noqa: PLC0415 a build that has nothing to do starts none

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(f"\0{name}")
        listener.listen()
        number = listener.fileno()
        return subprocess.Popen(
            [*command, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a job that finds no server says what is wrong
            pass_fds=[number],
        )
