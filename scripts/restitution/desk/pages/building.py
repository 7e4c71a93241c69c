"""Building: begun, followed line by line, stopped; what is published stays until the new files are whole."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from restitution.desk.asked import Asked, Page
from restitution.desk.project import LOOK
from restitution.progress.words import seconds_told

BUILD: Final = "Construction"

page = Page("construction", "Construire")


@page.get("/construction")
def show(asked: Asked) -> Response:
    """How the last build stands, and what begins one."""
    if asked.is_part:
        return asked.part("job.html.j2", **_words(asked))
    return asked.page("building.html.j2", **_words(asked))


@page.post("/construction/lancer")
def begin(asked: Asked) -> Response:
    """Build all that the settings ask for."""
    asked.desk.jobs.start(BUILD, ["build"], over=LOOK[0])
    return _now(asked)


@page.post("/construction/arreter")
def stop(asked: Asked) -> Response:
    """End the build and all its processes."""
    asked.desk.jobs.cancel()
    return _now(asked)


def _now(asked: Asked) -> Response:
    return asked.part("job.html.j2", **_words(asked)) if asked.is_part else asked.back(page.address)


def _words(asked: Asked) -> dict[str, Any]:
    job = asked.desk.jobs.now()
    return {"job": job, "took": seconds_told(job.seconds) if job else ""}
