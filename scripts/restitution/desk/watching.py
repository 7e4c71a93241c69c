"""Tells open pages what changed in the project, whoever changed it: another person, a command, a build."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Final, NamedTuple

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
LAST_HEARD: Final = "last-event-id"
"""The header by which a browser that lost the line says where it was (HTML standard, server-sent events)."""


class News(NamedTuple):
    """One change, as pages are told of it."""

    rank: int
    """Its number among all changes since the desk opened, from 1."""
    what: str
    """« remarques », « projet » or « construction »."""
    mark: str

    def __str__(self) -> str:
        """As it stands on the line."""
        return f"id: {self.rank}\nevent: {self.what}\ndata: {json.dumps(self.mark)}\n\n"


class Watcher:
    """Looks at what changes, once for all pages, and tells each of them."""

    def __init__(self, desk: Desk, is_ending: Callable[[], bool]) -> None:
        self._desk, self._is_ending = desk, is_ending
        self._seen: dict[str, str] = {}
        """What may change (« remarques », « projet ») -> what tells that it is as before."""
        self._latest: dict[str, News] = {}
        """The last change of each kind: what a page missed while it opened or lost the line."""
        self.rank = 0
        """How many changes were told: a page bears the number of the moment at which it was asked for."""
        self._jobs = 0
        self._listening: set[asyncio.Queue[News]] = set()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """While the desk is open; what stands then is known before the first page is shown."""
        loop = asyncio.get_running_loop()
        await self._compare_all()
        self._desk.jobs.changed = lambda: _in(loop, self._tell_job)
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    def _tell_job(self) -> None:
        self._jobs += 1
        self.tell("construction", str(self._jobs))

    def tell(self, what: str, mark: str) -> None:
        """Tell every page; to be called in the desk's own thread."""
        self.rank += 1
        self._latest[what] = News(self.rank, what, mark)
        for queue in self._listening:
            queue.put_nowait(self._latest[what])

    async def _look(self) -> None:
        for beat in count(1):
            await asyncio.sleep(BEAT)
            if self._listening:
                await self._compare_all(files=beat % EACH == 0)

    async def _compare_all(self, *, files: bool = True) -> None:
        await self._compare("remarques", self._desk.mark_of_remarks)
        if files:
            await self._compare("projet", self._desk.mark_of_files)

    async def _compare(self, what: str, marked: Callable[[], str]) -> None:
        with suppress(OSError, RestitutionError):  # what goes while it is looked at: the next beat finds the rest
            now = await run_in_threadpool(marked)
            before, self._seen[what] = self._seen.get(what), now
            if before != now:
                self.tell(what, now)

    async def lines(self, heard: int) -> AsyncIterator[str]:
        """What a page hears, that knows of the first `heard` changes: first what it missed."""
        queue: asyncio.Queue[News] = asyncio.Queue()
        for missed in sorted(self._latest.values()):
            if missed.rank > heard:
                queue.put_nowait(missed)
        self._listening.add(queue)
        silent = 0.0
        try:
            yield ": bonjour\n\n"
            while not self._is_ending():
                try:
                    news = await asyncio.wait_for(queue.get(), BEAT)
                except TimeoutError:
                    silent += BEAT
                    if silent >= SILENCE:
                        silent = 0.0
                        yield ": toujours là\n\n"
                    continue
                yield str(news)
        finally:
            self._listening.discard(queue)


def _in(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> None:
    """Have something told in the desk's own thread, unless it is closing."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(told)


async def events(request: Request) -> Response:
    """The line over which a page hears of changes."""
    watcher: Watcher = request.app.state.watcher
    heard = request.headers.get(LAST_HEARD) or request.query_params.get("depuis", "")
    return StreamingResponse(watcher.lines(rank_in(heard)), media_type="text/event-stream")


def rank_in(heard: str) -> int:
    """The number of a change as a browser says it; 0 for anything else, so that it is told everything."""
    with suppress(ValueError):
        return int(heard)
    return 0
