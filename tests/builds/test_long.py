"""A long project is read in streams and written in portions: it gives what it gives when all is held at once."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from restitution.assembly.outline import GAP
from restitution.desk.project import Desk
from restitution.pandoc.portions import portions
from restitution.plan import WORK
from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.stages import job, streams
from restitution.writers.docx import review as copies
from restitution.writers.docx import writing
from restitution.writers.docx.texts import cut
from restitution.writers.html import writing as html
from restitution.writers.pdf import portions as pdf
from tests.desk.made import LONG, review
from tests.security.pipeline import steps

from .conftest import copy_of_the_example, run

pytestmark = pytest.mark.slow
IN_PORTIONS = (".docx", ".pdf", "retours.zip", "site/index.html", "site/index.json")
"""Endings of what is another file in portions: it is read back, and all that is found of it compared.

The first page of a site tells how much the others weigh."""
NEEDED = {
    "document.json", "balance.json", "survey.json", "shown.jsonl", "remarks.json", "codes.json", "letter.json",
    "copies/relecture/restitution_relecture.json", "findings/pdf.jsonl", "verified/docx.json", "verified/pdf.json",
    "verified/relecture/restitution_relecture.json", "verified/html.json", "build/restitution.html",
    "build/retours.zip", "build/tableau-de-bord.html",
}  # fmt: skip


def reviewed(project: Path) -> Path:
    """The example with remarks on some of its passages, all over it, and on its gaps."""
    copy_of_the_example(project)
    assert run(project, "status", "-q").returncode == 0
    passages = Desk(project).text().passages
    gaps = [structs.replace(one, path="-") for one in passages if one.text == GAP]
    some = [one for one in passages if one.path and one.code and len(one.note_text) >= LONG]
    review(project, [*gaps[:6], *some[:: len(some) // 60]], 60, copies=2)
    return project


def made(project: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the stages give."""
    plan = prepare(project)
    monkeypatch.chdir(project / WORK)
    try:
        found: dict[str, bytes] = {}
        for name, inputs, outputs in steps(plan):
            if name != "publish":
                job.run(project / WORK, name, inputs, outputs)
                found |= {output: (project / WORK / output).read_bytes() for output in outputs}
    finally:
        release_build_lock(project / WORK)
    return found


def test_it_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed(tmp_path / "court")
    shutil.copytree(tmp_path / "court", tmp_path / "long", ignore=shutil.ignore_patterns(WORK))
    short = made(tmp_path / "court", monkeypatch)
    monkeypatch.setattr(streams, "LIGHT", 0)
    monkeypatch.setattr(writing, "portions", partial(portions, size=1))
    monkeypatch.setattr(html, "portions", partial(portions, size=1))
    monkeypatch.setattr(copies, "cut", partial(cut, long=0, size=1))
    monkeypatch.setattr(pdf, "LONG", 0)
    monkeypatch.setattr(pdf, "SIZE", 20_000)
    long = made(tmp_path / "long", monkeypatch)
    assert set(short) > NEEDED
    assert set(long) == set(short)
    others = {name for name in short if long[name] != short[name]}
    assert sorted(name for name in others if not name.endswith(IN_PORTIONS)) == []
    assert others >= {"build/restitution.docx", "build/restitution.pdf"}
