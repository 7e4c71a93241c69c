"""Quotations that a build proposes, or that the editor pasted: kept or not, several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.choosing import choices, choose
from restitution.desk.asked import Asked, Page
from restitution.desk.ledger import Cells, Ledger
from restitution.desk.project import Desk
from restitution.desk.rows import Narrowed, Told, answer, on_page, put_back, said_of, told
from restitution.errors import WrongUse
from restitution.intake.verbatims import REFUSED, WANTED
from restitution.messages import folded, listed
from restitution.model import Choice

ADDRESS: Final = "/verbatims"
CELLS: Final = ("choisi", "qui", "themes", "territoire", "remarque")
STATES: Final = {"attente": "à choisir", "oui": "retenues", "non": "laissées", "": "toutes"}
VERDICTS: Final = {
    "retenir": ("oui", "parole retenue", "paroles retenues"),
    "laisser": ("non", "parole laissée", "paroles laissées"),
    "rouvrir": ("", "parole remise à choisir", "paroles remises à choisir"),
}


class Filters(Narrowed, frozen=True, kw_only=True):
    """Which quotations are shown."""

    etat: str = "attente"
    fichier: str = ""
    cherche: str = ""

    def keep(self, choice: Choice) -> bool:
        """Whether a quotation is one of them."""
        return (
            (not self.etat or state(choice) == self.etat)
            and (not self.fichier or choice.fichier == self.fichier)
            and folded(self.cherche) in folded(f"{choice.texte} {choice.qui} {choice.themes} {choice.remarque}")
        )


def state(choice: Choice) -> str:
    """Whether a quotation is kept, left, or waits."""
    said = folded(choice.choisi)
    return "oui" if said in WANTED else "non" if said in REFUSED else "attente"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation, as the page shows it."""

    choice: Choice
    mark: str
    state: str
    themes: str
    territory: str


def _rows(desk: Desk) -> dict[str, Cells]:
    return {key: {name: getattr(choice, name) for name in CELLS} for key, choice in choices(desk.project).items()}


def _short(key: str) -> str:
    """A quotation as a sentence names it."""
    text = key.split("\0")[2]
    return f"« {text if len(text) <= 60 else f'{text[:60].rstrip()}…'} »"


ledger: Final = Ledger("verbatims", _rows, lambda desk, cells: choose(desk.project, cells), _short)


def waiting(desk: Desk) -> int:
    """How many quotations wait."""
    return sum(state(one) == "attente" for one in choices(desk.project).values())


page = Page("verbatims", "Verbatims", waiting)


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """Those that wait, or that are asked for."""
    return _answer(asked, Told(), _filters(asked.query.get))


@page.post(ADDRESS)
def decide(asked: Asked) -> Response:
    """Keep those that are ticked, leave them, or let them wait again."""
    return _answer(asked, told(lambda: _decided(asked)), _filters(asked.form))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Put back what was decided."""
    return _answer(asked, put_back(asked, ledger), _filters(asked.form))


def _decided(asked: Asked) -> Told:
    found = VERDICTS.get(asked.form("decision"))
    if found is None:
        raise WrongUse(f"« {asked.form('decision')} » n'est pas une décision du bureau.")
    word, one, many = found
    written = ledger.change(asked.desk, asked.every("ligne"), lambda _, __: {"choisi": word})
    return said_of(written, one, many)


def _filters(read: Callable[[str], str | None]) -> Filters:
    etat = read("etat")
    return Filters(
        etat=etat if etat is not None and etat in STATES else "attente",
        fichier=read("fichier") or "",
        cherche=(read("cherche") or "").strip(),
    )


def _answer(asked: Asked, about: Told, filters: Filters) -> Response:
    return answer(asked, "quotes.html.j2", about, f"{ADDRESS}/annuler", _words(asked, filters))


def _words(asked: Asked, filters: Filters) -> dict[str, Any]:
    desk = asked.desk
    every = choices(desk.project)
    kept = [(key, one) for key, one in every.items() if filters.keep(one)]
    number, last, shown = on_page(asked, len(kept))
    plan = desk.plan()
    titles = {theme.cle: theme.titre for theme in plan.settings.themes} if plan else {}
    names = plan.settings.names if plan else {}
    marks = ledger.marks(desk, _rows(desk))
    return {
        "rows": [
            Row(
                choice=one,
                mark=marks[key],
                state=state(one),
                themes=listed(
                    titles.get(cle.strip(), cle.strip()) for cle in one.themes.split(",") if cle.strip()
                ),
                territory=names.get(one.territoire.strip(), one.territoire),
            )
            for key, one in kept[shown]
        ],
        "count": len(kept),
        "total": len(every),
        "filters": filters,
        "states": STATES,
        "files": sorted({one.fichier for one in every.values()}),
        "page_number": number,
        "last_page": last,
    }
