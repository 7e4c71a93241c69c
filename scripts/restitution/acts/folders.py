"""Where among the notes something new goes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from restitution.messages import folded
from restitution.settings import Territory

COMMON: Final = Path("sources", "commun")


def folder_of(root: Path | None, territory: Territory | None, here: Path) -> Path:
    """Where a sheet goes: to its territory, else where somebody stands among the notes, else to what is common."""
    if root is None:
        return here
    if territory:
        name = (territory.dossiers or (folded(territory.nom).replace(" ", "-"),))[0]
        return root / "sources" / name
    return here if here.is_relative_to(root / "sources") and here != root / "sources" else root / COMMON
