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


def fonts_digest(project: Path) -> str:
    """Hash of what `fonts` gives."""
    return digest(*(part for name, data in _fonts(project).items() for part in (name, data)))


def _fonts(project: Path) -> dict[str, bytes]:
    own = project / "templates" / "fonts"
    every = tree(shipped_fonts()) | (tree(own) if own.is_dir() else {})
    return {name.rpartition("/")[2]: every[name] for name in sorted(every)}


def tree(root: Path, pattern: str = "*") -> dict[str, bytes]:
    """Bytes of every file below `root`, by path relative to it."""
    start = len(str(root)) + 1
    paths = {path[start:].replace(os.sep, "/"): path for path in _files(root, pattern)}
    found: dict[str, bytes] = {}
    for name in sorted(paths, key=lambda name: name.split("/")):
        with open(paths[name], "rb") as file:  # noqa: PTH123 see `_files`
            found[name] = file.read()
    return found


def _files(root: Path, pattern: str) -> Iterator[str]:
    """The files below a folder. Every command asks for a thousand: with pathlib it takes four times as long."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        paths = (os.path.join(folder, name) for name in fnmatch.filter(names, pattern))  # noqa: PTH118
        yield from filter(os.path.isfile, paths)


def tree_digest(root: Path, pattern: str = "*") -> str:
    """Hash of a folder's contents and names."""
    return digest(*(part for name, data in tree(root, pattern).items() for part in (name, data)))
