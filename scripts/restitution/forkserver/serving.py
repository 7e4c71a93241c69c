"""The server: waits, and copies itself."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain
from typing import Final

import msgspec

from restitution.forkserver import BEGUN, DIED, LENGTH

Job = Callable[[Sequence[str]], int]
_DIE_WITH_PARENT: Final = 1
_USER: Final = slice(4, 8)
"""Where the kernel's word on who asks has the user's number, after the process's."""


class _Asked(msgspec.Struct, frozen=True):
    arguments: list[str]
    folder: str
    environment: dict[str, str]


def serve(number: int, job: Job, preparations: Iterable[Callable[[], object]] = ()) -> None:
    """Do jobs, each in a copy of this process, until standard input ends. `number`: that of the socket.

    `preparations`: what the copies find done, if it is done already. Whoever asks does not wait for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end of the build ends it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how its copies ended
    server = os.getpid()
    with socket.socket(fileno=number) as listener:
        for prepare in chain(preparations, [None]):
            patience = 0 if prepare else None
            while ready := select.select([listener, sys.stdin], [], [], patience)[0]:
                if sys.stdin in ready:
                    return
                _answer(listener, job, server)
            if prepare:
                prepare()


def _answer(listener: socket.socket, job: Job, server: int) -> None:
    """Have a copy of this process do what the next one asks."""
    connection, _ = listener.accept()
    with connection:
        if _is_ours(connection) and not os.fork():
            listener.close()
            _become_a_job(server)
            _do(connection, job)


def _is_ours(connection: socket.socket) -> bool:
    """Whether who asks is the user whose process this is: the name of a socket is no secret."""
    who = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(who[_USER], sys.byteorder) == os.getuid()


def _become_a_job(server: int) -> None:
    """End when the server ends, be stopped by Ctrl-C again, and know how what it starts ends."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != server:  # it ended just before
        os._exit(DIED)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _do(connection: socket.socket, job: Job) -> None:
    """Do what is asked, say its exit code, and end."""
    code = DIED
    try:
        asked = _received(connection)
        os.chdir(asked.folder)
        os.environ.clear()
        os.environ.update(asked.environment)
        connection.sendall(BEGUN)
        code = job(asked.arguments)
    except (Exception, KeyboardInterrupt):  # noqa: BLE001 the process ends here, whatever it was
        traceback.print_exc()  # in the job's log
    finally:
        with suppress(OSError, ValueError):  # a log that is full, or closed
            sys.stdout.flush()
            sys.stderr.flush()
        with suppress(OSError):
            connection.sendall(bytes([code]))
        os._exit(code)


def _received(connection: socket.socket) -> _Asked:
    """What is asked; the output of who asks becomes this process's."""
    length, outputs, _, _ = socket.recv_fds(connection, LENGTH, 2)
    for number, output in enumerate(outputs, start=1):
        os.dup2(output, number)
        os.close(output)
    with connection.makefile("rb") as stream:
        return msgspec.json.decode(stream.read(int.from_bytes(length, "big")), type=_Asked)
