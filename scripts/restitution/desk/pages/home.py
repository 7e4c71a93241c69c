"""The first page: what the dashboard says, as it stands now."""

from __future__ import annotations

from threading import Lock
from typing import Final

import msgspec
from starlette.responses import Response

from restitution.dashboard.records import Page as Board
from restitution.desk.asked import Asked, Page
from restitution.desk.project import LOOKED, Desk, NotYet
from restitution.desk.reading import mark_of
from restitution.model import Coverage
from restitution.stages import board
from restitution.stages.write_dashboard import page_of

TILES: Final = {"relectures": "/remarques", "sources": "/fichiers", "controles": "#titre-controles"}
"""Section of the dashboard -> where it is worked on at the desk."""


class Facts:
    """The dashboard's own facts, gathered once for each state of the working files."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._mark: object = None
        self._board: Board | None = None

    def of(self, desk: Desk) -> Board | None:
        """None before the first look, and while a build makes the working files anew."""
        with self._lock:
            mark = [mark_of(desk.work / name) for name in LOOKED]
            plan = desk.plan()
            if mark != self._mark and plan is not None and all((desk.work / name).is_file() for name in LOOKED):
                self._board, self._mark = page_of(plan, desk.work), mark
            return self._board


page = Page("", "Accueil")


@page.get("/")
def show(asked: Asked) -> Response:
    """The frame; its facts follow as soon as they are gathered."""
    return asked.page("home.html.j2", title="Le bureau")


@page.get("/pret")
def is_ready(asked: Asked) -> Response:
    """Whether the notes are read: a page that waits for that is then asked for again."""
    try:
        asked.desk.today()
    except NotYet:
        return Response(status_code=204)
    return Response(status_code=204, headers={"hx-refresh": "true"})


@page.get("/faits")
def facts(asked: Asked) -> Response:
    """What is to be done, the numbers, the checks; of remarks, what was decided since the last look too."""
    desk, job = asked.desk, asked.desk.jobs.now()
    found = desk.memory(Facts).of(desk)
    return asked.part(
        "facts.html.j2",
        board=_now(found, desk) if found else None,
        tiles=TILES,
        reading=bool(job and job.is_running),
    )


def _now(found: Board, desk: Desk) -> Board:
    today, coverage = desk.today(), msgspec.json.decode((desk.work / "coverage.json").read_bytes(), type=Coverage)
    renewed = board.remarks_tile(len(today.waiting))
    tiles = [renewed if one.target == renewed.target else one for one in found.tiles]
    return msgspec.structs.replace(found, tiles=tiles, waiting=board.waiting(coverage, today.known.review))
