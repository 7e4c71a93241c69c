"""The templates that results follow from: the shipped ones, and the project's own in their place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from restitution import resources

NOT_OURS: Final = ("fiches/", "fonts/", "projet/")
"""Templates that no result follows from as such: fonts have a hash of their own, sheets come back as notes."""
REFERENCES: Final = ("reference.docx", "reference.dotx")
"""Names of a Word template, the first that is there before the other."""
_LAID_BESIDE: Final = re.compile(rf"{re.escape(resources.NEWER)}(-\d+)?$")
WORD: Final = (".doc", ".docm", ".docx", ".dot", ".dotm", ".dotx", ".odt", ".ott")
AS_WORD: Final = "Ouvrez-le et enregistrez-le au format .docx, sous le nom templates/reference.docx."


def templates(project: Path) -> dict[str, bytes]:
    """Every template that a result may follow from, the project's own files over the shipped ones."""
    found = _shipped() | _own(project)
    return {name: data for name, data in found.items() if not name.startswith(NOT_OURS)}


def replaced(project: Path) -> dict[str, bytes]:
    """Name of each template that the project has changed -> the shipped one; empty for one of its own alone."""
    shipped = _shipped()
    changed = (name for name, data in _own(project).items() if shipped.get(name) != data)
    return {name: shipped.get(name, b"") for name in changed if not name.startswith(NOT_OURS)}


def followed(project: Path) -> dict[str, bytes]:
    """The shipped template of each name that the project has a copy of, changed or not, by path in the project."""
    own = _own(project)
    copies = {name: data for name, data in _shipped().items() if name in own and not name.startswith(NOT_OURS)}
    return {f"templates/{name}": data for name, data in copies.items()}


def told_of_unused(project: Path) -> list[str]:
    """Files of `templates/` that were meant as a Word template and are none, each with what to do."""
    folder = project / "templates"
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return [_said(path) for path in files if _is_meant_as_word(path) and not _serves(path)]


def _is_meant_as_word(path: Path) -> bool:
    return path.suffix.lower() in WORD and not path.name.startswith(("~", "."))


def _serves(path: Path) -> bool:
    return path.name in REFERENCES and path.stat().st_size > 0


def _said(path: Path) -> str:
    told = f"templates/{path.name} n'a pas servi de modèle Word"
    if not path.stat().st_size:
        return f"{told} : ce fichier est vide (0 octet). Remplacez-le, ou retirez-le."
    if path.suffix.lower() not in {".docx", ".dotx"}:
        return f"{told} : ce format n'est pas lu. {AS_WORD}"
    return f"{told} : seul le nom reference{path.suffix.lower()}, en minuscules, est lu. Renommez ce fichier."


def _shipped() -> dict[str, bytes]:
    return resources.tree(resources.home() / "templates")


def _own(project: Path) -> dict[str, bytes]:
    folder = project / "templates"
    found = resources.tree(folder) if folder.is_dir() else {}
    return {name: data for name, data in found.items() if not _LAID_BESIDE.search(name)}
