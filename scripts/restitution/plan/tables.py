"""The editor's tables as a build finds them: what of them is not understood, and what has gone from them.

A build writes these tables anew. A column or lines that were deleted would be gone for good with it: so each build
remembers the tables that it saw (their bytes, in the store), and keeps the earlier one beside the returned copies
when a table comes back with less in it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.errors import StaleContract, WrongUse
from restitution.intake import classification, meeting, photos, verbatims
from restitution.intake.classification import Row, missing_columns
from restitution.messages import folded, listed, plural
from restitution.model import Choice, Finding, Photo, Shown, Source
from restitution.plan.record import Tables
from restitution.settings import Settings
from restitution.store import Store

CLASSIFICATION: Final = Path("sources", "classement.csv")
CHOICES: Final = Path("sources", verbatims.NAME)
PHOTOS: Final = Path("sources", photos.NAME)
SHOWN: Final = Path("sources", meeting.NAME)
SEEN: Final = "tables.json"
"""Name in the store of each table as the last build saw it."""
KEPT: Final = Path("sources", "relectures", "tableaux")
KEPT_HASH: Final = 8
LONGEST_SHOWN: Final = 60
MOST_COUNTED: Final = 3
HELD: Final = "Ce tableau est ouvert dans un programme qui le garde pour lui : fermez-le, puis relancez."
FACES: Final = ("personnes", "accord")
"""Columns of `photos.csv` that keep pictures out of the publication."""
REFUSED: Final = "des images que des personnes refusent pourraient être publiées"
EXCLUDING: Final = "reprise"
"""Column of `classement.csv` that keeps files out of the publication."""


class Seen(msgspec.Struct, frozen=True):
    """A table as a build saw it: the name of its bytes in the store, its size, its time in nanoseconds."""

    sha256: str
    size: int = 0
    time: int = 0


class Table(msgspec.Struct, frozen=True):
    """One of the editor's tables: its path in the project, its columns, and how to count what she filled."""

    path: Path
    columns: Sequence[str]
    filled: Callable[[bytes], Counter[str]]

    @property
    def name(self) -> str:
        """Its path below `sources/`."""
        return self.path.relative_to("sources").as_posix()

    def missing(self, data: bytes) -> list[str]:
        """Its columns that some bytes lack. Raises `WrongUse` for bytes that are no such table."""
        return missing_columns(data, self.columns, self.name)


TABLES: Final = (
    Table(
        CLASSIFICATION,
        classification.COLUMNS[:-1],
        lambda data: classification.filled_cells(classification.read_table(data)),
    ),
    Table(CHOICES, verbatims.COLUMNS, lambda data: verbatims.filled_cells(verbatims.read_choices(data))),
    Table(PHOTOS, photos.ASKED, lambda data: photos.filled_cells(photos.read_photos(data))),
    Table(SHOWN, meeting.COLUMNS, lambda data: meeting.filled_cells(meeting.read_shown(data))),
)


def read_all(project: Path, sources: Sequence[Source], settings: Settings, work: Path) -> tuple[list[Row], Tables]:
    """The lines of `classement.csv` that say something, and what the other tables say of these files.

    Raises `WrongUse` for what must not be built without: see each of them.
    """
    refuse_forgotten_exclusions(project, work)
    refuse_forgotten_faces(project, work)
    hashes = {source.path: source.sha256 or "" for source in sources}
    paths = set(hashes)
    rows, trouble = read_classification(project, paths, settings, work)
    choices, odd = read_choices(project, paths, work)
    photos = read_photos(project, hashes, work)
    shown, about_shown = read_shown(project, paths, work)
    return rows, Tables(choices, photos, [*trouble, *odd], shown, about_shown)


def read_classification(
    project: Path, paths: set[str], settings: Settings, work: Path
) -> tuple[list[Row], list[Finding]]:
    """The lines of `classement.csv` that say something, and what of them is not understood.

    `paths`: the files that there are. Raises `WrongUse` for what is no such table, or is held open and changed
    since it was read: nothing may be published without knowing what the editor excluded.
    """
    data = _followed(project, work, TABLES[0], "ce que vous en avez écarté serait publié")
    rows = classification.filled(classification.read_table(data), paths) if data else []
    found = [finding for row in rows for finding in classification.not_understood(row, settings)]
    return rows, [*classification.troubles(rows, paths), *found]


def _followed(project: Path, work: Path, table: Table, danger: str) -> bytes:
    """The bytes of a table, those of the last build when it is held open as it was then.

    Raises `WrongUse` for one that changed since. `danger`: what would follow, in French.
    """
    data = _bytes(project / table.path)
    if data is None and _is_as_seen(project, work, table):
        data = _before(work, table)
    if data is None:
        raise WrongUse(
            f"{table.path.as_posix()} est ouvert dans un programme qui le garde pour lui : rien n'est construit, "
            f"car {danger}.",
            "Fermez-le dans votre tableur, puis relancez.",
        )
    return data


