"""Tells open pages what changed in the project, whoever changed it: another person, a command, a build."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from restitution.desk.project import Desk

BEAT: Final = 1.0
"""Seconds between two looks."""
SILENCE: Final = 15.0
"""Seconds after which a line is sent all the same, so that a page that was closed is noticed."""
Seen = dict[str, str]
"""What may change (« remarques », « projet ») -> what tells that it is as before."""


class Watcher:
    """Looks at what changes, once for all pages, and tells each of them."""

    def __init__(self, desk: Desk, is_ending: Callable[[], bool]) -> None:
        self._desk, self._is_ending = desk, is_ending
        self._seen: Seen = {}
        self._listening: set[asyncio.Queue[tuple[str, str]]] = set()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """While the desk is open."""
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    def tell(self, what: str, told: str) -> None:
        """Tell every page; to be called in the desk's own thread."""
        for queue in self._listening:
            queue.put_nowait((what, told))

    async def _look(self) -> None:
        while True:
            if self._listening:
                with suppress(
                    OSError
                ):  # a file that goes while it is looked at: the next beat finds what is there
                    seen = await run_in_threadpool(self._desk.marks)
                    before, self._seen = self._seen, seen
                    for what in seen if before else ():
                        if before.get(what) != seen[what]:
                            self.tell(what, seen[what])
            await asyncio.sleep(BEAT)

    async def lines(self) -> AsyncIterator[str]:
        """What a page hears."""
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._listening.add(queue)
        silent = 0.0
        try:
            yield ": bonjour\n\n"
            while not self._is_ending():
                try:
                    what, told = await asyncio.wait_for(queue.get(), BEAT)
                except TimeoutError:
                    silent += BEAT
                    if silent >= SILENCE:
                        silent = 0.0
                        yield ": toujours là\n\n"
                    continue
                yield f"event: {what}\ndata: {json.dumps(told)}\n\n"
        finally:
            self._listening.discard(queue)


async def events(request: Request) -> Response:
    """The line over which a page hears of changes."""
    watcher: Watcher = request.app.state.watcher
    return StreamingResponse(watcher.lines(), media_type="text/event-stream")
