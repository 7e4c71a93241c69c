"""How a page of rows answers: the rows again, what was done, and the button that puts it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from restitution.desk.project import Changed
from restitution.errors import RestitutionError
from restitution.messages import plural

if TYPE_CHECKING:
    from restitution.desk.asked import Asked
    from restitution.desk.ledger import Ledger, Written

ON_A_PAGE: Final = 100
SAME: Final = ("le disait déjà, elle n’est pas changée", "le disaient déjà, elles ne sont pas changées")
WORK: Final = "#travail"
NOTHING: Final = "Rien n’a changé."


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to: the fields that a page adds are the words of its form and of its address."""

    @property
    def each(self) -> dict[str, str]:
        """As a form bears them."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @property
    def address(self) -> str:
        """As the end of an address."""
        return urlencode(self.each)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of what was just asked."""

    said: list[str] = []
    trouble: RestitutionError | None = None
    undo: str = ""
    where: str = WORK
    """What of the page is shown again once it is put back."""


def told(act: Callable[[], Told]) -> Told:
    """What an act says; what changed meanwhile is told above the rows as they are now."""
    try:
        return act()
    except Changed as error:
        return Told(trouble=error)


def said_of(written: Written, one: str, many: str) -> Told:
    """« 3 fichiers classés. »; `one`, `many`: « fichier classé », « fichiers classés »."""
    count = len(written.keys)
    lines = [f"{plural(count, one, many)}."] if count else [] if written.same else [NOTHING]
    if written.same:
        lines.append(f"{plural(len(written.same), f'ligne {SAME[0]}', f'lignes {SAME[1]}')}.")
    return Told(said=lines, undo=written.undo)


def put_back(asked: Asked, ledger: Ledger) -> Told:
    """Put back what a press of the page did."""
    return told(lambda: _back(asked, ledger))


def _back(asked: Asked, ledger: Ledger) -> Told:
    count = len(ledger.put_back(asked.desk, asked.form("pas")).keys)
    return Told(said=[f"{plural(count, 'ligne remise', 'lignes remises')} comme avant."])


def answer(asked: Asked, template: str, about: Told, undo_address: str, words: Mapping[str, Any]) -> Response:
    """The rows: the whole page around them, or they alone."""
    every = {
        **words,
        "said": about.said,
        "trouble": about.trouble,
        "undo": about.undo,
        "undo_address": undo_address,
        "undo_target": about.where,
    }
    if asked.is_part:
        counts = [(page.key, waits) for page, waits in asked.views.waits(asked.desk) if page.waiting]
        return asked.part(template, **every, counts=counts)
    return asked.page(template, 409 if about.trouble else 200, **every)


def on_page(asked: Asked, count: int, each: int = ON_A_PAGE) -> tuple[int, int, slice]:
    """Which page of so many rows is asked for, how many there are, and its rows."""
    told_ = asked.query.get("page") or asked.form("page") or "1"
    last = max(-(-count // each), 1)
    number = min(max(int(told_) if told_.isascii() and told_.isdigit() else 1, 1), last)
    return number, last, slice((number - 1) * each, number * each)