def told_of_held(project: Path) -> list[str]:
    """The tables that something holds open so that nobody else can read them."""
    return [
        f"{table.path.as_posix()} est ouvert dans un programme qui le garde pour lui : la construction suit ce "
        "qu'il disait la dernière fois ; fermez-le, puis relancez."
        for table in TABLES
        if _bytes(project / table.path) is None
    ]


def refuse_forgotten_exclusions(project: Path, work: Path) -> None:
    """Raises `WrongUse` when the column that kept files out is gone: what was excluded would be published."""
    table = TABLES[0]
    found, before = _bytes(project / table.path), _before(work, table)
    if not found or not before or EXCLUDING not in table.missing(found):
        return
    kept_out = [row.fichier for row in classification.read_table(before) if _keeps_out(row)]
    if kept_out:
        raise WrongUse(
            f"La colonne « {EXCLUDING} » a disparu de {table.path.as_posix()}, où elle écartait "
            f"{plural(len(kept_out), 'fichier')} : rien n'est construit, car ils seraient publiés.",
            f"Remettez cette colonne, ou copiez {_keep(project, table, before)} à la place du tableau.",
        )


def refuse_forgotten_faces(project: Path, work: Path) -> None:
    """Raises `WrongUse` when a column that kept pictures back is gone: whoever refused would be shown."""
    table = TABLES[2]
    found, before = _bytes(project / table.path), _before(work, table)
    gone = [name for name in (table.missing(found) if found else []) if name in FACES]
    counts = table.filled(before) if gone and before else Counter[str]()
    if any(counts[name] for name in gone):
        raise WrongUse(
            f"{_columns(gone, 'a disparu', 'ont disparu')} de {table.path.as_posix()} : rien n'est "
            f"construit, car {REFUSED}.",
            f"Remettez ce qui manque, ou copiez {_keep(project, table, before or b'')} à la place du tableau.",
        )


def read_photos(project: Path, paths: Mapping[str, str], work: Path) -> list[Photo]:
    """What the editor says of pictures, in the table and in its copies in conflict.

    `paths`: the files that there are, each with its sha256.
    Raises `WrongUse` for what is no such table, or is held open and changed since it was read: nothing may be
    published without knowing who may not be seen.
    """
    data = _followed(project, work, TABLES[2], REFUSED)
    others = [line for path in photo_copies(project) for line in photos.read_photos(_bytes(path) or b"")]
    return photos.filled(photos.united(photos.read_photos(data), others), paths)


def photo_copies(project: Path) -> list[Path]:
    """The copies of the table of pictures that a synchroniser left beside it."""
    own = project / PHOTOS
    found = sorted(own.parent.glob(f"{own.stem}?*{own.suffix}"))
    return [path for path in found if path.is_file() and photos.is_ours(path.read_bytes()[: photos.HEAD])]


def _keeps_out(row: Row) -> bool:
    return folded(row.reprise) not in {"", classification.WANTED}


def read_choices(project: Path, paths: set[str], work: Path) -> tuple[list[Choice], list[Finding]]:
    """The quotations that the editor chose, and what cannot be understood: the build goes on without it."""
    data = _bytes(project / CHOICES)
    if data is None:
        data = _before(work, TABLES[1])
    if data is None:
        return [], [_odd(f"{HELD} Aucune citation choisie n'est publiée.")]
    try:
        lines = verbatims.read_choices(data) if data else []
    except WrongUse as error:
        what = error.message.replace(CHOICES.as_posix(), "Ce tableau", 1)
        return [], [_odd(f"{what} {error.hint} Aucune citation choisie n'est publiée.")]
    odd = [
        _odd(
            f"« {_short(line.texte)} » : « {line.choisi} » n'est pas compris dans la colonne « choisi » ; "
            "attendu : oui ou non. La citation n'est pas publiée.",
            line.repere.strip(),
        )
        for line in verbatims.not_understood(lines)
    ]
    return verbatims.chosen(lines, paths), odd


def read_shown(project: Path, paths: set[str], work: Path) -> tuple[list[Shown], list[Finding]]:
    """What the editor decided of the slides, and what cannot be understood: they are then made without it."""
    data = _bytes(project / SHOWN)
    if data is None:
        data = _before(work, TABLES[3])
    if data is None:
        return [], [_odd_view(f"{HELD} Le diaporama est fait sans vos choix.")]
    try:
        lines = meeting.read_shown(data) if data else []
    except WrongUse as error:
        what = error.message.replace(SHOWN.as_posix(), "Ce tableau", 1)
        return [], [_odd_view(f"{what} {error.hint} Le diaporama est fait sans vos choix.")]
    odd = [
        _odd_view(
            f"« {_short(line.texte or line.version_courte)} » : « {line.choisi} » n'est pas compris dans la "
            "colonne « choisi » ; attendu : oui ou non. Cette ligne n'est pas suivie."
        )
        for line in meeting.not_understood(lines)
    ]
    return meeting.decided(lines, paths), odd


