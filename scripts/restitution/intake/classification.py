"""`sources/classement.csv`: the editor's word on each file, which wins over every guess.

`build` adds a line a new file and renews the last column (`compris`, its own guess, never read back); every other
cell is the editor's. A line whose file is `*` holds for all (interface, « Folders »).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import count, zip_longest

import msgspec
from msgspec import structs

from restitution.domain import NO_THEME, kind_choices, kind_of_word
from restitution.errors import WrongUse
from restitution.formulas import looks_like_one, neutral, written
from restitution.messages import expected, folded, french_dates, listed
from restitution.model import Finding
from restitution.settings import Settings

COLUMNS = (
    "fichier", "genre", "territoire", "themes", "date", "statut", "reprise", "ordre", "remarque", "compris",
)  # fmt: skip
EVERY_FILE = "*"
BOM = "\ufeff"
DELIMITERS = ";,\t"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the file of a spreadsheet begins, new or old: no table of text does."""
OPENDOCUMENT = b"opendocument"
GONE = "fichier absent"
WANTED, EXCLUDED, REPLACED = "oui", "non", "remplacee par"
"""What the column `reprise` may say, folded."""
HERE = "./"
"""Before a name that a spreadsheet would compute, and then save as its result: the line would be lost."""


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
        return any(getattr(self, name).strip() for name in COLUMNS[1:-2])

    def is_filled(self) -> bool:
        """Whether the editor wrote anything in it."""
        return any(getattr(self, name) for name in COLUMNS[1:-1]) or any(self.autres.values())


def read_table(data: bytes) -> list[Row]:
    """Lines of the table, in its order, each cell as written.

    Spreadsheets save it with `;`, `,` or tabs, in UTF-8, UTF-16 or cp1252: all are read. A cell beyond the last
    column, or below an empty heading, stands in `autres` under « colonne N ». Raises `WrongUse` for what is no
    such table: writing it anew would lose the editor's words.
    """
    return [_row(line) for line in table_lines(data, COLUMNS, "classement.csv")]


def table_lines(data: bytes, known: Sequence[str], name: str) -> list[dict[str, str]]:
    """Lines of one of the editor's tables, a cell for each column; the first of the `known` columns must be there.

    Raises `WrongUse`, which names the table (its path below `sources/`), when it is none.
    """
    return [cells for _, cells in numbered_lines(data, known, name)]


def numbered_lines(data: bytes, known: Sequence[str], name: str) -> list[tuple[int, dict[str, str]]]:
    """The same, each line behind its number in a spreadsheet, where the headings are line 1."""
    columns, *lines = _table(data, known, name)
    read = enumerate(lines, 2)
    return [(number, dict(zip_longest(columns, line, fillvalue=""))) for number, line in read if any(line)]


def missing_columns(data: bytes, known: Sequence[str], name: str) -> list[str]:
    """The `known` columns that a table lacks; none for an empty one. Raises what `table_lines` raises."""
    columns, *lines = _table(data, known, name)
    return [column for column in known if column not in columns] if any(map(any, lines)) else []


def _table(data: bytes, known: Sequence[str], name: str) -> list[list[str]]:
    """The columns of a table, then its lines as cells."""
    if data.startswith(WORKBOOKS):
        raise _workbook(data, name)
    text = _decode(data)
    if not text.strip():
        return [[]]
    tables = (_cells(text, delimiter, name) for delimiter in DELIMITERS if known[0] in _heads(text, delimiter))
    table = min(tables, key=_is_cut, default=None)
    if table is None:
        raise _unreadable(f"la colonne « {known[0]} » manque", name)
    return [_columns(table[0], table[1:], known), *table[1:]]


def _workbook(data: bytes, name: str) -> WrongUse:
    """What is said of a workbook that somebody gave the name of the table."""
    which = "LibreOffice" if OPENDOCUMENT in data[:128] else "Excel"
    return WrongUse(
        f"sources/{name} n'est pas lisible : c'est un classeur {which} renommé ; il n'a pas été touché.",
        "Ouvrez-le et enregistrez-le au format CSV, point-virgule, UTF-8 (s'il ne s'ouvre pas, rendez-lui d'abord "
        f"la fin de nom {'.ods' if which == 'LibreOffice' else '.xlsx'}).",
    )


