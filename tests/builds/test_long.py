"""A long project is read in streams and written in portions: it gives what it gives when all is held at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from restitution.pandoc.portions import portions
from restitution.plan import WORK
from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.stages import job, streams
from restitution.writers.docx import writing
from restitution.writers.pdf import portions as pdf
from tests.security.pipeline import steps

from .conftest import copy_of_the_example

pytestmark = pytest.mark.slow
IN_PORTIONS = {"build/restitution.docx", "build/restitution.pdf"}
"""What is another file in portions: it is read back, and all that is found of it compared."""
OTHERS = ("html", "annexes", "handouts", "diaporama", "lettre")
"""In the names of what is not written here."""
READ_BACK = {"verified/docx.json", "verified/pdf.json"}


def made(project: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the stages give until the DOCX and the PDF are read back."""
    plan = prepare(project)
    monkeypatch.chdir(project / WORK)
    try:
        found: dict[str, bytes] = {}
        for name, inputs, outputs in steps(plan):
            if name in {"write_letter", "compose_meeting"} or any(word in outputs[0] for word in OTHERS):
                continue
            job.run(project / WORK, name, inputs, outputs)
            found |= {output: (project / WORK / output).read_bytes() for output in outputs}
            if found.keys() >= READ_BACK:
                break
    finally:
        release_build_lock(project / WORK)
    return found


def test_it_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = made(copy_of_the_example(tmp_path / "court"), monkeypatch)
    monkeypatch.setattr(streams, "LIGHT", 0)
    monkeypatch.setattr(writing, "portions", partial(portions, size=1))
    monkeypatch.setattr(pdf, "LONG", 0)
    monkeypatch.setattr(pdf, "SIZE", 20_000)
    long = made(copy_of_the_example(tmp_path / "long"), monkeypatch)
    assert {"document.json", "balance.json", "survey.json", "shown.jsonl", "findings/pdf.jsonl", *READ_BACK} < set(
        short
    )
    assert set(long) == set(short)
    assert {name for name in short if long[name] != short[name]} == IN_PORTIONS
