"""Finds what ships with the code: in a checkout beside it, in a wheel inside the package."""

from __future__ import annotations

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
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    }


def tree_digest(root: Path, pattern: str = "*") -> str:
    """Hash of a folder's contents and names."""
    return digest(*(part for name, data in tree(root, pattern).items() for part in (name, data)))
