"""What the files are: those of which something is not known, beside what was read of them, said together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.classifying import checked, classify, line_of, lines
from restitution.desk import found
from restitution.desk.asked import Asked, Page
from restitution.desk.glance import Glance, Glances
from restitution.desk.ledger import Cells, Ledger
from restitution.desk.project import Desk, NotYet
from restitution.desk.rows import Narrowed, Told, answer, on_page, put_back, said_of, told
from restitution.domain import NO_THEME, domain
from restitution.errors import WrongUse
from restitution.intake.classification import Row
from restitution.messages import SOURCE_STATES, folded, french_period, listed
from restitution.model import SourceStatus

ADDRESS: Final = "/classement"
CELLS: Final = ("genre", "territoire", "themes", "date", "statut", "reprise", "ordre", "remarque")
EMPTY: Final = "-"
"""What a list says to have a cell emptied: the program guesses again."""
LACKS: Final = {
    "attente": "quelque chose à dire",
    "genre": "le genre",
    "territoire": "le territoire",
    "themes": "un thème à confirmer",
    "date": "la date",
    "": "rien : tous les fichiers",
}
TAKEN: Final = {"oui": "le reprendre", "non": "l’écarter"}
NEXT: Final = "Ce sera pris en compte à la prochaine construction."


class Filters(Narrowed, frozen=True, kw_only=True):
    """Which files are shown."""

    manque: str = "attente"
    dossier: str = ""
    cherche: str = ""

    def keep(self, file: File) -> bool:
        """Whether a file is one of them."""
        return (
            (not self.manque or (file.waits if self.manque == "attente" else self.manque in file.lacks))
            and (not self.dossier or file.folder == self.dossier)
            and (not self.cherche or folded(self.cherche) in folded(f"{file.path} {file.title} {file.words}"))
        )


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file, as the page shows it."""

    path: str
    mark: str
    lacks: list[str]
    kind: str
    territory: str
    themes: str
    proposed: str
    dates: str
    said: list[str]
    """What the editor wrote of it already."""
    state: str
    title: str
    words: str

    @property
    def folder(self) -> str:
        """Where it lies."""
        return self.path.rpartition("/")[0]

    @property
    def waits(self) -> bool:
        """Whether the editor is asked about it: many notes have no date, and need none."""
        return _is_asked(self.lacks)


def _is_asked(lacks: list[str]) -> bool:
    return bool(set(lacks) - {"date"})


def _proposed(desk: Desk) -> dict[str, list[str]]:
    """Path of each note -> the themes that its words propose."""
    return {one.path: one.themes for one in found.coverage(desk).proposed}


def _lacks(status: SourceStatus, cells: Cells, proposed: list[str]) -> list[str]:
    """What is not known of a file, or proposed only; nothing of one that is not taken."""
    if not status.words_in or status.state != "taken" or folded(cells["reprise"]) == "non":
        return []
    missing = {
        "genre": not (status.kind or cells["genre"]),
        "territoire": not (status.territory or cells["territoire"]),
        "themes": bool(proposed) and not cells["themes"],
        "date": not (status.dates or cells["date"]),
    }
    return [name for name, is_missing in missing.items() if is_missing]


def _paths(desk: Desk) -> list[SourceStatus]:
    """The files that can be classified: no copy that came back, nothing that is no note."""
    said = {row.fichier for row in lines(desk.project) if row.reprise}
    return [
        one
        for one in found.balance(desk).sources
        if one.state in {"taken", "superseded", "waiting"} or (one.state == "ignored" and one.path in said)
    ]


def rows_of(desk: Desk) -> dict[str, Cells]:
    """Path of each file -> what the editor wrote of it."""
    written = lines(desk.project)
    return {one.path: cells_of(line_of(written, one.path)) for one in _paths(desk)}


def cells_of(row: Row) -> dict[str, str]:
    """The cells of a line that the editor fills."""
    return {name: getattr(row, name) for name in CELLS}


ledger: Final = Ledger("classement", rows_of, lambda desk, cells: classify(desk.project, cells))


def waiting(desk: Desk) -> int:
    """How many files wait to be told."""
    rows, proposed = rows_of(desk), _proposed(desk)
    lacking = (_lacks(one, rows[one.path], proposed.get(one.path, [])) for one in _paths(desk))
    return sum(_is_asked(lacks) for lacks in lacking)


page = Page("classement", "Classement", waiting)


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """The files that wait, or those that are asked for."""
    return _answer(asked, Told(), _filters(asked.query.get))


