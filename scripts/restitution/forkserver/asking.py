"""Has a job done by the server. Every job of a build starts here: it imports as little as it can."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from contextlib import suppress

from restitution.forkserver import ADDRESS, BEGUN, DIED, LENGTH


def ask(arguments: Sequence[str]) -> int | None:
    """The exit code of a job that the server did; nothing where no server answers."""
    folder = os.getcwd()  # noqa: PTH109 pathlib takes as long to load as all the rest
    asked = {"arguments": arguments, "folder": folder, "environment": dict(os.environ)}
    request = json.dumps(asked).encode()
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.connect(f"\0{os.environ[ADDRESS]}")
        socket.send_fds(server, [len(request).to_bytes(LENGTH, "big")], [1, 2])
        server.sendall(request)
        if server.recv(1) == BEGUN:
            return _code(server)
    return None


def _code(server: socket.socket) -> int:
    try:
        return (server.recv(1) or bytes([DIED]))[0]
    except OSError:
        return DIED
