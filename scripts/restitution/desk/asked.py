"""What a page is, and what it is asked: every address of the desk is made here, so that none is left unguarded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from restitution.desk.failing import told
from restitution.desk.guard import FIELD, HEADER, refusal

if TYPE_CHECKING:
    from restitution.desk.project import Desk
    from restitution.desk.views import Views

MOST_FIELDS: Final = 4_000
MOST_FILES: Final = 20
MOST_LETTERS: Final = 1 << 20
"""Of one field of a form."""
OF_ANOTHER_PAGE: Final = "Cette page était ouverte depuis trop longtemps : rechargez-la, puis recommencez."
Handler = Callable[["Asked"], Response]


class Asked:
    """What a browser asks."""

    def __init__(self, request: Request, form: FormData) -> None:
        self.request, self._form = request, form
        self.desk: Desk = request.app.state.desk
        self.views: Views = request.app.state.views
        self.query: QueryParams = request.query_params
        self.path: dict[str, Any] = request.path_params
        self.heard: int = request.app.state.watcher.rank
        """How many changes were told before anything was read for the answer."""

    @property
    def is_part(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    def form(self, name: str) -> str:
        """A field of the form; empty where it has none."""
        return next(self.every(name), "")

    def every(self, name: str) -> Iterator[str]:
        """All the fields of a name."""
        return (value for value in self._form.getlist(name) if isinstance(value, str))

    def files(self, name: str) -> list[UploadFile]:
        """The files that were handed in under a name."""
        return [value for value in self._form.getlist(name) if isinstance(value, UploadFile) and value.filename]

    def page(self, template: str, status: int = 200, **words: Any) -> Response:
        """The whole page around a template."""
        return self.views.page(self, template, status, words)

    def part(self, template: str, status: int = 200, **words: Any) -> Response:
        """The template alone."""
        return self.views.part(self, template, status, words)

    def back(self, address: str) -> Response:
        """Another page, once something is done."""
        if self.is_part:
            return Response(headers={"hx-redirect": address})
        return RedirectResponse(address, 303)


class Page:
    """A page of the desk: its word in the menu, its addresses."""

    def __init__(self, key: str, title: str, waiting: Callable[[Desk], int] | None = None) -> None:
        self.key, self.title = key, title
        self.address = f"/{key}"
        self.waiting = waiting
        """How many things of it wait for the editor, told in the menu."""
        self.routes: list[Route] = []

    def get(self, address: str) -> Callable[[Handler], Handler]:
        """An address that shows."""
        return self._at(address, "GET")

    def post(self, address: str) -> Callable[[Handler], Handler]:
        """An address that changes something: its form must be one of ours."""
        return self._at(address, "POST")

    def _at(self, address: str, method: str) -> Callable[[Handler], Handler]:
        def added(handler: Handler) -> Handler:
            self.routes.append(Route(address, _answering(handler), methods=[method]))
            return handler

        return added


def _answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_answered, handler, Asked(request, FormData()))
        limits: dict[str, Any] = {
            "max_fields": MOST_FIELDS, "max_files": MOST_FILES, "max_part_size": MOST_LETTERS
        }  # fmt: skip
        async with request.form(**limits) as form:
            own = request.headers.get(HEADER) or form.get(FIELD)
            if not isinstance(own, str) or not request.app.state.keys.is_own(own):
                return refusal(403, OF_ANOTHER_PAGE)
            return await run_in_threadpool(_answered, handler, Asked(request, form))

    return answer


def _answered(handler: Handler, asked: Asked) -> Response:
    try:
        return handler(asked)
    except Exception as error:  # noqa: BLE001 the last door: nobody sees a traceback
        return told(error, asked)
