"""What went wrong, on a page: an error of ours by its own words, else a bug, its traceback in a file."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from restitution.desk.project import NotYet
from restitution.errors import Bug, RestitutionError
from restitution.store import disk_trouble

if TYPE_CHECKING:
    from restitution.desk.asked import Asked
    from restitution.desk.project import Desk

LOG: Final = "logs/bureau.log"
"""Below the working folder."""


def in_words(error: Exception, desk: Desk) -> RestitutionError:
    """An error as a person is told it."""
    if isinstance(error, RestitutionError):
        return error
    if isinstance(error, OSError) and (trouble := disk_trouble(error)):
        return trouble
    path = desk.work / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
    except OSError:
        pass
    return Bug(
        "Le bureau s'est arrêté là sur une erreur qu'il n'attendait pas. Rien n'a été perdu.",
        f"Joindre ce fichier à un signalement : .restitution/{LOG}",
    )


def told(error: Exception, asked: Asked) -> Response:
    """The page that tells it; to htmx, the sentence alone, put where the page says what happened."""
    if isinstance(error, NotYet) and asked.request.method == "GET" and not asked.is_part:
        return asked.page("reading.html.j2", title="Je lis vos notes", job=asked.desk.jobs.now())
    words = in_words(error, asked.desk)
    status = 500 if isinstance(words, Bug) else 409
    if not asked.is_part:
        return asked.page("trouble.html.j2", status, trouble=words)
    answer = asked.part("said.html.j2", 200, trouble=words, said=[])
    answer.headers["hx-retarget"], answer.headers["hx-reswap"] = "#dit", "innerHTML"
    return answer
