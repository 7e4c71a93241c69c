"""Finds what ships with the code: in a checkout beside it, in a wheel inside the package."""

from __future__ import annotations

from pathlib import Path

from restitution.store import digest

PACKAGE = Path(__file__).parent


def home() -> Path:
    """Folder of the shipped Snakefile, rules, profiles, templates and reference of the settings."""
    shipped = PACKAGE / "_project"
    return shipped if shipped.exists() else PACKAGE.parents[1]


def template(project: Path, name: str) -> Path:
    """A file or folder of templates: the project's own if it has one, else the shipped one."""
    own = project / "templates" / name
    return own if own.exists() else home() / "templates" / name


def shipped_fonts() -> Path:
    """Folder of the fonts that charts are drawn in, whatever fonts a project brings."""
    return home() / "templates" / "fonts"


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
