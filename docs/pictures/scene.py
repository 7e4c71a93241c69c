"""What the pictures are of: the example, built, sent, read again by an invented reviewer, and decided.

`returned_copy` also sets the stage of the commands that the manual shows (`tests/manual`).
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import docx
import msgspec
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

ROOT: Final = Path(__file__).parents[2]
OF_A_PROJECT: Final = ("restitution.yaml", "sources", "templates", "profiles")
REVIEWER: Final = "Paul Roux"
PASSAGE: Final = "126 élèves, dont 84 internes"
CODE: Final = "¶4.1.2-13"
"""Where that passage stands in the margin of the copy to review."""
PHONED: Final = "Maud Thérondel"
REMARK: Final = "Depuis la rentrée ils sont plutôt 130. À vérifier auprès du lycée ?"
CHANGE: Final = ("Neuf élèves", "Dix élèves")
DAY: Final = "2026-06-16T09:30:00Z"
WIDTH: Final = "100"
NEEDS_EDITOR: Final = 3
"""How `check` ends: the example has gaps on purpose."""


class Scene(msgspec.Struct, frozen=True):
    """`said`: command -> what it printed; `annotated`: the copy that came back."""

    project: Path
    said: dict[str, str]
    annotated: Path
    redline: Path


def staged(folder: Path) -> Scene:
    """The example with one review gone through, in `folder`."""
    project = folder / "Cap 2040"
    project.mkdir()
    for name in OF_A_PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("projet"))
        else:
            shutil.copy(source, project / name)
    said = {command: spoken(project, command) for command in ("restitution build", "restitution status")}
    said["restitution check"] = spoken(project, "restitution check", expected=NEEDS_EDITOR)
    spoken(project, "restitution edition create relecture-juin")
    annotated = returned_copy(project, project / "copie-de-Paul.docx")
    spoken(project, f"restitution review add {annotated.name}")
    spoken(
        project,
        "restitution review note",
        "Dire aussi le nom du lycée",
        "--de",
        PHONED,
        "--sur",
        CODE,
        "--le",
        DAY[:10],
    )
    said["restitution review list"] = spoken(project, "restitution review list")
    spoken(project, "restitution review decide --de", REVIEWER, "--genre", "ajout", "accepter")
    spoken(project, "restitution review decide --de", REVIEWER, "--genre", "suppression", "accepter")
    spoken(project, "restitution build")
    spoken(project, "restitution new portrait --territoire HG")
    redline = folder / "comparaison.docx"
    spoken(project, "restitution redline relecture-juin -o", str(redline))
    return Scene(project=project, said=said, annotated=annotated, redline=redline)


def spoken(project: Path, command: str, *words: str, expected: int = 0) -> str:
    """What a command prints, in the colours that it has on a terminal. Raises `RuntimeError` for another end."""
    name, *rest = command.split()
    done = subprocess.run(
        [str(Path(sys.executable).parent / name), *rest, *words],
        cwd=project,
        env={**os.environ, "COLUMNS": WIDTH, "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != expected:
        raise RuntimeError(f"{command}: {done.stdout}")
    return done.stdout


def returned_copy(project: Path, target: Path) -> Path:
    """The copy to review of a built project, with one comment and one tracked change of the invented reviewer."""
    document = docx.Document(str(project / "output/relecture/restitution_relecture.docx"))
    paragraph = next(one for one in document.paragraphs if PASSAGE in one.text)
    _change(next(one for one in paragraph.runs if CHANGE[0] in one.text)._r, *CHANGE)
    run = next(one for one in paragraph.runs if PASSAGE in one.text)
    comment = document.add_comment(run, text=REMARK, author=REVIEWER, initials="PR")
    comment._comment_elm.set(qn("w:date"), DAY)
    document.save(str(target))
    return target


def _change(run: Any, old: str, new: str) -> None:
    """Replace words of a run under the tracking of changes."""
    before, _, after = run.text.partition(old)
    place = run
    for part in (_tracked(run, "w:del", old), _tracked(run, "w:ins", new), _like(run, after)):
        place.addnext(part)
        place = part
    run.text = before


def _tracked(run: Any, tag: str, words: str) -> Any:
    mark = OxmlElement(tag)
    mark.set(qn("w:id"), "9001" if tag == "w:del" else "9002")
    mark.set(qn("w:author"), REVIEWER)
    mark.set(qn("w:date"), DAY)
    inner = _like(run, words)
    if tag == "w:del":
        for text in inner.findall(qn("w:t")):
            text.tag = qn("w:delText")
    mark.append(inner)
    return mark


def _like(run: Any, words: str) -> Any:
    other = copy.deepcopy(run)
    other.text = words
    return other
