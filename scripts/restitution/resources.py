"""Finds what ships with the code: in a checkout beside it, in a wheel inside the package."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from restitution.store import digest

PACKAGE = Path(__file__).parent
A_READ = 1 << 20
NEWER = ".nouveau"
"""Ends the name of a shipped file that an update laid beside a project's own."""


def home() -> Path:
    """Folder of the shipped Snakefile, rules, profiles, templates and reference of the settings."""
    shipped = PACKAGE / "_project"
    return shipped if shipped.exists() else PACKAGE.parents[1]


def shipped_fonts() -> Path:
    """Folder of the fonts that charts are drawn in, whatever fonts a project brings."""
    return home() / "templates" / "fonts"


@contextmanager
def fonts(project: Path) -> Iterator[Path]:
    """A folder of the shipped fonts and of the project's own, which replace those of the same file name."""
    own = project / "templates" / "fonts"
    if not own.is_dir() or own.samefile(shipped_fonts()):
        yield shipped_fonts()
        return
    with TemporaryDirectory(prefix="restitution-", ignore_cleanup_errors=True) as folder:
        for name, data in _fonts(project).items():
            (Path(folder) / name).write_bytes(data)
        yield Path(folder)


def fonts_digest(project: Path, shipped: str) -> str:
    """Hash of what `fonts` gives. `shipped`: the hash of the shipped ones, which nothing more is read for."""
    own = project / "templates" / "fonts"
    return digest(shipped, tree_digest(own)) if own.is_dir() else shipped


def _fonts(project: Path) -> dict[str, bytes]:
    own = project / "templates" / "fonts"
    every = tree(shipped_fonts()) | (tree(own) if own.is_dir() else {})
    return {name.rpartition("/")[2]: every[name] for name in sorted(every)}


def tree(root: Path, pattern: str = "*") -> dict[str, bytes]:
    """Bytes of every file below `root`, by path relative to it."""
    start = len(str(root)) + 1
    paths = {path[start:].replace(os.sep, "/"): path for path in _files(str(root), pattern)}
    return {name: _read(paths[name]) for name in sorted(paths, key=lambda name: name.split("/"))}


def _files(folder: str, pattern: str) -> Iterator[str]:
    """The files below a folder. Every command asks for a thousand: with pathlib it takes ten times as long."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, pattern) if entry.name != "__pycache__" else ()
            elif entry.is_file() and fnmatch.fnmatch(entry.name, pattern):
                yield entry.path


def _read(path: str) -> bytes:
    """The bytes of a small file, in half the time that a file object takes."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return b"".join(iter(lambda: os.read(number, A_READ), b""))
    finally:
        os.close(number)


def tree_digest(root: Path, pattern: str = "*") -> str:
    """Hash of a folder's contents and names."""
    return digest(*(part for name, data in tree(root, pattern).items() for part in (name, data)))
