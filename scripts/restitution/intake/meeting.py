"""`sources/choix/rencontre.csv`: what the editor has the slides show, from what the build proposes.

As with the quotations, `build` adds its proposals, never changes a cell, and takes away a proposal of its own that
it no longer makes and of which nobody said anything.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from restitution.formulas import neutral
from restitution.intake.classification import BOM, HERE, meant, table_lines
from restitution.intake.verbatims import REFUSED, WANTED
from restitution.messages import ending_with, folded
from restitution.model import Shown

COLUMNS: Final = ("vue", "place", "texte", "version_courte", "fichier", "repere", "choisi", "remarque")
NAME: Final = "choix/rencontre.csv"


def read_shown(data: bytes) -> list[Shown]:
    """Lines of the table, each cell as written, the same one once. Raises `WrongUse` for what is no such table."""
    lines = [_line(cells) for cells in table_lines(data, COLUMNS, NAME)]
    return list({(_key(line), line.choisi, line.version_courte, line.remarque): line for line in lines}.values())


def _line(cells: dict[str, str]) -> Shown:
    known = {name: cells.get(name, "") for name in COLUMNS}
    known["fichier"] = unicodedata.normalize("NFC", known["fichier"].removeprefix(HERE))
    return Shown(**known, autres={name: cell for name, cell in cells.items() if name and name not in COLUMNS})


def _key(line: Shown) -> tuple[str, ...]:
    return folded(line.vue), folded(line.place), line.fichier.strip(), folded(line.texte)


def filled_cells(lines: Iterable[Shown]) -> Counter[str]:
    """How many cells of each column are filled in the lines of which the editor said something."""
    said = (line for line in lines if is_filled(line))
    cells = ({name: getattr(line, name) for name in COLUMNS} | line.autres for line in said)
    return Counter(name for line in cells for name, cell in line.items() if cell.strip())


def is_filled(line: Shown) -> bool:
    """Whether the editor said anything of a line, or wrote it."""
    said = (line.version_courte, line.choisi, line.remarque, *line.autres.values())
    return not line.repere.strip() or any(cell.strip() for cell in said)


def decided(lines: Iterable[Shown], paths: Collection[str]) -> list[Shown]:
    """The lines that are wanted (`oui`) or refused (`non`), trimmed, in order; `paths`: files there are."""
    said = ((line, folded(line.choisi)) for line in lines)
    return [_trimmed(line, paths, word in WANTED) for line, word in said if word in WANTED | REFUSED]


def not_understood(lines: Iterable[Shown]) -> list[Shown]:
    """The lines whose `choisi` says something that is neither yes nor no."""
    return [line for line in lines if line.choisi.strip() and folded(line.choisi) not in WANTED | REFUSED]


def _trimmed(line: Shown, paths: Collection[str], is_wanted: bool) -> Shown:
    cells = {name: getattr(line, name).strip() for name in COLUMNS[:-1]}
    path = meant(cells["fichier"], paths)
    found = [] if path in paths else ending_with(path, paths)
    cells |= {"fichier": found[0] if len(found) == 1 else path, "choisi": "oui" if is_wanted else "non"}
    return Shown(**cells)


def merged_shown(lines: Iterable[Shown], proposed: Iterable[Shown]) -> bytes:
    """The table with the proposals of today, in the order of the views."""
    own, news = list(lines), list(proposed)
    today = {_key(line) for line in news}
    kept = [line for line in own if is_filled(line) or _key(line) in today]
    known = {_key(line) for line in kept}
    kept += [line for line in news if _key(line) not in known]
    views = list(dict.fromkeys(folded(line.vue) for line in news))
    places = list(dict.fromkeys((folded(line.vue), folded(line.place)) for line in news))
    ranks = {_key(line): number for number, line in enumerate(news)}
    extra = list(dict.fromkeys(name for line in own for name in line.autres))

    def order(line: Shown) -> tuple[int, int, int, str]:
        view, place = folded(line.vue), (folded(line.vue), folded(line.place))
        return (
            views.index(view) if view in views else len(views),
            places.index(place) if place in places else len(places),
            ranks.get(_key(line), -1),
            line.texte,
        )

    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow([*COLUMNS, *extra])
    for line in sorted(kept, key=order):
        cells = [getattr(line, name) for name in COLUMNS] + [line.autres.get(name, "") for name in extra]
        table.writerow(map(neutral, cells))
    return (BOM + buffer.getvalue()).encode()
