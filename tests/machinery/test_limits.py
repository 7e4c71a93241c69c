"""The limits of a file, and the word of the editor that lifts them for it alone."""

from __future__ import annotations

import hashlib

import pytest

from restitution import limits
from restitution.model import Source
from restitution.readers.batch import File
from restitution.stages import reading
from restitution.stages.normalise import is_lifted

from .conftest import Project

LONG = ("La crue emporte la passerelle.\n\n" * 20).encode()


def test_they_are_what_they_were_when_nobody_lifts_them() -> None:
    with limits.lifted():
        assert limits.now().text == limits.LIFTED * limits.USUAL.text
    assert limits.now() == limits.USUAL


@pytest.mark.parametrize("lifted", [False, True])
def test_a_long_text_is_read_when_somebody_answers_for_it(lifted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "USUAL", limits.Limits(text=200))
    (read,) = reading.each([File("crues.txt", "txt", LONG, lifted=lifted)])
    assert ("partagez-le" in read.refused) is not lifted
    assert read.words_in == (0 if not lifted else 5 * 20)


def test_another_content_is_not_concerned(project: Project) -> None:
    hashed = hashlib.sha256(LONG).hexdigest()
    line = f"limites: [{{empreinte: {hashed[:8]}, motif: relevé des crues, par: Maud}}]\n"
    path = project.path / "restitution.yaml"
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    plan = project.prepared()
    assert is_lifted(plan, Source(path="a", sha256=hashed))
    assert not is_lifted(plan, Source(path="a", sha256="0" * 64))
    assert not is_lifted(plan, Source(path="a", sha256=None))
