"""A project that somebody begins: just made, then with two notes and built by a double click."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import msgspec
from docs.pictures.scene import ROOT
from docs.pictures.spoken import spoken

WORDS: Final = {
    "Titre de la restitution": "Trois campagnes, une méthode",
    "Territoire A": "Haute-Galdonne",
    "Territoire B": "Val d'Arvoise",
    "territoire-a": "haute-galdonne",
    "territoire-b": "val-arvoise",
    "code: TA": "code: HG",
    "code: TB": "code: VA",
}
"""What a newcomer changes in the settings."""
NOTES: Final = ("Portrait Haute-Galdonne v3 DEF.docx", "2025-05_visite-miroir/note_VA.docx")
WRONG_USE: Final = 2


class Fresh(msgspec.Struct, frozen=True):
    """`made`: as `init` left it; `built`: with notes and documents; `said`: what commands printed."""

    made: Path
    built: Path
    said: dict[str, str]


def begun(folder: Path) -> Fresh:
    """Both projects, in `folder`."""
    made, built = folder / "mon projet", folder / "cap 2040"
    said = {"init": spoken(folder, "restitution init", made.name).replace(f"…/{folder.name}", "…")}
    said["doctor"] = spoken(made, "restitution doctor")
    shutil.copytree(made, built)
    _told(built / "restitution.yaml", WORDS)
    for old in ("territoire-a", "territoire-b"):
        (built / "sources" / old).rename(built / "sources" / WORDS[old])
    for note in NOTES:
        target = built / "sources/haute-galdonne" / note.replace("2025-05_", "")
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "sources/haute-galdonne" / note, target)
    said["double-click"] = spoken(built, "sh construire.sh", keys="\n")
    said["people-scan"] = spoken(built, "restitution people scan --dry-run")
    spoken(built, "restitution people scan")
    _told(made / "restitution.yaml", {"nom: Territoire B": "nmo: Territoire B"})
    said["mistake"] = spoken(made, "restitution build", expected=WRONG_USE)
    _told(made / "restitution.yaml", {"nmo: ": "nom: "})
    return Fresh(made=made, built=built, said=said)


def _told(settings: Path, words: dict[str, str]) -> None:
    text = settings.read_text("utf-8")
    for old, new in words.items():
        text = text.replace(old, new)
    settings.write_text(text, "utf-8")