def _is_cut(lines: list[list[str]]) -> bool:
    """Whether a table of one column has cells that its delimiter cuts: then another is its delimiter."""
    return len(lines[0]) == 1 < max(map(len, lines))


def _heads(text: str, delimiter: str) -> list[str]:
    """The headings, plain; none where they are no line of a table."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [_plain(written(cell)) for cell in next(filter(None, lines), [])]
    except csv.Error:
        return []


def _cells(text: str, delimiter: str, name: str) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[written(cell) for cell in line] for line in lines if line] or [[]]
    except csv.Error as error:
        raise _unreadable(str(error), name) from error


def _unreadable(what: str, name: str) -> WrongUse:
    return WrongUse(
        f"sources/{name} n'est pas lisible ({what}) ; il n'a pas été touché.",
        "Rouvrez-le et enregistrez-le au format CSV, point-virgule, UTF-8, ou renommez-le : un neuf sera créé.",
    )


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.removeprefix(b"\xef\xbb\xbf").decode("cp1252", "replace")


def _columns(heads: list[str], lines: list[list[str]], known: Sequence[str]) -> list[str]:
    """A name of its own for each column, ours or the heading as written; "" for an empty one without heading."""
    columns: list[str] = []
    for number in range(max(map(len, [heads, *lines]))):
        said = heads[number] if number < len(heads) else ""
        name = _plain(said) if _plain(said) in known else said
        if not name.strip() or name in columns:
            filled_cell = any(line[number] for line in lines if len(line) > number)
            name = _numbered(number + 1, [*heads, *columns]) if filled_cell else ""
        columns.append(name)
    return columns


def _numbered(number: int, taken: list[str]) -> str:
    return next(name for name in (f"colonne {n}" for n in count(number)) if name not in taken)


def _plain(column: str) -> str:
    text = unicodedata.normalize("NFKD", column.strip().casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def _row(cells: Mapping[str, str]) -> Row:
    known = {name: cells.get(name, "") for name in COLUMNS}
    known["fichier"] = unicodedata.normalize("NFC", known["fichier"].removeprefix(HERE))
    return Row(**known, autres={k: v for k, v in cells.items() if k and k not in COLUMNS})


def filled_cells(rows: Iterable[Row]) -> Counter[str]:
    """How many cells of each column the editor filled, those that she added too."""
    cells = ({name: getattr(row, name) for name in COLUMNS[1:-1]} | row.autres for row in rows)
    return Counter(name for line in cells for name, cell in line.items() if cell.strip())


def meant(fichier: str, paths: Container[str]) -> str:
    """The path that a cell `fichier` names: as written when there is one, else without spaces and backslashes."""
    return fichier if fichier in paths else fichier.strip().replace("\\", "/")


def row_for(rows: Iterable[Row], path: str) -> Row:
    """The editor's word on `path`: its own line, completed by the line for every file."""
    own = next((r for r in rows if r.fichier == path), Row(fichier=path))
    for_all = next((r for r in rows if r.fichier == EVERY_FILE), Row(fichier=EVERY_FILE))
    cells = {name: getattr(own, name) or getattr(for_all, name) for name in COLUMNS[1:-1]}
    return Row(fichier=path, **cells)


def not_understood(row: Row, settings: Settings) -> list[Finding]:
    """A warning for each cell of a line that says nothing that we know: it is not obeyed."""
    themes = [theme.cle for theme in settings.themes]
    unknown = [] if folded(row.themes) == NO_THEME else _unknown_themes(row.themes, settings)
    said = folded(row.reprise)
    is_odd = bool(row.genre) and kind_of_word(row.genre) is None
    wrong = {
        "genre": (row.genre, is_odd, expected(row.genre, kind_choices()) if is_odd else ""),
        "territoire": (
            row.territoire,
            not settings.territory_named(row.territoire, advanced=True),
            listed(settings.codes, "ou"),
        ),
        "themes": (row.themes, bool(unknown), expected(unknown[0], themes) if unknown else ""),
        "date": (row.date, not french_dates(row.date), "une date comme 2026-10-08"),
        "reprise": (
            row.reprise,
            said not in {WANTED, EXCLUDED} and not said.startswith(REPLACED),
            "oui, non ou « remplacée par » et un nom de fichier",
        ),
        "ordre": (row.ordre, not row.ordre.isdecimal(), "un nombre"),
    }
    return [
        Finding(
            code="classement",
            level="warning",
            message=f"Colonne {column} du classement : « {cell} » n'est pas compris ; attendu : {right}.",
            path=row.fichier,
        )
        for column, (cell, is_wrong, right) in wrong.items()
        if cell and is_wrong
    ]


