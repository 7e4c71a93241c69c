"""`sources/choix/verbatims.csv`: the quotations that the editor chooses, from those that the build proposes.

`build` adds its proposals, never changes a cell, and takes away a proposal of its own that it no longer makes and
of which nobody said anything: words that must not be shown any more do not stay here. A line that the editor
pasted has no place in the file (`repere`) to give: its text is enough.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from restitution.formulas import looks_like_one, neutral
from restitution.intake.classification import BOM, HERE, meant, table_lines
from restitution.messages import ending_with, folded
from restitution.model import ANYBODY, Choice

COLUMNS: Final = ("fichier", "repere", "qui", "texte", "themes", "territoire", "choisi", "remarque")
NAME: Final = "choix/verbatims.csv"
WANTED: Final = frozenset({"oui", "o", "x", "yes", "1", "vrai"})
"""What the column `choisi` may say, folded, to have a line published."""
REFUSED: Final = frozenset({"non", "n", "no", "0", "faux"})
"""And to have it left."""


def read_choices(data: bytes) -> list[Choice]:
    """Lines of the table, each cell as written, lines of the same words in one file made one.

    Raises `WrongUse` for what is no such table.
    """
    return united(_choice(cells) for cells in table_lines(data, COLUMNS, NAME))


def _choice(cells: dict[str, str]) -> Choice:
    known = {name: cells.get(name, "") for name in COLUMNS}
    known["fichier"] = unicodedata.normalize("NFC", known["fichier"].removeprefix(HERE))
    return Choice(**known, autres={k: v for k, v in cells.items() if k and k not in COLUMNS})


def united(choices: Iterable[Choice]) -> list[Choice]:
    """The lines, those of the same words in the same file once: two machines may each have added one.

    Lines that disagree in a cell all stay, for the editor to see, whatever their order.
    """
    found: dict[tuple[str, ...], list[Choice]] = {}
    for choice in choices:
        group = found.setdefault(_key(choice), [])
        while same := next((one for one in group if _agree(one, choice)), None):
            group.remove(same)
            choice = _both(same, choice)  # noqa: PLW2901 it may agree with others now
        group.append(choice)
    return [choice for group in found.values() for choice in group]


def _agree(one: Choice, other: Choice) -> bool:
    return all(
        "" in (pair := {getattr(one, name), getattr(other, name)}) or len(pair) == 1 for name in COLUMNS[2:]
    )


def _both(first: Choice, second: Choice) -> Choice:
    """One line of two that agree: each cell that either has."""
    cells = {name: getattr(first, name) or getattr(second, name) for name in COLUMNS}
    return Choice(**cells, autres={**second.autres, **{k: v for k, v in first.autres.items() if v}})


def _key(choice: Choice) -> tuple[str, ...]:
    return choice.fichier.strip(), folded(choice.texte) or choice.texte.strip(), _place(choice.repere)


def _place(repere: str) -> str:
    """A place as one form: a spreadsheet may write « 00:12:04 » as « 0:12:04 »."""
    return folded(repere).lstrip("0 ")


def filled_cells(choices: Iterable[Choice]) -> Counter[str]:
    """How many cells of each column are filled in the lines of which the editor said something."""
    said = (choice for choice in choices if is_filled(choice))
    cells = ({name: getattr(choice, name) for name in COLUMNS} | choice.autres for choice in said)
    return Counter(name for line in cells for name, cell in line.items() if cell.strip())


def chosen(choices: Iterable[Choice], paths: Collection[str]) -> list[Choice]:
    """What the report depends on: the lines chosen, trimmed and sorted; `paths`: files there are."""
    wanted = (choice for choice in choices if folded(choice.choisi) in WANTED and choice.texte.strip())
    return sorted((_trimmed(choice, paths) for choice in wanted), key=_order)


def not_understood(choices: Iterable[Choice]) -> list[Choice]:
    """The lines whose `choisi` says something that is neither yes nor no."""
    return [c for c in choices if c.choisi.strip() and folded(c.choisi) not in WANTED | REFUSED]


def _trimmed(choice: Choice, paths: Collection[str]) -> Choice:
    cells = {name: getattr(choice, name).strip() for name in COLUMNS[:-1]}
    return Choice(**{**cells, "fichier": _file(choice.fichier, paths), "choisi": "oui"})


def _file(said: str, paths: Collection[str]) -> str:
    """The path that a cell names: as written, or the end of a single one; else what it says, to be told."""
    path = meant(said, paths)
    found = [] if path in paths else ending_with(path, paths)
    return found[0] if len(found) == 1 else path


def _order(choice: Choice) -> tuple[str, ...]:
    return choice.fichier, choice.repere, choice.texte, choice.themes, choice.territoire, choice.qui


def merged_choices(choices: Iterable[Choice], proposed: Iterable[Choice]) -> bytes:
    """The table with the proposals of today, sorted."""
    own = list(choices)
    news = list(proposed)
    texts = {_said(choice) for choice in news}
    kept = [choice for choice in own if is_filled(choice) or _said(choice) in texts]
    known = {_said(choice) for choice in kept}
    kept += [choice for choice in news if _said(choice) not in known]
    extra = list(dict.fromkeys(name for choice in own for name in choice.autres))
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow([*COLUMNS, *extra])
    for choice in sorted(kept, key=_order):
        file = f"{HERE}{choice.fichier}" if looks_like_one(choice.fichier) else choice.fichier
        cells = [
            *(getattr(choice, name) for name in COLUMNS[1:]),
            *(choice.autres.get(name, "") for name in extra),
        ]
        table.writerow([file, *map(neutral, cells)])
    return (BOM + buffer.getvalue()).encode()


def _said(choice: Choice) -> tuple[str, str]:
    return choice.fichier.strip(), folded(choice.texte)


def is_filled(choice: Choice) -> bool:
    """Whether the editor said anything: a choice, a remark, or a line of hers, which gives no place."""
    own = not choice.repere.strip() or choice.qui.strip() not in {"", ANYBODY}
    return own or bool(choice.choisi.strip() or choice.remarque.strip() or any(choice.autres.values()))