@page.post(ADDRESS)
def write(asked: Asked) -> Response:
    """Say something of the files that are ticked."""
    return _answer(asked, told(lambda: _written(asked)), _filters(asked.form))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Put back what was said."""
    return _answer(asked, put_back(asked, ledger), _filters(asked.form))


def _written(asked: Asked) -> Told:
    plan = asked.desk.plan()
    if plan is None:
        raise NotYet
    cells = checked(_said(asked), plan.settings)
    if not cells:
        raise WrongUse("Rien n'est choisi dans les listes.", "Choisissez au moins une chose à dire des fichiers.")
    done = ledger.change(asked.desk, asked.every("ligne"), lambda _key, _cells: cells)
    about = said_of(done, "fichier classé", "fichiers classés")
    return msgspec.structs.replace(about, said=[*about.said, NEXT] if done.keys else about.said)


def _said(asked: Asked) -> dict[str, str]:
    """The cells that the form fills or empties; a list left alone says nothing."""
    each = {
        "genre": [asked.form("genre")],
        "territoire": list(asked.every("territoire")),
        "themes": list(asked.every("themes")),
        "date": [asked.form("date").strip(), asked.form("sans_date")],
        "reprise": [asked.form("reprise")],
    }
    chosen = {name: [one for one in said if one] for name, said in each.items()}
    for name, said in chosen.items():
        if len(said) > 1 and {EMPTY, NO_THEME} & set(said):
            raise WrongUse(f"Deux choix se contredisent pour : {name}.", "N'en gardez qu'un.")
    return {name: "" if said == [EMPTY] else ",".join(said) for name, said in chosen.items() if said}


def _filters(read: Callable[[str], str | None]) -> Filters:
    lacks = read("manque")
    return Filters(
        manque=lacks if lacks is not None and lacks in LACKS else "attente",
        dossier=read("dossier") or "",
        cherche=(read("cherche") or "").strip(),
    )


def _answer(asked: Asked, about: Told, filters: Filters) -> Response:
    return answer(asked, "classing.html.j2", about, f"{ADDRESS}/annuler", _words(asked, filters))


def _words(asked: Asked, filters: Filters) -> Mapping[str, Any]:
    desk = asked.desk
    plan, every = desk.plan(), _files(desk)
    kept = [one for one in every if filters.keep(one)]
    number, last, shown = on_page(asked, len(kept))
    settings = plan.settings if plan else None
    return {
        "is_ready": plan is not None,
        "files": kept[shown],
        "count": len(kept),
        "total": len(every),
        "filters": filters,
        "lacks": LACKS,
        "page_number": number,
        "last_page": last,
        "folders": sorted({one.folder for one in every} - {""}),
        "kinds": {key: kind.label for key, kind in domain().kinds.items()},
        "territories": settings.names if settings else {},
        "themes": {theme.cle: theme.titre for theme in settings.themes} if settings else {},
        "taken": TAKEN,
        "empty": EMPTY,
        "no_theme": NO_THEME,
    }


def _files(desk: Desk) -> list[File]:
    """Every file, with what is known of it."""
    glances = desk.memory(Glances).of(desk)
    rows = rows_of(desk)
    marks = ledger.marks(desk, rows)
    proposed = _proposed(desk)
    return [
        _file(
            one, rows[one.path], marks[one.path], proposed.get(one.path, []), glances.get(one.path, Glance()), desk
        )
        for one in _paths(desk)
    ]


def _file(status: SourceStatus, cells: Cells, mark: str, proposed: list[str], glance: Glance, desk: Desk) -> File:
    plan = desk.plan()
    settings = plan.settings if plan else None
    titles = {theme.cle: theme.titre for theme in settings.themes} if settings else {}
    names = settings.names if settings else {}
    return File(
        path=status.path,
        mark=mark,
        lacks=_lacks(status, cells, proposed),
        kind=domain().kinds[status.kind].label if status.kind else "",
        territory=listed(names.get(code, code) for code in status.territory),
        themes=listed(titles.get(theme, theme) for theme in status.themes),
        proposed=listed(titles.get(theme, theme) for theme in ([] if cells["themes"] else proposed)),
        dates=french_period(status.dates),
        said=[f"{name} : {said}" for name, said in cells.items() if said.strip()],
        state="" if status.state == "taken" else SOURCE_STATES[status.state],
        title=glance.title,
        words=glance.words,
    )
