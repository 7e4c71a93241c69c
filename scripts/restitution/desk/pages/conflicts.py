"""What notes tell in two ways: both passages side by side, in their notes, and what can be done of it."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.settling import accepted, settings_of
from restitution.desk import found
from restitution.desk.asked import Asked, Page
from restitution.desk.ledger import Memory
from restitution.desk.project import Changed, Desk
from restitution.desk.rows import Told, answer, put_back, told
from restitution.desk.settings import TEXT, lists
from restitution.desk.source import said_in_note
from restitution.errors import WrongUse
from restitution.model import Conflict, Place
from restitution.review.passages import Shown
from restitution.settings import SETTINGS_FILE, Settings

ADDRESS: Final = "/contradictions"
ABOUT: Final = {
    "K2": "Visites",
    "K6": "Indicateurs des portraits",
    "K10": "Chiffres et citations",
    "K11": "Dates",
}
LEAF: Final = re.compile(r"(?:paragraphe|ligne|cellule|diapositive|page) [^\s,]+")
"""Of a place, what says which leaf of the note it is."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the passages, and what it is taken to say."""

    place: Place
    value: str
    rank: int
    is_note: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A contradiction, as the page shows it."""

    code: str
    check: str
    kind: str
    about: str
    remedy: str
    sides: list[Side]
    accepted: str
    """Why it was accepted in writing, by whom; empty where it was not."""


def _key(conflict: Conflict) -> str:
    """What a contradiction is, whatever the order in which they are told."""
    return msgspec.json.encode(conflict).decode()


def _case(conflict: Conflict) -> str:
    """The word by which the settings name it, as `restitution check` does."""
    return conflict.places[0].path if conflict.places else conflict.about


def _accepted(conflict: Conflict, settings: Settings) -> str:
    waivers = (one for one in settings.derogations if one.controle == conflict.check)
    mine = next((one for one in waivers if one.case in {"", _case(conflict)}), None)
    return f"{mine.motif} ({mine.par})" if mine else ""


def waiting(desk: Desk) -> int:
    """How many are neither mended nor accepted."""
    settings = settings_of(desk.project)
    return sum(not _accepted(one, settings) for one in found.conflicts(desk))


page = Page("contradictions", "Contradictions", waiting)


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """Each of them."""
    return _answer(asked, Told())


@page.get(f"{ADDRESS}/{{number}}/{{rank:int}}")
def show_in_note(asked: Asked) -> Response:
    """What the note says around one of the passages."""
    conflict = _of(asked.desk, asked.path["number"])
    if not 0 <= asked.path["rank"] < len(conflict.places):
        raise Changed("Ce passage n'est plus là.", "Rechargez la page.")
    place = conflict.places[asked.path["rank"]]
    leaf = LEAF.search(place.where)
    words = place.words.rstrip(" :.…")
    passage = Shown(passage="", bookmark="", path=place.path, where=leaf[0] if leaf else "", note_text=words)
    return asked.part("conflict_note.html.j2", found=said_in_note(asked.desk, passage))


@page.post(ADDRESS)
def accept(asked: Asked) -> Response:
    """Accept one of them in writing."""
    return _answer(asked, told(lambda: _written(asked)))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Accept it no longer."""
    return _answer(asked, put_back(asked, lists))


def _written(asked: Asked) -> Told:
    conflict = _of(asked.desk, asked.form("contradiction"))
    why, by = " ".join(asked.form("motif").split()), " ".join(asked.form("par").split())
    if not why or not by:
        raise WrongUse("Dites pourquoi, et qui en décide.", "Les deux sont montrés par le contrôle.")
    text = {TEXT: accepted(asked.desk.project, conflict.check, _case(conflict), why, by)}
    written = lists.change(asked.desk, asked.every("ligne"), lambda _, __: text)
    return Told(said=[f"{conflict.about} : accepté par écrit dans {SETTINGS_FILE}."], undo=written.undo)


def _of(desk: Desk, code: str) -> Conflict:
    memory = desk.memory(Memory)
    conflict = next((one for one in found.conflicts(desk) if memory.code(_key(one)) == code), None)
    if conflict is None:
        raise Changed("Cette contradiction n'est plus là : une note a changé.", "Voici celles qui restent.")
    return conflict


def _answer(asked: Asked, about: Told) -> Response:
    return answer(asked, "conflicts.html.j2", about, f"{ADDRESS}/annuler", _words(asked.desk))


def _words(desk: Desk) -> dict[str, Any]:
    settings, memory = settings_of(desk.project), desk.memory(Memory)
    every = found.conflicts(desk)
    rows = [
        Row(
            code=memory.code(_key(one)),
            check=one.check,
            kind=ABOUT[one.check],
            about=one.about,
            remedy=one.remedy,
            sides=_sides(one),
            accepted=_accepted(one, settings),
        )
        for one in every
    ]
    return {
        "rows": sorted(rows, key=lambda row: bool(row.accepted)),
        "mark": lists.marks(desk, lists.rows(desk))["derogations"],
        "by": desk.by,
    }


def _sides(conflict: Conflict) -> list[Side]:
    values = conflict.values if len(conflict.values) == len(conflict.places) else [""] * len(conflict.places)
    return [
        Side(place=place, value=value, rank=rank, is_note=place.path != SETTINGS_FILE)
        for rank, (place, value) in enumerate(zip(conflict.places, values, strict=True))
    ]
