"""`sources/classement.csv`: the editor's word on each file, which wins over every guess.

`build` adds a line a new file and renews the last column (`compris`, its own guess, never read back); every other
cell is the editor's. A line whose file is `*` holds for all (interface, « Folders »).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

COLUMNS = (
    "fichier", "genre", "territoire", "themes", "date", "statut", "reprise", "ordre", "remarque", "compris",
)  # fmt: skip
EVERY_FILE = "*"
BOM = "\ufeff"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what the editor says of `fichier` (a path relative to `sources/`); empty cells say nothing."""

    fichier: str
    genre: str = ""
    territoire: str = ""
    themes: str = ""
    date: str = ""
    statut: str = ""
    reprise: str = ""
    ordre: str = ""
    remarque: str = ""
    compris: str = ""
    """What the last build made of it: written, never obeyed."""
    autres: dict[str, str] = {}
    """Columns that the editor added."""

    def says_something(self) -> bool:
        """Whether a result could depend on this line."""
        return any((self.genre, self.territoire, self.themes, self.date, self.statut, self.reprise, self.ordre))


def read_table(data: bytes) -> list[Row]:
    """Lines of the table, in its order. Spreadsheets save it with `;` or `,`, in UTF-8 or cp1252: all are read."""
    text = _decode(data)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
    return [_row({_plain(k): v for k, v in line.items() if isinstance(v, str)}) for line in rows]


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text


def _plain(column: str | None) -> str:
    text = unicodedata.normalize("NFKD", (column or "").strip().casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def _row(cells: Mapping[str, str]) -> Row:
    known = {name: cells.get(name, "").strip() for name in COLUMNS}
    known["fichier"] = unicodedata.normalize("NFC", known["fichier"]).replace("\\", "/")
    return Row(**known, autres={k: v for k, v in cells.items() if k and k not in COLUMNS})


def row_for(rows: Iterable[Row], path: str) -> Row:
    """The editor's word on `path`: its own line, completed by the line for every file."""
    own = next((r for r in rows if r.fichier == path), Row(fichier=path))
    for_all = next((r for r in rows if r.fichier == EVERY_FILE), Row(fichier=EVERY_FILE))
    cells = {name: getattr(own, name) or getattr(for_all, name) for name in COLUMNS[1:-1]}
    return Row(fichier=path, **cells)


def merged_table(rows: list[Row], understood: Mapping[str, str]) -> bytes:
    """The table with a line for every file of `understood` (path -> what build makes of it), sorted by name.

    Lines of files that are gone stay while the editor filled a cell of theirs; no cell of the editor's changes.
    """
    by_path = {row.fichier: row for row in rows if row.fichier}
    for path in understood:
        by_path.setdefault(path, Row(fichier=path))
    kept = [
        row
        for path, row in by_path.items()
        if path in understood or row.says_something() or row.remarque or any(row.autres.values())
    ]
    extra = sorted({name for row in kept for name in row.autres})
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow([*COLUMNS[:-1], *extra, COLUMNS[-1]])
    for row in sorted(kept, key=lambda row: (row.fichier != EVERY_FILE, row.fichier)):
        table.writerow(
            [
                *(getattr(row, name) for name in COLUMNS[:-1]),
                *(row.autres.get(name, "") for name in extra),
                understood.get(row.fichier, "" if row.fichier == EVERY_FILE else "fichier absent"),
            ]
        )
    return (BOM + buffer.getvalue()).encode()


def filled(rows: Iterable[Row]) -> list[Row]:
    """What results may depend on: the lines that say something, sorted."""
    said = (
        msgspec.structs.replace(row, compris="", remarque="", autres={}) for row in rows if row.says_something()
    )
    return sorted(said, key=lambda row: row.fichier)
