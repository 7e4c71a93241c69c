"""A desk that listens, and a page of it in a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from restitution.desk.app import application
from restitution.desk.guard import Keys
from restitution.desk.project import Desk
from restitution.desk.serving import listening

WIDTHS = (320, 768, 1280)


@contextmanager
def listens(desk: Desk) -> Iterator[Keys]:
    """The desk, as a browser reaches it."""
    with listening(0) as own:
        keys = Keys(own.getsockname()[1])
        config = uvicorn.Config(
            application(desk, keys, lambda: server.should_exit),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            ws="none",
            http="h11",
            loop="asyncio",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [own]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield keys
        finally:
            server.should_exit = True
            thread.join(10)


def opened(own: Any, keys: Keys, address: str, width: int = 1280, *, is_bare: bool = False) -> Any:
    """A page of the desk, which keeps what the browser complains of. `is_bare`: without its policy, for axe."""
    page = own.new_context(viewport={"width": width, "height": 900}, bypass_csp=is_bare).new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(keys.address)
    page.goto(keys.origin + address)
    return page
