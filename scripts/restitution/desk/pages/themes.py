"""Themes that the words of notes propose: accepted or refused, several notes at once."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.classifying import classify
from restitution.desk import found
from restitution.desk.asked import Asked, Page
from restitution.desk.glance import Glance, Glances
from restitution.desk.ledger import Cells, Ledger
from restitution.desk.pages.classing import NEXT, rows_of
from restitution.desk.project import Desk
from restitution.desk.rows import Told, answer, put_back, said_of, told
from restitution.domain import NO_THEME
from restitution.errors import WrongUse
from restitution.messages import listed, plural

ADDRESS: Final = "/themes"
PROPOSED: Final = "proposés"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A note and what its words propose."""

    path: str
    mark: str
    themes: list[tuple[str, str]]
    """Key and title of each."""
    passages: str
    cells: str
    title: str
    words: str


def _rows(desk: Desk) -> dict[str, Cells]:
    """Path of each note whose themes wait -> what was written of its themes, and what is proposed."""
    written = rows_of(desk)
    return {
        one.path: {"themes": written[one.path]["themes"], PROPOSED: ",".join(one.themes)}
        for one in found.coverage(desk).proposed
        if one.path in written
    }


ledger: Final = Ledger("themes", _rows, lambda desk, cells: classify(desk.project, cells))


def _waits(desk: Desk) -> list[str]:
    return [path for path, cells in _rows(desk).items() if not cells["themes"]]


page = Page("themes", "Thèmes proposés", lambda desk: len(_waits(desk)))


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """The notes whose themes wait."""
    return _answer(asked, Told())


@page.post(ADDRESS)
def decide(asked: Asked) -> Response:
    """Accept what is proposed of the notes that are ticked, or refuse it."""
    return _answer(asked, told(lambda: _decided(asked)))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Let them wait again."""
    return _answer(asked, put_back(asked, ledger))


def _decided(asked: Asked) -> Told:
    verdict = asked.form("decision")
    if verdict == "accepter":
        written = ledger.change(asked.desk, asked.every("ligne"), lambda _, cells: {"themes": cells[PROPOSED]})
        about = said_of(written, "thème accepté", "notes dont les thèmes sont acceptés")
    elif verdict == "refuser":
        written = ledger.change(asked.desk, asked.every("ligne"), lambda _, __: {"themes": NO_THEME})
        about = said_of(written, "proposition refusée", "propositions refusées")
    else:
        raise WrongUse(f"« {verdict} » n'est pas une décision du bureau.")
    return msgspec.structs.replace(about, said=[*about.said, NEXT] if about.undo else about.said)


def _answer(asked: Asked, about: Told) -> Response:
    return answer(asked, "themes.html.j2", about, f"{ADDRESS}/annuler", _words(asked.desk))


def _words(desk: Desk) -> dict[str, Any]:
    plan = desk.plan()
    titles = {theme.cle: theme.titre for theme in plan.settings.themes} if plan else {}
    names = plan.settings.names if plan else {}
    marks = ledger.marks(desk, _rows(desk))
    waits, glances = set(_waits(desk)), desk.memory(Glances).of(desk)
    return {
        "rows": [
            Row(
                path=one.path,
                mark=marks[one.path],
                themes=[(theme, titles.get(theme, theme)) for theme in one.themes],
                passages=plural(one.passages, "passage"),
                cells=listed(
                    f"{titles.get(theme, theme)} en {names.get(code, code)}" for theme, code in one.cells
                ),
                title=glances.get(one.path, Glance()).title,
                words=glances.get(one.path, Glance()).words,
            )
            for one in found.coverage(desk).proposed
            if one.path in waits
        ],
    }
