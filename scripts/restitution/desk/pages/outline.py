"""The plan: in which order the parts stand, by drag, by buttons or by the arrows."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.responses import Response

from restitution.acts.settling import ordered, settings_of
from restitution.desk.asked import Asked, Page
from restitution.desk.project import Desk
from restitution.desk.rows import Told, answer, put_back, told
from restitution.desk.settings import TEXT, lists
from restitution.errors import WrongUse

ADDRESS: Final = "/plan"
HIGHER, LOWER = "haut", "bas"
NEXT: Final = "La prochaine construction suit ce nouvel ordre."


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the plan."""

    key: str
    title: str
    is_kept: bool


page = Page("plan", "Plan")


@page.get(ADDRESS)
def show(asked: Asked) -> Response:
    """The parts, in their order."""
    return _answer(asked, Told())


@page.post(ADDRESS)
def order(asked: Asked) -> Response:
    """Put the parts in the order of the form, one of them a place higher or lower where a button says so."""
    return _answer(asked, told(lambda: _ordered(asked)))


@page.post(f"{ADDRESS}/annuler")
def undo(asked: Asked) -> Response:
    """Put the former order back."""
    return _answer(asked, put_back(asked, lists))


def _ordered(asked: Asked) -> Told:
    parts = list(asked.every("partie"))
    which, _, key = asked.form("deplacer").partition(":")
    wanted = _moved(parts, which, key) if which else parts
    titles = {part.partie: part.titre for part in settings_of(asked.desk.project).plan}
    if which and wanted == parts:
        return Told(said=[f"« {titles[key]} » est déjà {'en tête' if which == HIGHER else 'en fin de plan'}."])  # type: ignore[index]
    text = {TEXT: ordered(asked.desk.project, wanted)}
    written = lists.change(asked.desk, asked.every("ligne"), lambda _, __: text)
    if not written.keys:
        return Told(said=["Les parties étaient déjà dans cet ordre."])
    what = f"« {titles[key]} » : place {wanted.index(key) + 1} sur {len(wanted)}." if which else "Ordre changé."  # type: ignore[index]
    return Told(said=[what, NEXT], undo=written.undo)


def _moved(parts: list[str], which: str, key: str) -> list[str]:
    """The parts, one of them a place higher or lower. Raises `WrongUse` for one that there is not."""
    if key not in parts or which not in {HIGHER, LOWER}:
        raise WrongUse("Cette partie n'est pas du plan.", "Rechargez la page.")
    place = parts.index(key)
    other = min(max(place + (-1 if which == HIGHER else 1), 0), len(parts) - 1)
    moved = [one for one in parts if one != key]
    return [*moved[:other], key, *moved[other:]]


def _answer(asked: Asked, about: Told) -> Response:
    return answer(asked, "outline.html.j2", about, f"{ADDRESS}/annuler", _words(asked.desk))


def _words(desk: Desk) -> dict[str, Any]:
    mark = lists.marks(desk, lists.rows(desk))["plan"]
    parts = settings_of(desk.project).plan
    return {
        "rows": [Row(key=one.partie, title=one.titre, is_kept=one.garder) for one in parts],
        "mark": mark,
        "higher": HIGHER,
        "lower": LOWER,
    }
