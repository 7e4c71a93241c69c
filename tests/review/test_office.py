"""The reviewer of the tests does what she says, or tells why not."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.review.office import office


@pytest.mark.slow
def test_the_office_reviews_a_file_and_ends(tmp_path: Path) -> None:
    file, back = tmp_path / "a.docx", tmp_path / "b.docx"
    made = docx.Document()
    made.add_paragraph("Le marché est vide le mardi.")
    made.add_paragraph("Personne ne sait pourquoi.")
    made.save(str(file))
    operations = [
        {"do": "comment", "on": "marché", "text": "Lequel ?", "author": "Élise Martin"},
        {"do": "insert", "after": "vide", "text": " ou presque", "author": "Paul Roux"},
        {"do": "retype", "on": "sait", "text": "dit", "tracked": False},
        {"do": "delete", "on": "absent"},
    ]
    with office(tmp_path) as libreoffice:
        told = libreoffice.review(file, back, operations)
    assert told[:3] == ["ok"] * 3
    assert told[3].startswith("NotThere")
    saved = docx.Document(io.BytesIO(back.read_bytes()))
    assert [comment.text for comment in saved.comments] == ["Lequel ?"]
    assert saved.paragraphs[1].text == "Personne ne dit pourquoi."
    assert 'w:author="Paul Roux"' in saved.element.xml
