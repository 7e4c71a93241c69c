"""The pictures of the project: caption, credit, alternative text, who is on them, whether they may be shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.captioning import album, caption, captions
from restitution.desk.asked import Asked, Page
from restitution.desk.guard import refusal
from restitution.desk.ledger import Cells, Ledger, Memory
from restitution.desk.project import Desk
from restitution.desk.rows import WORK, Narrowed, Told, answer, on_page, put_back, said_of, told
from restitution.errors import StaleContract
from restitution.intake.photos import agrees, mark, refuses
from restitution.model import Photo
from restitution.pictures.thumbnails import thumbnail
from restitution.stages.pictures import Shown
from restitution.stages.register import circle_of
from restitution.store import Store

ADDRESS: Final = "/photos"
CELLS: Final = ("legende", "credit", "texte_alternatif", "personnes", "accord", "note")
WRITTEN: Final = CELLS[:-1]
STATES: Final = {"attente": "sans légende ou sans texte alternatif", "": "toutes"}
FRESH: Final = {"cache-control": "private, max-age=3600"}
MOST_KEPT: Final = 200


class Filters(Narrowed, frozen=True, kw_only=True):
    """Which pictures are shown."""

    etat: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, as the page shows it."""

    photo: Photo
    code: str
    mark: str
    hidden: str
    """Why it is shown nowhere; empty where it may be."""
    agreed: str
    """« oui », « non », or nothing."""


class Thumbnails:
    """The last thumbnails that were made, by the sha256 of their pictures."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def of(self, work: Path, sha256: str) -> bytes:
        """The thumbnail of a picture of the store; empty where there is none."""
        if sha256 not in self._made:
            try:
                self._made[sha256] = thumbnail(Store(work / "store").get(sha256))
            except StaleContract:
                return b""
            while len(self._made) > MOST_KEPT:
                self._made.pop(next(iter(self._made)))
        return self._made.get(sha256, b"")


def _rows(desk: Desk) -> dict[str, Cells]:
    return {key: {name: getattr(photo, name) for name in CELLS} for key, photo in captions(desk.project).items()}


ledger: Final = Ledger(
    "photos", _rows, lambda desk, cells: caption(desk.project, cells), lambda key: key.split("\0")[0]
)


def _waits(photo: Photo) -> bool:
    return not refuses(photo) and not (photo.legende.strip() and photo.texte_alternatif.strip())


page = Page("photos", "Photos", lambda desk: sum(map(_waits, captions(desk.project).values())))


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """Every picture, or those of which something is not said."""
    return _answer(asked, Told(), _filters(asked.query.get))


@page.get(f"{ADDRESS}/{{number}}/vignette")
def small(asked: Asked) -> Response:
    """A picture made small, by its code: pixels drawn anew, never the file."""
    desk = asked.desk
    code = desk.memory(Memory).code
    marks = {photo.empreinte for key, photo in captions(desk.project).items() if code(key) == asked.path["number"]}
    found = next((one.sha256 for one in album(desk.project) if mark(one.sha256) in marks), "")
    made = desk.memory(Thumbnails).of(desk.work, found) if found else b""
    return Response(made, media_type="image/png", headers=FRESH) if made else refusal(404, "Aucun aperçu.")


@page.post(ADDRESS)
def write(asked: Asked) -> Response:
    """Write what one picture's form says, or what is said of all that are ticked."""
    return _answer(asked, told(lambda: _written(asked)), _filters(asked.form))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Put back what was written."""
    return _answer(asked, put_back(asked, ledger), _filters(asked.form))


def _written(asked: Asked) -> Told:
    if asked.form("une"):
        cells = {name: " ".join(asked.form(name).split()) for name in WRITTEN}
        written = ledger.change(asked.desk, [asked.form("une")], lambda _, before: _kept(before, cells))
        where = f"#r-{asked.form('une').partition(':')[0]}"  # what is being written of others stays
    else:
        credit, agreed = asked.form("credit_dit").strip(), asked.form("accord_dit")
        said = {"credit": credit} if credit else {}
        said |= {"accord": "" if agreed == "-" else agreed} if agreed else {}
        written = ledger.change(asked.desk, asked.every("ligne"), lambda _, before: _kept(before, said))
        where = WORK
    return msgspec.structs.replace(said_of(written, "image décrite", "images décrites"), where=where)


def _kept(before: Cells, said: dict[str, str]) -> dict[str, str]:
    """What is to be written; « oui, fiche signée » stays where the list says yes, as it did."""
    was = Photo(accord=before["accord"])
    is_same = (said.get("accord") == "oui" and agrees(was)) or (said.get("accord") == "non" and refuses(was))
    return {name: text for name, text in said.items() if name != "accord" or not is_same}


def _filters(read: Callable[[str], str | None]) -> Filters:
    return Filters(etat="attente" if read("etat") == "attente" else "")


def _answer(asked: Asked, about: Told, filters: Filters) -> Response:
    return answer(asked, "photos.html.j2", about, f"{ADDRESS}/annuler", _words(asked, filters))


def _words(asked: Asked, filters: Filters) -> dict[str, Any]:
    desk = asked.desk
    every = captions(desk.project)
    kept = [(key, one) for key, one in every.items() if not filters.etat or _waits(one)]
    number, last, shown = on_page(asked, len(kept))
    why = _why_hidden(desk)
    marks, memory = ledger.marks(desk, _rows(desk)), desk.memory(Memory)
    return {
        "rows": [
            Row(
                photo=one,
                code=memory.code(key),
                mark=marks[key],
                hidden=why(one),
                agreed="oui" if agrees(one) else "non" if refuses(one) else one.accord,
            )
            for key, one in kept[shown]
        ],
        "count": len(kept),
        "total": len(every),
        "filters": filters,
        "states": STATES,
        "page_number": number,
        "last_page": last,
    }


def _why_hidden(desk: Desk) -> Callable[[Photo], str]:
    """Why a picture is shown nowhere, as the register and its own line have it; empty for one that may be."""
    plan = desk.plan()
    if plan is None:
        return lambda _: ""
    shown = Shown(plan, [], circle_of(plan, Store(desk.work / "store")))
    return lambda photo: shown.why_unseen([photo]) or ""
