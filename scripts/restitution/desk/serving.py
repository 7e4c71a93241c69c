"""Serves the desk on this machine alone, until somebody ends it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

import uvicorn

from restitution.desk.app import application
from restitution.desk.guard import HOST, Keys
from restitution.desk.project import Desk
from restitution.errors import WrongUse

ENDING: Final = (signal.SIGINT, signal.SIGTERM)
PATIENCE: Final = 3
"""Seconds that a page which is being answered has once the desk closes."""


class Server(uvicorn.Server):
    """Ends at the first signal without raising it again: closing the desk is no failure."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Until the desk is closed."""
        before = {sign: signal.signal(sign, self._end) for sign in ENDING}
        try:
            yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def listening(port: int) -> socket.socket:
    """A socket on this machine alone; any free port for 0. Raises `WrongUse` when another program has the port."""
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let another program take the port
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((HOST, port))
        own.listen()  # a browser that is quicker than the desk waits
    except OSError as error:
        own.close()
        raise WrongUse(
            f"Le port {port} est déjà pris par un autre programme (un autre bureau ?), ou n'est pas permis.",
            "Fermez-le, donnez un autre port, ou ôtez --port : un port libre sera pris.",
        ) from error
    return own


def serve(desk: Desk, port: int, opened: Callable[[str], None]) -> None:
    """Serve until a signal comes. `opened`: called with the first address once the desk listens."""
    with listening(port) as own:
        keys = Keys(own.getsockname()[1])
        config = uvicorn.Config(
            application(desk, keys, lambda: server.should_exit),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
            ws="none",
            http="h11",
            loop="asyncio",
        )
        server = Server(config)
        opened(keys.address)
        server.run(sockets=[own])
