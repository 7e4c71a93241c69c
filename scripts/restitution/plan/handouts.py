"""What a meeting hangs on its walls and hands out: how many files there are follows from the settings.

The name of one is its file's below `output/`. Several may say one document: a poster is printed with and without
bleed, a sheet is a DOCX and a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from restitution.settings import Settings

POSTERS, SHEETS = "affiches", "dossier"
"""Words of `sorties`, and folders of `output/`."""
FOLDERS: Final = (f"{POSTERS}/", f"{SHEETS}/")
PRINTED: Final = f"{POSTERS}/imprimeur/"
"""The posters again, with bleed."""
TO_SIGN: Final = "feuille-d-emargement"
OF_SHEETS: Final = ("dossier-du-participant", TO_SIGN, "fiche-de-reaction")
"""What is handed out: to read, to sign, to write on."""
SUPPORTS: Final = "supports"
LEFT_OUT: Final = "findings/supports.jsonl"
"""What those that are asked for have no room for, or should say."""
FINDINGS: Final = "findings/handouts.jsonl"
"""What writing them found."""


def every_handout(settings: Settings) -> list[str]:
    """All that a build of these settings can make."""
    of_territories = [f"territoire-{territory.code}" for territory in settings.territoires]
    posters = [*of_territories, "methode", "matrice"]
    hung = [f"{folder}{poster}.pdf" for folder in (f"{POSTERS}/", PRINTED) for poster in posters]
    return [*hung, *(f"{SHEETS}/{name}.{ending}" for name in OF_SHEETS for ending in ("docx", "pdf"))]


def handouts_of(settings: Settings, wanted: Iterable[str]) -> list[str]:
    """Those that some words of `sorties` ask for."""
    asked = tuple(f"{word}/" for word in wanted if f"{word}/" in FOLDERS)
    return [name for name in every_handout(settings) if name.startswith(asked)] if asked else []


def is_handout(name: str) -> bool:
    """Whether an output, or a file of `output/`, is one of these."""
    return name.startswith(FOLDERS)


def is_for_everybody(name: str) -> bool:
    """Whether a file is to be read anywhere: neither a printer's, nor a sheet that is signed in the room."""
    return not name.startswith(PRINTED) and PurePosixPath(name).stem != TO_SIGN


def document_of(handout: str) -> str:
    """The contract that says what it holds."""
    path = PurePosixPath(handout)
    return f"{SUPPORTS}/{path.parts[0]}/{path.stem}.json"