def _odd_view(message: str) -> Finding:
    return Finding(code="rencontre", level="error", message=message, path=meeting.NAME)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"


def _odd(message: str, where: str = "") -> Finding:
    return Finding(code="verbatim", level="error", message=message, path=verbatims.NAME, where=where)


def keep_what_goes(project: Path, work: Path) -> list[str]:
    """Remember the tables as they are; keep the earlier one of each that holds less, a French sentence for each.

    A table that cannot be read, or that something holds, is left for the next time: no build writes it either.
    """
    kept, seen = Store(work / "store"), _seen(work)
    now = dict(seen)
    said: list[str] = []
    for table in TABLES:
        found = _bytes(project / table.path)
        if found is None:
            continue
        look = _look(project / table.path, kept.put(found))
        if table.name in seen and look.sha256 == seen[table.name].sha256:
            now[table.name] = look
            continue
        try:
            said += _lost(project, table, _before(work, table), found)
        except WrongUse:
            continue
        now[table.name] = look
    if now != seen:
        store.write(work / SEEN, store.encode(now))
    return said


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else b""
    except PermissionError:  # open in a spreadsheet
        return None


def _look(path: Path, sha256: str) -> Seen:
    status = path.stat() if path.is_file() else None
    return Seen(sha256, status.st_size, status.st_mtime_ns) if status else Seen(sha256)


def _is_as_seen(project: Path, work: Path, table: Table) -> bool:
    """Whether a table that cannot be read has the size and the time that it had when it was."""
    seen = _seen(work).get(table.name)
    return seen is not None and seen == _look(project / table.path, seen.sha256)


def _seen(work: Path) -> dict[str, Seen]:
    try:
        return msgspec.json.decode((work / SEEN).read_bytes(), type=dict[str, Seen])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _before(work: Path, table: Table) -> bytes | None:
    """The table that was seen before; None when nothing is known of it (the working folder was deleted)."""
    seen = _seen(work).get(table.name)
    try:
        return Store(work / "store").get(seen.sha256) if seen else None
    except StaleContract:
        return None


def _lost(project: Path, table: Table, before: bytes | None, found: bytes) -> Iterator[str]:
    """What has gone from a table, once the earlier one is kept. Raises `WrongUse` for what is no such table."""
    path, missing, counts = table.path.as_posix(), table.missing(found), table.filled(found)
    if before is None:
        if missing:
            yield (
                f"{_columns(missing, 'manque', 'manquent')} dans {path} ; la construction remet ce qui manque, "
                "vide : s'il y avait quelque chose, reprenez une sauvegarde de ce fichier (ou son historique git)."
            )
        return
    earlier = table.filled(before)
    gone = [column for column in missing if column not in table.missing(before)]
    fewer = [
        f"{column} : {counts[column]} au lieu de {count}"
        for column, count in earlier.items()
        if counts[column] < count
    ]
    if gone or fewer:
        yield (
            f"{_gone(path, gone, fewer, is_empty=not counts.total())} ; l'ancienne version est gardée dans "
            f"{_keep(project, table, before)} : si c'est une erreur, copiez-la à la place du tableau."
        )


def _gone(path: str, columns: Sequence[str], fewer: Sequence[str], *, is_empty: bool) -> str:
    """What a table no longer holds. `columns`: those that it lacks; `fewer`: counts of those with less in them."""
    if columns:
        return f"{_columns(columns, 'a disparu', 'ont disparu')} de {path}"
    if is_empty:
        return f"{path} ne contient plus rien de ce que vous y aviez écrit"
    return f"{path} a moins de cellules remplies qu'avant ({', '.join(fewer[:MOST_COUNTED])})"


def _columns(names: Sequence[str], one: str, many: str) -> str:
    """« La colonne « choisi » a disparu »."""
    quoted = listed(f"« {name} »" for name in names)
    return f"La colonne {quoted} {one}" if len(names) == 1 else f"Les colonnes {quoted} {many}"


def _keep(project: Path, table: Table, data: bytes) -> str:
    """Where the earlier table is kept: in one copy, whenever it was."""
    name = f"{store.digest(data)[:KEPT_HASH]}_{table.path.name}"
    for copy in (project / KEPT).glob(f"*_{name}"):
        if copy.read_bytes() == data:
            return copy.relative_to(project).as_posix()
    kept = KEPT / f"{time.strftime('%Y-%m-%d')}_{name}"
    store.write(project / kept, data)
    return kept.as_posix()
