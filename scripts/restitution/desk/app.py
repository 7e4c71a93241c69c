"""The desk as an application: its pages, its few files, and the guard before all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from restitution.desk.guard import ENTRY, STATIC, Guard, Keys, refusal
from restitution.desk.pages import EVERY
from restitution.desk.project import Desk
from restitution.desk.views import HERE, OWN, Views, style
from restitution.desk.watching import Watcher, events

FILES: Final = {
    "htmx.min.js": "text/javascript; charset=utf-8",
    "bureau.js": "text/javascript; charset=utf-8",
    "choix.js": "text/javascript; charset=utf-8",
    "ordre.js": "text/javascript; charset=utf-8",
}
CACHED: Final = {"cache-control": "no-cache"}


def application(desk: Desk, keys: Keys, is_ending: Callable[[], bool] = lambda: False) -> Starlette:
    """The desk of a project. `is_ending`: whether it is about to close, so that nothing keeps it open."""
    watcher = Watcher(desk, is_ending)
    files = {name: ((HERE / "static" / name).read_bytes(), kind) for name, kind in FILES.items()}
    files[OWN] = (style(), "text/css; charset=utf-8")

    def static(request: Request) -> Response:
        found = files.get(request.path_params["name"])
        if found is None:
            return refusal(404, "Ce fichier n'est pas du bureau.")
        return Response(found[0], media_type=found[1], headers=CACHED)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(run_in_threadpool(desk.warm))
        async with watcher.watching():
            yield
        desk.jobs.cancel()
        await warming

    app = Starlette(
        routes=[
            Route(ENTRY, keys.enter),
            Route(f"{STATIC}{{name}}", static),
            Route("/fil", events),
            *(route for page in EVERY for route in page.routes),
        ],
        middleware=[Middleware(Guard, keys=keys)],
        exception_handlers={404: _nowhere, 405: _nowhere, Exception: _broken},
        lifespan=living,
    )
    app.state.desk, app.state.keys, app.state.watcher = desk, keys, watcher
    app.state.views = Views(EVERY, keys)
    return app


def _broken(_: Request, __: Exception) -> Response:
    return refusal(500, "Le bureau s'est arrêté là sur une erreur qu'il n'attendait pas. Rien n'a été perdu.")


def _nowhere(_: Request, __: Exception) -> Response:
    return refusal(404, "Le bureau n'a pas de page à cette adresse.")
