"""What a person or a machine may do to copies that came home: no remark is lost, doubled or given to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.conservation.review_count import ReviewCount
from restitution.ooxml.package import write_package
from restitution.plan import taking
from restitution.plan.arrivals import journal_files
from restitution.plan.taking import take_in
from restitution.review.balance import balance_of, imbalance
from restitution.review.copies import copies_of
from restitution.review.journal import Collected, collected
from tests.review.returned_docx import docx, parts_of

HOME = "sources/relectures"
COMMENT = (
    '<w:comment w:id="{0}" w:author="Marie" w:date="2026-10-08T14:05:00Z"><w:p><w:r><w:t>{1}</w:t></w:r></w:p>'
    "</w:comment>"
)
PARAGRAPH = (
    '<w:p><w:bookmarkStart w:id="9{0}" w:name="src_000000000{0}"/><w:commentRangeStart w:id="{0}"/>'
    '<w:r><w:t>{1}</w:t></w:r><w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'
    '<w:ins w:id="8{0}" w:author="Marie" w:date="2026-10-08T14:06:00Z"><w:r><w:t> ajout {0}</w:t></w:r></w:ins>'
    '<w:bookmarkEnd w:id="9{0}"/></w:p>'
)
TEXTS = ("Le pays compte douze communes.", "Le siège est au moulin de Roncelles.")


def copy(*texts: str, said: str = "Vraiment ?") -> bytes:
    """A copy with a comment and an insertion in each paragraph."""
    return docx(
        document="".join(PARAGRAPH.format(number, text) for number, text in enumerate(texts, 1)),
        comments="".join(COMMENT.format(number, f"{said} {number}") for number, _ in enumerate(texts, 1)),
    )


def journal(project: Path) -> tuple[Collected, str]:
    """All remarks, and what does not balance."""
    found, _ = collected(copies_of(dict(journal_files(project)))[0], [])
    return found, imbalance(found, balance_of(found, [item.remark for item in found.items]))


def numbers(project: Path) -> list[str]:
    found, trouble = journal(project)
    assert not trouble
    return [item.remark.number for item in found.items]


@pytest.mark.parametrize("seen", [0, 1, 5], ids=["le lecteur n'a rien lu", "il en manque", "le compte en a moins"])
def test_what_reader_and_counter_disagree_about_is_a_remark_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: int
) -> None:
    counted = {0: 9, 1: 3, 5: 1}[seen]
    monkeypatch.setitem(taking.COUNTERS, "docx", lambda _: ReviewCount({"comment": 2, "insertion": counted}))
    taken = take_in(tmp_path, copy(*TEXTS), "retour.docx")
    found, trouble = journal(tmp_path)
    assert not trouble
    assert found.in_files == {"comment": 2, "insertion": counted}
    assert f"insertions : {counted} comptés, 2 lus" in " ".join(taken.counts.problems)
    unread = [item.remark for item in found.items if "dans l'original" in item.remark.text]
    assert len(unread) == (counted > 2)
    assert len(found.items) == 4 + len(unread)


def test_a_file_that_is_no_copy_gives_its_remarks_and_not_its_text(tmp_path: Path) -> None:
    taken = take_in(tmp_path, copy(*TEXTS), "note.docx")
    assert [mark.kind for mark in taken.new] == ["comment", "insertion"] * 2
    assert "copie" in " ".join(taken.counts.problems)


def test_a_file_that_nobody_can_read_stops_nothing_and_is_told(tmp_path: Path) -> None:
    broken = write_package(parts_of({"document": ""}) | {"word/document.xml": b"\0\1\2"})
    taken = take_in(tmp_path, broken, "retour.docx")
    assert taken.counts.problems
    assert not journal(tmp_path)[1]
