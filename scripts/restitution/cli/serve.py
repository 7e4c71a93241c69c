"""`restitution serve`: opens the editor's desk in a browser, until Ctrl-C."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from restitution.cli.answer import print_json
from restitution.cli.manner import MANNER
from restitution.cli.screen import out, told
from restitution.desk.project import Desk
from restitution.desk.serving import serve
from restitution.settings import SETTINGS_FILE, load_settings

CLOSED = "Le bureau est fermé. Tout ce que vous avez décidé est dans les fichiers du projet."


def run(project: Path, *, port: int, browser: bool, by: str) -> None:
    """Serve until somebody ends it. Raises `WrongUse` for a port that is taken."""
    load_settings(project / SETTINGS_FILE)  # a folder that is no project is told first
    serve(Desk(project, by=by), port, lambda address: _opened(address, browser=browser))
    MANNER.answered = True
    if not MANNER.json and not MANNER.quiet:
        out(CLOSED)


def _opened(address: str, *, browser: bool) -> None:
    if MANNER.json:
        print_json({"address": address}, indent=-1)
    else:
        out(address)
        if not MANNER.quiet:
            told("Le bureau est ouvert à cette adresse, sur cette machine seulement ; ne la donnez à personne.", 0)
            told("Ctrl-C le ferme.", 0)
    if browser:
        webbrowser.open(address)
