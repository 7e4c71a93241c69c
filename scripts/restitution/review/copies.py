"""What is kept of each returned copy, read back: its counts and its marks.

One folder a copy, `<AAAA-MM-JJ>_<hash8>`, below `sources/relectures/`, never changed after it was written. A
synchroniser that met two machines may have left more than one file of a kind in it (« remarques (1).jsonl »): the
marks of all of them are taken, each once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final, TypeVar

import msgspec

from restitution.errors import RestitutionError
from restitution.model import Finding
from restitution.remarks import Counts, Mark

T = TypeVar("T")
ROOT: Final = "sources/relectures"
FOLDER: Final = re.compile(r"\d{4}-\d\d-\d\d_[0-9a-f]{8}")
"""A synchroniser may put something behind (« … (1) »): such a folder is read with the one of that name."""
MARKS, COUNTS, SENT = "remarques.jsonl", "comptes.json", "manifeste.json.gz"
ORIGINAL: Final = "original"
DECISIONS, FIXES = "decisions", "corrections"
TOLD: Final = frozenset({"pdf", "note"})
"""Formats whose remarks have no XML that could be counted."""


class Copy(msgspec.Struct, frozen=True):
    """A returned copy: its folder's name, what it is, its marks in their order."""

    folder: str
    counts: Counts
    marks: list[Mark]


def copies_of(files: Mapping[str, bytes]) -> tuple[list[Copy], list[Finding]]:
    """The copies among the files of `sources/relectures/` (path below it -> bytes), and what a person must hear.

    Raises `RestitutionError` for a file of ours that is damaged: a remark may stand in it.
    """
    folders: dict[str, list[str]] = {}
    for path in sorted(files):
        folder = PurePosixPath(path).parts[0]
        if FOLDER.fullmatch(folder):
            folders.setdefault(folder, []).append(path)
    found = [(folder, _copy(folder, paths, files)) for folder, paths in folders.items()]
    doubled = [_doubled(folder) for folder, paths in folders.items() if len(paths) > len({MARKS, COUNTS})]
    return [copy for _, copy in found if copy], doubled


def is_whole(files: Mapping[str, bytes]) -> bool:
    """Whether the files of a copy's folder (name -> bytes) say all that its original holds, undamaged."""
    try:
        copy = _copy("", sorted(files), files)
    except RestitutionError:
        return False
    return copy is not None and _elements(copy.marks) == +Counter(copy.counts.in_files)


def _copy(folder: str, paths: list[str], files: Mapping[str, bytes]) -> Copy | None:
    counts = [record for path in _named(paths, COUNTS) for record in _decoded(path, files[path], Counts)]
    marks = [list(_decoded(path, files[path], Mark)) for path in _named(paths, MARKS)]
    if not counts:
        return None
    return Copy(folder, counts[0], _each_once(marks, counts[0].in_files))


def _each_once(files: list[list[Mark]], counted: Mapping[str, int]) -> list[Mark]:
    """The marks of all files of a folder, each once; each file was written whole, from one original.

    Two machines that took it in at once may have given other numbers; one that did not know what was sent, other
    keys: then the first file that has all the elements says all.
    """
    found: dict[str, list[Mark]] = {}
    for marks in files:
        own: dict[str, list[Mark]] = {}
        for mark in marks:
            own.setdefault(mark.key, []).append(mark)
        found = own | found
    every = [mark for marks in found.values() for mark in marks]
    if _elements(every) != +Counter(counted):
        every = next((marks for marks in files if _elements(marks) == +Counter(counted)), every)
    return every


def _elements(marks: list[Mark]) -> Counter[str]:
    found: Counter[str] = Counter()
    for mark in marks:
        found.update(mark.elements)
    return found


def _named(paths: list[str], name: str) -> Iterator[str]:
    """The file of that name, then what a synchroniser made of it."""
    stem, _, ending = name.partition(".")
    own = [path for path in paths if PurePosixPath(path).name == name]
    others = [path for path in paths if path not in own and _is_variant(PurePosixPath(path).name, stem, ending)]
    yield from [*own, *others]


def _is_variant(name: str, stem: str, ending: str) -> bool:
    return name.startswith(stem) and name.endswith(f".{ending}")


def _decoded(path: str, data: bytes, kind: type[T]) -> Iterator[T]:
    """The records of a file, one (JSON) or one a line (JSON Lines)."""
    lines = data.splitlines() if path.endswith(".jsonl") else [data]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as error:
            raise RestitutionError(
                f"{ROOT}/{path}, ligne {number} : ligne illisible, une remarque y est peut-être.",
                "Restaurez ce fichier (historique du dossier synchronisé, sauvegarde), puis relancez.",
            ) from error


def _doubled(folder: str) -> Finding:
    return Finding(
        code="conflit",
        level="info",
        path=f"relectures/{folder}",
        message="Le dossier synchronisé a gardé deux exemplaires d'un fichier de cette relecture : les deux "
        "ont été lus, chaque remarque compte une fois.",
    )
