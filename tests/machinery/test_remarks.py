"""What the editor reads of what was found: whose it is, where it stands, each remark once."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.cli.one_file import with_findings
from restitution.cli.remarks import shown_ones, tell_after_build
from restitution.model import Finding, Reading, SourceStatus
from restitution.pandoc import ast
from restitution.shaping.verbatims import with_verbatims


def test_a_mark_left_open_is_told_of_its_note_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ast.para(ast.leaf(ast.string("Avant [verbatim]la halle."), "paragraphe 3"))
    found = with_verbatims(Reading(blocks=[said]), "pays/note.docx").findings
    assert shown_ones(found) == ([], found)
    tell_after_build(tmp_path, found)
    assert "pays/note.docx, paragraphe 3 : « [verbatim] » n'est pas refermé" in capsys.readouterr().out


def test_a_glossary_s_remark_is_of_the_editor_s_tables() -> None:
    remark = Finding(code="glossaire", level="warning", message="ligne 2 : …", path="commun/glossaire.csv")
    assert shown_ones([remark]) == ([remark], [])


def test_a_recording_that_waits_is_told_with_the_files_that_wait_alone() -> None:
    waits = Finding(code="accord", level="warning", message="Sans accord.", path="pays/atelier.vtt")
    other = Finding(code="titre", level="warning", message="Sans titre.", path="pays/note.md")
    assert shown_ones([waits, other]) == ([], [other])


def test_a_file_shows_what_later_stages_found_in_it_once() -> None:
    first, later = (
        Finding(code=code, level="warning", message=code, path="a.md") for code in ("titre", "graphie")
    )
    source = SourceStatus(path="a.md", sha256="0", state="taken", findings=[first])
    assert with_findings(source, [first, later]).findings == [first, later]
