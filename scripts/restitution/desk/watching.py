"""Tells open pages what changed in the project, whoever changed it: another person, a command, a build."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from restitution.desk.project import Desk
from restitution.errors import RestitutionError

BEAT: Final = 1.0
"""Seconds between two looks at what was decided."""
EACH: Final = 3
"""Looks after which the files of the project are looked at too: there are many more of them."""
SILENCE: Final = 15.0
"""Seconds after which a line is sent all the same, so that a page that was closed is noticed."""


class Watcher:
    """Looks at what changes, once for all pages, and tells each of them."""

    def __init__(self, desk: Desk, is_ending: Callable[[], bool]) -> None:
        self._desk, self._is_ending = desk, is_ending
        self._seen: dict[str, str] = {}
        """What may change (« remarques », « projet ») -> what tells that it is as before."""
        self._told = 0
        self._listening: set[asyncio.Queue[tuple[str, str]]] = set()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """While the desk is open."""
        loop = asyncio.get_running_loop()
        self._desk.jobs.changed = lambda: _in(loop, self._tell_job)
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    def _tell_job(self) -> None:
        self._told += 1
        self.tell("construction", str(self._told))

    def tell(self, what: str, told: str) -> None:
        """Tell every page; to be called in the desk's own thread."""
        for queue in self._listening:
            queue.put_nowait((what, told))

    async def _look(self) -> None:
        for beat in count():
            if self._listening:
                await self._compare("remarques", self._desk.mark_of_remarks)
            if self._listening and beat % EACH == 0:
                await self._compare("projet", self._desk.mark_of_files)
            await asyncio.sleep(BEAT)

    async def _compare(self, what: str, marked: Callable[[], str]) -> None:
        with suppress(OSError, RestitutionError):  # what goes while it is looked at: the next beat finds the rest
            now = await run_in_threadpool(marked)
            before, self._seen[what] = self._seen.get(what, now), now
            if before != now:
                self.tell(what, now)

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


def _in(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> None:
    """Have something told in the desk's own thread, unless it is closing."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(told)


async def events(request: Request) -> Response:
    """The line over which a page hears of changes."""
    watcher: Watcher = request.app.state.watcher
    return StreamingResponse(watcher.lines(), media_type="text/event-stream")
