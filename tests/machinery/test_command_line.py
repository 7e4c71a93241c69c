"""What a wrong command is told: French, what and what to do, exit code 2, never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "restitution")
WRONG = {
    "unknown command": (["bild"], "Vouliez-vous dire « build »"),
    "unknown option": (["build", "--projt", "x"], "Vouliez-vous dire « --projet »"),
    "unknown output": (["build", "dox"], "Attendu : docx"),
    "missing argument": (["init"], "Il manque DOSSIER"),
    "impossible value": (["build", "--cores", "0"], "--cores : cette valeur est impossible"),
    "no command": ([], "build"),
    "unknown command of the review": (["review", "plce"], "Vouliez-vous dire « place »"),
    "no verdict": (["review", "decide", "R-001"], "Que décidez-vous"),
    "too many words": (["status", "note", "de", "visite.docx"], "De trop dans cette commande : de visite.docx."),
    "an option without its value": (["build", "--project"], "--project : il manque ce qu'elle doit dire"),
    "a value too many": (["check", "--json=oui"], "--json : cette option s'écrit seule"),
    "no project to watch": (["watch", "--project", "nulle part"], "restitution init DOSSIER"),
    "unknown output to watch": (["surveiller", "dox"], "Attendu : docx"),
    "a project beside a programme": (["build", "--programme", "p.yaml", "--project", "un"], "Ôtez l'un des deux"),
    "no project": (["build", "--project", "nulle part"], "restitution init DOSSIER"),
    "unknown kind of sheet": (["new", "portait"], "Attendu : portrait."),
    "unknown format of sheet": (["nouveau", "portrait", "--format", "pdf"], "Attendu : docx, md ou xlsx."),
    "a file for a project": (["init", "restitution.yaml"], "est un fichier : un projet est un dossier"),
}


ENGLISH = (
    "Usage:", "Options:", "Arguments:", "Commands:", "Show this", "required", "default", "got", "unexpected",
    "extra", "requires", "argument.", "missing", "such", "try", "error", "invalid", "command", "does not",
    "args", "text", "integer", "range", "directory", "path", "str", "list", "int", "targets",
)  # fmt: skip


def english(text: str) -> list[str]:
    """English words of the command line's own library that a text shows."""
    return [word for word in ENGLISH if re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", text, re.IGNORECASE)]


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_command_is_told_so_in_french(words: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "restitution.yaml").write_text("projet: {titre: T}\n", "utf-8")
    done = subprocess.run([COMMAND, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert english(done.stderr) == []


def test_every_command_says_what_it_does() -> None:
    done = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True, timeout=60)
    names = "build plan status check classify init new fix review doctor update watch"
    for name in names.split():
        assert f"  {name} " in done.stdout


HELPED = (
    "", "build", "plan", "status", "check", "classify", "init", "new", "nouveau", "fix", "corriger", "relire",
    "watch", "surveiller",
    "review add", "review note", "review decide", "review place", "review lister", "review letter",
    "doctor", "diagnostic", "update", "mettre-a-jour",
)  # fmt: skip


@pytest.mark.parametrize("command", HELPED)
def test_the_help_of_a_command_is_in_french(command: str) -> None:
    words = command.split()
    done = subprocess.run([COMMAND, *words, "--help"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("Utilisation : restitution")
    shown = done.stdout.replace("\n  list ", "\n")  # the name of a command
    assert english(shown) == []
    assert max(map(len, done.stdout.splitlines())) <= 80