def troubles(rows: Iterable[Row], paths: Container[str]) -> list[Finding]:
    """A warning for each file of two lines, and each replacement that is not there; `paths`: files there are."""
    found: list[Finding] = []
    seen: set[str] = set()
    for row in rows:
        if row.fichier in seen:
            message = "Ce fichier a deux lignes dans le classement : la première est suivie, gardez-en une."
            found.append(Finding(code="classement", level="warning", message=message, path=row.fichier))
        seen.add(row.fichier)
        other = _replacement(row.reprise)
        if other and not replacement_of(row, paths):
            message = f"Remplacée par « {other} », dit le classement, mais ce fichier n'est pas dans sources/."
            found.append(Finding(code="classement", level="warning", message=message, path=row.fichier))
    return found


def _replacement(reprise: str) -> str:
    """The file that « remplacée par … » names."""
    match = re.match(r"\s*remplac[ée]*e?\s+par\s+(.+)", reprise, re.IGNORECASE)
    return match[1].strip(" «»\"'\u00a0\u202f.") if match else ""


def replacement_of(row: Row, paths: Container[str]) -> str:
    """Path of the file that a line says is to be taken instead; empty when it says none that is there."""
    name, folder = _replacement(row.reprise), row.fichier.rpartition("/")[0]
    tries = [meant(name, paths), *([meant(f"{folder}/{name}", paths)] if folder else [])] if name else []
    return next((path for path in tries if path in paths), "")


def _unknown_themes(said: str, settings: Settings) -> list[str]:
    if settings.theme_named(said):
        return []
    parts = [part.strip() for part in re.split(r"[,;/]", said)]
    known = settings.theme_named
    return [part for part in parts if part and not known(part) and not all(map(known, part.split(" et ")))]


def merged_table(rows: list[Row], understood: Mapping[str, str]) -> bytes:
    """The table with a line for every file of `understood` (path -> what build makes of it), sorted by name.

    Lines of files that are gone stay while the editor filled a cell of theirs; no cell of the editor's changes,
    but for the quote before what a spreadsheet would compute (`formulas`).
    """
    named = [structs.replace(row, fichier=meant(row.fichier, understood)) for row in rows]
    named += [Row(fichier=path) for path in understood.keys() - {row.fichier for row in named}]
    kept = [row for row in named if row.fichier in understood or row.is_filled()]
    extra = list(dict.fromkeys(name for row in rows for name in row.autres))
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow([*COLUMNS[:-1], *map(neutral, extra), COLUMNS[-1]])
    for row in sorted(kept, key=lambda row: (row.fichier != EVERY_FILE, row.fichier)):
        table.writerow(
            [
                f"{HERE}{row.fichier}" if looks_like_one(row.fichier) else row.fichier,
                *(neutral(getattr(row, name)) for name in COLUMNS[1:-1]),
                *(neutral(row.autres.get(name, "")) for name in extra),
                neutral(understood.get(row.fichier, GONE if row.fichier not in {EVERY_FILE, ""} else "")),
            ]
        )
    return (BOM + buffer.getvalue()).encode()


def filled(rows: Iterable[Row], paths: Container[str]) -> list[Row]:
    """What results may depend on: the lines that say something, trimmed and sorted; `paths`: files there are."""
    said = (_trimmed(row, paths) for row in rows if row.says_something())
    return sorted(said, key=lambda row: row.fichier)


def _trimmed(row: Row, paths: Container[str]) -> Row:
    cells = {name: getattr(row, name).strip() for name in COLUMNS[1:-2]}
    return Row(fichier=meant(row.fichier, paths), **cells)
