"""A poster is searched as every file of `output/` is, with and without bleed."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.plan import WORK

from .project import leaks_of, project_of, read_notes

pytestmark = pytest.mark.slow
POSTERS = [f"affiches/{folder}territoire-TA.pdf" for folder in ("", "imprimeur/")]


@pytest.mark.parametrize(
    ("contact", "found"), [("contact@example.org", set()), ("Nadège Vauquelin", set(POSTERS))]
)
def test_a_name_on_a_poster_is_found(tmp_path: Path, contact: str, found: set[str]) -> None:
    project = project_of(tmp_path / "mon projet é", "affiches")
    path = project / "restitution.yaml"
    path.write_text(path.read_text("utf-8").replace("projet:\n", f"projet:\n  contact: {contact}\n", 1), "utf-8")
    read_notes(project)
    assert {leak.file for leak in leaks_of(project / WORK, POSTERS)} == found
