"""Rows that several people change at once: each is written as it was seen, told, and put back by one press.

A page says how its rows are read and written; what a row is, is its cells. A row bears a code in a form, never its
key, which may be somebody's name, and the version that was seen.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from restitution.desk.project import Changed
from restitution.errors import WrongUse
from restitution.plan.locks import tables_held

if TYPE_CHECKING:
    from restitution.desk.project import Desk

Cells = Mapping[str, str]
MOST_KEPT: Final = 100
"""Changes that can be put back."""
SIGNS: Final = 16
GONE: Final = "rien"
"""The version of a row that is not there."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was written: its cells before, and its version after."""

    key: str
    before: dict[str, str]
    after: str


class Memory:
    """What a desk keeps of its rows while it is open: their codes, and what can be put back."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._changes: dict[str, tuple[str, list[Step]]] = {}

    def code(self, key: str) -> str:
        """What stands for a key in a form or an address: nobody guesses the one from the other."""
        return hmac.new(self._secret, key.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:SIGNS]

    def keep(self, ledger: str, steps: list[Step]) -> str:
        """Keep what was done; what stands for it in a form."""
        token = secrets.token_hex(8)
        self._changes[token] = (ledger, steps)
        while len(self._changes) > MOST_KEPT:
            self._changes.pop(next(iter(self._changes)))
        return token

    def kept(self, ledger: str, token: str) -> list[Step]:
        """What a token stands for. Raises `WrongUse` for one that is none, or no longer."""
        found = self._changes.get(token)
        if found is None or found[0] != ledger:
            raise WrongUse("Il n'y a plus rien à annuler ici.", "Changez la ligne elle-même.")
        return found[1]

    def forget(self, token: str) -> None:
        """It was put back."""
        self._changes.pop(token, None)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was done of some rows."""

    keys: list[str]
    """Of those that changed."""
    same: list[str] = []
    """Of those that said so already."""
    undo: str = ""
    """What puts it back; empty where nothing changed."""


class Ledger:
    """The rows of one page. `rows`: key -> cells, as they stand; `write`: the cells of each row that changes."""

    def __init__(
        self,
        name: str,
        rows: Callable[[Desk], Mapping[str, Cells]],
        write: Callable[[Desk, Mapping[str, Cells]], None],
        told: Callable[[str], str] = lambda key: key,
    ) -> None:
        self._name, self._rows, self._write, self._told = name, rows, write, told

    def rows(self, desk: Desk) -> Mapping[str, Cells]:
        """The rows as they stand."""
        return self._rows(desk)

    def marks(self, desk: Desk, rows: Mapping[str, Cells]) -> dict[str, str]:
        """Key of each row -> its code and version, as a form bears them."""
        memory = desk.memory(Memory)
        return {key: f"{memory.code(key)}:{version(cells)}" for key, cells in rows.items()}

    def change(self, desk: Desk, seen: Iterable[str], wish: Callable[[str, Cells], Cells]) -> Written:
        """Write what is wished of each row that was seen.

        `seen`: codes and versions; `wish`: from a row's key and cells, those that are to be written.
        Raises `WrongUse` for no row, `Changed` where one is no longer as it was seen: nothing is written then.
        """
        wanted = dict(one.partition(":")[::2] for one in seen)
        if not wanted:
            raise WrongUse("Rien n'est coché.", "Cochez une ou plusieurs lignes, puis recommencez.")
        with desk.lock, tables_held(desk.work):
            rows = self._rows(desk)
            keys = {desk.memory(Memory).code(key): key for key in rows}
            if gone := [code for code in wanted if code not in keys]:
                raise self._changed([], len(gone))
            chosen = {keys[code]: saw for code, saw in wanted.items()}
            if other := [key for key, saw in chosen.items() if version(rows[key]) != saw]:
                raise self._changed(other, 0)
            return self._done(desk, rows, {key: wish(key, rows[key]) for key in chosen})

    def watch(self, desk: Desk, act: Callable[[], object]) -> Written:
        """Do something that writes rows by itself, and keep what it was before."""
        with desk.lock, tables_held(desk.work):
            before = self._rows(desk)
            act()
            after = self._rows(desk)
            other = {key: cells for key, cells in before.items() if after.get(key) != cells}
            steps = [
                Step(key=key, before=dict(cells), after=_version_in(after, key)) for key, cells in other.items()
            ]
            return Written(keys=list(other), undo=desk.memory(Memory).keep(self._name, steps) if steps else "")

    def put_back(self, desk: Desk, token: str) -> Written:
        """Put back what was written by a change. Raises what `change` raises."""
        with desk.lock, tables_held(desk.work):
            steps = desk.memory(Memory).kept(self._name, token)
            rows = self._rows(desk)
            if other := [step.key for step in steps if _version_in(rows, step.key) != step.after]:
                raise self._changed(other, 0)
            done = self._done(desk, rows, {step.key: step.before for step in steps})
            desk.memory(Memory).forget(token)
            return done

    def _done(self, desk: Desk, rows: Mapping[str, Cells], wished: Mapping[str, Cells]) -> Written:
        new = {
            key: cells
            for key, cells in wished.items()
            if any(rows[key].get(name) != said for name, said in cells.items())
        }
        same = [key for key in wished if key not in new]
        if not new:
            return Written(keys=[], same=same)
        self._write(desk, new)
        after = self._rows(desk)
        steps = [
            Step(
                key=key,
                before={name: rows[key].get(name, "") for name in cells},
                after=_version_in(after, key),
            )
            for key, cells in new.items()
        ]
        return Written(keys=list(new), same=same, undo=desk.memory(Memory).keep(self._name, steps))

    def _changed(self, keys: list[str], gone: int) -> Changed:
        if gone:
            return Changed(
                "Une ligne cochée n'est plus là : rien n'est écrit.",
                "Voici ce qu'il y a maintenant ; cochez de nouveau ce que vous vouliez.",
            )
        names = ", ".join(map(self._told, keys))
        has = "a" if len(keys) == 1 else "ont"
        return Changed(
            f"{names} {has} changé pendant que vous regardiez : rien n'est écrit.",
            "Voici où cela en est maintenant ; recommencez s'il le faut.",
        )


def _version_in(rows: Mapping[str, Cells], key: str) -> str:
    return version(rows[key]) if key in rows else GONE


def version(cells: Cells) -> str:
    """What tells that a row is still as somebody saw it."""
    return hashlib.sha256(msgspec.json.encode(sorted(cells.items()))).hexdigest()[:12]
