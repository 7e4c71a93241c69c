"""The copy to review as an invented reviewer sends it back: one comment, one tracked change."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

REVIEWER: Final = "Paul Roux"
PASSAGE: Final = "126 élèves, dont 84 internes"
CODE: Final = "¶4.1.2-13"
"""Where that passage stands in the margin of the copy to review."""
REMARK: Final = "Depuis la rentrée ils sont plutôt 130. À vérifier auprès du lycée ?"
CHANGE: Final = ("Neuf élèves", "Dix élèves")
DAY: Final = "2026-06-16T09:30:00Z"


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
