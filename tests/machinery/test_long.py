"""A long project: one stage at a time reads a document whole, and what we wrote ourselves may be large."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from restitution import limits
from restitution.errors import UnreadableSource
from restitution.ooxml.package import open_ours, open_package, write_package
from restitution.plan import record

from .conftest import Project

RULES = Path(__file__).parents[2] / "scripts" / "rules"
TOGETHER = frozenset(
    {
        "intake", "normalise", "pseudonymise", "collect_reviews", "collect_corrections", "write_handouts",
        "verify_handouts", "verify_site",
    }
)  # fmt: skip
"""Rules of a lot, of remarks or of small documents: several run at once, however long the project is."""


def test_a_rule_that_reads_whole_documents_has_the_machine_for_itself() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in sorted(RULES.glob("*.smk")))
    rules = {
        rule[1]: rule[0] for rule in re.finditer(r"^rule (\w+):.*?(?=^rule |\Z)", texts, re.DOTALL | re.MULTILINE)
    }
    assert rules.keys() > TOGETHER
    for name, text in rules.items():
        assert ("threads: ALONE" in text) is (name not in TOGETHER), name


def test_a_project_is_long_by_its_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = project.prepared()
    count = sum(map(len, plan.sources.values()))
    assert not plan.is_long
    for most, is_long in ((count, False), (count - 1, True)):
        monkeypatch.setattr(record, "LONG", most)
        assert plan.is_long is is_long


@pytest.mark.slow
def test_a_long_project_is_built(project: Project) -> None:
    for number in range(record.LONG + 1):
        project.note(f"territoire-b/{number}.txt", f"Le moulin numéro {number} tourne.\n")
    project.build("docx", "--cores", "2")
    assert (project.path / "output" / "restitution.docx").is_file()


def test_what_we_wrote_may_be_larger_than_what_others_send(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_package({"a.xml": b"a" * 150, "b.xml": b"b"})
    monkeypatch.setattr(limits, "USUAL", limits.Limits(part=100))
    with pytest.raises(UnreadableSource):
        open_package(data)
    assert open_ours(data) == {"a.xml": b"a" * 150, "b.xml": b"b"}
    assert open_package(data, "b.xml".__eq__) == {"b.xml": b"b"}
