"""The date on the cover: the settings', else the newest of notes and visits made; never of a note of the tool."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from restitution.model import Note, Passage
from restitution.pandoc import ast
from restitution.plan import Plan
from restitution.settings import Project, Settings, Territory, Visit
from restitution.stages.assemble import newest_day

OFFERED = "a/contributions de relecture/Enjeux - Marie (R-003).md"


def note(path: str, *dates: str, text: str = "Un lycée.") -> Note:
    passage = Passage(block=ast.para(ast.string(text)), role="text", section="")
    return Note(path=path, sha256="", format="md", kind=None, classified=False, title="", territories=[],
                dates=list(dates), passages=[passage])  # fmt: skip


def plan(*visits: Visit) -> Plan:
    settings = Settings(
        projet=Project(titre="T"),
        territoires=(Territory(code="TA", nom="A"), Territory(code="TB", nom="B")),
        visites=visits,
    )
    return Plan(
        project="", settings=settings, sources={}, classification=[], templates={}, anchors="",
        source_date_epoch="", outputs=[], keys={},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("notes", "visits", "day"),
    [
        ([note("a.md", "2026-04-02"), note("b.md", "2026-04-10")], [], "2026-04-10"),
        ([note("a.md", "2026-04-02"), note(OFFERED, "2026-11-02")], [], "2026-04-02"),
        ([note(OFFERED, "2026-11-02", text="Le 3 novembre 2026.")], [], ""),
        ([note("a.md", text="Le 3 mars 2026.")], [], "2026-03-03"),
        ([note("a.md", "2026-04-02")], [Visit(type="miroir", hote="TA", realisee=("2026-05-20",))], "2026-05-20"),
        ([note("a.md", "2026-04-02")], [Visit(type="miroir", hote="TA", prevue=("2026-09-15",))], "2026-04-02"),
    ],
    ids=[
        "the newest note",
        "a text accepted in review",
        "nothing else",
        "a text",
        "a visit made",
        "a visit planned",
    ],
)
def test_the_newest_day(notes: Sequence[Note], visits: Sequence[Visit], day: str) -> None:
    assert newest_day(plan(*visits), list(notes)) == day
