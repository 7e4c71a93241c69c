"""What a copy says of when: never what is no date for XML, which Word would refuse to open."""

from __future__ import annotations

import pytest

from restitution.ooxml.word import W
from restitution.ooxml.word_comments import Message
from restitution.returns.copies.docx import DocxCopy
from restitution.returns.copies.marks import Change, Comment, Marks

from . import texts


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-11-02", "2026-11-02T00:00:00"),
        ("2026-11-02T09:30", "2026-11-02T09:30:00"),
        ("2026-11-02T09:30:15Z", "2026-11-02T09:30:15Z"),
        ("hier", None),
        ("", None),
    ],
)
def test_a_date_is_written_as_xml_wants_it(said: str, written: str | None) -> None:
    comment = Comment(paragraph=0, start=0, end=2, messages=[Message("Paul Roux", said, "Lequel ?")], keys=[])
    change = Change(paragraph=0, start=3, end=9, new="bourg", author="Paul Roux", date=said)
    copy = DocxCopy(texts.docx([[("plain", "Le marché")]]), []).written(
        Marks(comments=[comment], changes=[change]), "0123456789abcdef a"
    )[".docx"]
    marks = [
        *texts.part(copy, "word/comments.xml").iter(W + "comment"),
        *texts.part(copy, "word/document.xml").iter(W + "ins", W + "del"),
    ]
    assert [mark.get(W + "date") for mark in marks] == [written] * 3
