"""What the pictures are of: the example, built, sent, read again by an invented reviewer, and decided."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import msgspec
import openpyxl
from docs.pictures.returned import CODE, DAY, returned_copy
from docs.pictures.spoken import NEEDS_EDITOR, spoken

ROOT: Final = Path(__file__).parents[2]
OF_A_PROJECT: Final = ("restitution.yaml", "sources", "templates", "profiles")
PHONED: Final = "Maud Thérondel"
ANSWER: Final = "Le chiffre est celui de la rentrée 2024."
FILLED: Final = {"R-001": ("répondre", ANSWER), "R-002": ("accepter", None)}
"""What the editor writes beside a remark: decision, answer."""


class Scene(msgspec.Struct, frozen=True):
    """`said`: a name -> what was printed; `annotated`: the copy that came back; `filled`: the table of remarks."""

    project: Path
    said: dict[str, str]
    annotated: Path
    filled: Path
    redline: Path


def staged(folder: Path) -> Scene:
    """The example with one review gone through, in `folder`."""
    project = folder / "Cap 2040"
    _copied(project)
    said: dict[str, str] = {}

    def say(name: str, command: str, *words: str, expected: int = 0) -> None:
        said[name] = spoken(project, command, *words, expected=expected)

    say("build", "restitution build")
    say("status", "restitution status")
    say("status-note", "restitution status note_VA.docx")
    say("plan", "restitution plan")
    say("check", "restitution check", expected=NEEDS_EDITOR)
    say("strict", "restitution build --strict", expected=NEEDS_EDITOR)
    say("people-consent", "restitution people consent")
    say("people-show", "restitution people show", "Nadège Vauquelin")
    say("notice", "restitution new notice --territoire HG")
    say("edition", "restitution edition create relecture-juin")
    annotated = returned_copy(project, project / "copie-de-Paul.docx")
    say("review-add", f"restitution review add {annotated.name}")
    phoned = ("Dire aussi le nom du lycée", "--de", PHONED, "--sur", CODE, "--le", DAY[:10])
    say("review-note", "restitution review note", *phoned)
    say("review-list", "restitution review list")
    say("table", "restitution review list --xlsx remarques.xlsx")
    say("answered", "restitution review decide R-001 repondre", "--reponse", ANSWER)
    say("decide", "restitution review decide R-002 accepter")
    say("again", "restitution build")
    say("export", "restitution export")
    say("new", "restitution new portrait --territoire HG")
    redline = folder / "comparaison.docx"
    say("redline", "restitution redline relecture-juin -o", str(redline))
    filled = _filled(project / "remarques.xlsx")
    return Scene(project=project, said=said, annotated=annotated, filled=filled, redline=redline)


def _copied(project: Path) -> None:
    project.mkdir()
    for name in OF_A_PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("projet"))
        else:
            shutil.copy(source, project / name)


def _filled(table: Path) -> Path:
    """The table of remarks as an editor gives it back."""
    book = openpyxl.load_workbook(table)
    rows = iter(book.active.iter_rows())
    where = {cell.value: cell.column for cell in next(rows)}
    for row in rows:
        decision, answer = FILLED.get(row[0].value, (None, None))
        book.active.cell(row[0].row, where["décision"], decision)
        book.active.cell(row[0].row, where["réponse"], answer)
    book.save(table)
    return table
