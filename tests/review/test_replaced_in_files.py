"""Words replaced as Word, Google Docs and LibreOffice write them: one remark for people, each element counted."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs

from restitution.conservation.review_docx import count_docx
from restitution.conservation.review_odt import count_odt
from restitution.remarks import Sent, SentPassage
from restitution.review.corrections import by_hand
from restitution.review.docx import read_docx
from restitution.review.journal import collected
from restitution.review.odt import read_odt
from restitution.review.placing import place
from restitution.review.replacements import seen as seen_by_people
from restitution.review.words import is_in_a_note
from tests.review.returned_docx import docx
from tests.review.test_odt import odt
from tests.review.test_replacements import copy, lines

CASES = yaml.safe_load(Path(__file__).with_name("replaced_in_files.yaml").read_text("utf-8"))
MARK = "src_0000000001"
SENT = Sent(passages=[SentPassage(bookmark=MARK, text="Le pays compte douze communes.")])
WHO = 'w:author="Ana" w:date="2026-03-24T10:12:00Z"'


def data_of(case: dict[str, Any]) -> bytes:
    if "odt" in case:
        start, end = (f'<text:bookmark-{side} text:name="{MARK}"/>' for side in ("start", "end"))
        return odt(f"<text:p>{start}{case['odt'].strip()}{end}</text:p>", regions=case["regions"])
    runs = re.sub(r"\{([di]) ([^}]*)\}", _run, case["docx"])
    start, end = f'<w:bookmarkStart w:id="90" w:name="{MARK}"/>', '<w:bookmarkEnd w:id="90"/>'
    return docx(document=f"<w:p>{start}{runs}{end}</w:p>")


def _run(found: re.Match[str]) -> str:
    tag, text = ("del", "delText") if found[1] == "d" else ("ins", "t")
    words = f'<w:r><w:{text} xml:space="preserve">{found[2]}</w:{text}></w:r>'
    return f'<w:{tag} w:id="{found.start() + 100}" {WHO}>{words}</w:{tag}>'


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(case: dict[str, Any]) -> None:
    data = data_of(case)
    read, count = (read_odt, count_odt) if "odt" in case else (read_docx, count_docx)
    marks = [mark for mark in place(read(data), SENT) if mark.kind != "untracked_edit"]
    marks = [structs.replace(mark, number=f"R-{number:03}") for number, mark in enumerate(marks, 1)]
    journal, _ = collected([copy("2026-11-24_00000001", marks)], [])
    assert lines([item.remark for item in journal.items]) == case["seen"]
    held: Counter[str] = Counter()
    for item in journal.items:
        for entry in item.remark.returned_in:
            held.update(entry.elements)
    assert held == count(data).kinds, "nothing is lost in the count"


# --- in a footnote ------------------------------------------------------------------------------------

NOTE = "Recensement de l'année passée, hors résidences."


def in_a_note(runs: str) -> bytes:
    """The passage, and its footnote in which somebody changed words."""
    start, end = f'<w:bookmarkStart w:id="90" w:name="{MARK}"/>', '<w:bookmarkEnd w:id="90"/>'
    text = '<w:r><w:t>Le pays compte douze communes.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    note = re.sub(r"\{([di]) ([^}]*)\}", _run, runs)
    return docx(
        document=f"<w:p>{start}{text}{end}</w:p>",
        footnotes=f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{note}</w:p></w:footnote>',
    )


def kept(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (
            kept("Recensement de l'année ") + "{d passée}{i 2023}" + kept(", hors résidences."),
            ["R-001 R-002 remplace « passée » par « 2023 »"],
        ),
        (
            kept("Recensement de l'année ") + "{i 2023}{d passée}" + kept(", hors résidences."),
            ["R-001 R-002 remplace « passée » par « 2023 »"],
        ),
        (
            kept("Recensement de l'année ") + "{d passée}" + kept(", hors ") + "{i les }" + kept("résidences."),
            ["R-001 supprime : « passée »", "R-002 ajoute : « les »"],
        ),
    ],
    ids=["what goes first", "what comes first", "apart"],
)
def test_a_word_replaced_in_a_footnote_is_one_remark(runs: str, seen: list[str]) -> None:
    data = in_a_note(runs)
    marks = [mark for mark in place(read_docx(data), SENT) if mark.kind != "untracked_edit"]
    marks = [structs.replace(mark, number=f"R-{number:03}") for number, mark in enumerate(marks, 1)]
    journal, _ = collected([copy("2026-11-24_00000001", marks)], [])
    remarks = [item.remark for item in journal.items]
    assert lines(remarks) == seen
    assert count_docx(data).kinds == Counter(deletion=1, insertion=1)
    whole = seen_by_people(remarks)[0]
    assert is_in_a_note(whole)
    assert "note de bas de page" in by_hand(structs.replace(whole, confidence=1.0))
