"""A copy that a program only opened and saved holds no edit, with its bookmarks or without."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from restitution.review.docx import read_docx
from restitution.review.placing import place
from tests.writers.office import converted


@pytest.mark.slow
@pytest.mark.parametrize("name", ["restitution.docx", "relecture/restitution_relecture.docx"])
def test_libreoffice_opened_and_saved_it(example: Path, tmp_path: Path, name: str) -> None:
    data = (example / "output" / name).read_bytes()
    (tmp_path / "back").mkdir()
    returned = read_docx(converted(data, "copie.docx", "docx", tmp_path / "back"))
    assert returned.sent is not None
    assert len(returned.sent.passages) > 2000
    assert place(returned, returned.sent) == []
    bare = [structs.replace(paragraph, bookmarks=[]) for paragraph in returned.paragraphs]
    assert place(structs.replace(returned, paragraphs=bare), returned.sent) == []
