"""What the tool gives to a project: every file of a new one, its sheets, what builds it by a double click."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from restitution import resources
from restitution.domain import domain
from restitution.intake.recognise import README_MARK
from restitution.kit.standing import Standing, standings
from restitution.papers import name_of, paper, papers
from restitution.people.register_text import model
from restitution.settings import SETTINGS_FILE
from restitution.writers.sheets import write_sheet
from restitution.writers.sheets.paper import write_paper

README: Final = "LISEZMOI.txt"
ALSO: Final = (
    "profiles/default/config.yaml",
    "docs/reglages.md",
    "docs/registre.md",
    "docs/schema/restitution.schema.json",
    "docs/schema/personnes.schema.json",
)
"""Files of the program that a project keeps as they are."""
TERRITORY: Final = "sources/territoire-"
"""Folders of the territories that a new project begins with; the editor gives them their own names."""
SHEETS: Final = Path("templates", "fiches")
"""Where a project keeps its sheets: one that somebody changed there is given as it is."""
STARTER: Final = "construire.sh"
STARTERS: Final = {"win32": "Construire.cmd", "darwin": "construire.command"}
"""What builds by a double click, by `sys.platform`; macOS has `construire.sh` by a name that it opens."""
CRLF: Final = (".txt", ".cmd")
"""Ends of names whose lines end as the programs of Windows want it."""
REGISTER: Final = "sources/_confidentiel/personnes.yaml"
ONCE: Final = (SETTINGS_FILE, REGISTER)
"""Given to a new project, then the editor's alone."""


def project_files() -> dict[str, bytes]:
    """Every file of a new project, by name."""
    shipped = resources.tree(resources.home() / "templates" / "projet")
    files = {name.replace("point-", "."): data for name, data in shipped.items()}  # packages leave dots out
    files[STARTERS["darwin"]] = files[STARTER]
    files |= {name: (resources.home() / name).read_bytes() for name in ALSO}
    for name in files:
        if name.endswith(README):
            files[name] += b"\n" + README_MARK + b"\n"
        if name.endswith(CRLF):
            files[name] = files[name].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return files | sheets() | models() | {REGISTER: model()}


def starter() -> str:
    """What builds by a double click on this machine."""
    return STARTERS.get(sys.platform, STARTER)


def file_name(kind: str, format_: str) -> str:
    """« Visite miroir.docx », which says the kind to whoever finds it."""
    return f"{domain().kinds[kind].label.replace('’', chr(39))}.{format_}"


def sheets() -> dict[str, bytes]:
    """Every sheet in Word's format, by name: what a new project holds."""
    return {f"{SHEETS.as_posix()}/{file_name(kind, 'docx')}": write_sheet(kind, "docx") for kind in domain().kinds}


def models() -> dict[str, bytes]:
    """Each paper that is handed to people with nothing filled in, by name."""
    return {f"{SHEETS.as_posix()}/{name_of(key)}.docx": write_paper(paper(key)) for key in papers()}


def stand(project: Path, followed: Mapping[str, bytes]) -> list[Standing]:
    """How the files that the tool gives stand in a project; `followed`: what it has a copy of, by choice."""
    given = {name: data for name, data in project_files().items() if name not in ONCE}
    return standings(project, given, followed, version("restitution"))
