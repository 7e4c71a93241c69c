"""How long nothing may move before a watched project is built."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from restitution.watch import seen
from restitution.watch.seen import BRIEF, LIGHT, QUIET, look, settled

NOTE, OTHER = Path("sources", "a", "note.md"), Path("sources", "a", "autre.md")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources" / "a").mkdir(parents=True)
    for path in (NOTE, OTHER):
        (tmp_path / path).write_text("# Portrait\n", "utf-8")
    monkeypatch.setattr(time, "sleep", _waits.append)
    _waits.clear()
    return tmp_path


_waits: list[float] = []


def waited(project: Path, known: seen.Seen) -> list[float]:
    settled(project, look(project), known)
    return _waits


def test_one_note_that_was_saved_again_is_waited_for_briefly(project: Path) -> None:
    known = look(project)
    (project / NOTE).write_text("# Portrait\n\nSeize communes.\n", "utf-8")
    assert waited(project, known) == [BRIEF]


def test_two_notes_may_be_followed_by_others(project: Path) -> None:
    known = look(project)
    for path in (NOTE, OTHER):
        (project / path).write_text("# Portrait\n\nSeize communes.\n", "utf-8")
    assert waited(project, known) == [QUIET]


def test_a_note_that_is_new_may_be_followed_by_others(project: Path) -> None:
    known = look(project)
    (project / "sources" / "a" / "arrivée.md").write_text("# Une arrivée\n", "utf-8")
    assert waited(project, known) == [QUIET]


@pytest.mark.parametrize("becomes", [b"", b"x" * (LIGHT + 1)])
def test_an_empty_or_large_file_may_be_half_written(project: Path, becomes: bytes) -> None:
    known = look(project)
    (project / NOTE).write_bytes(becomes)
    assert waited(project, known) == [QUIET]


def test_a_note_that_is_gone_may_come_back(project: Path) -> None:
    known = look(project)
    (project / NOTE).unlink()
    assert waited(project, known) == [QUIET]


def test_the_first_look_waits(project: Path) -> None:
    assert waited(project, {}) == [QUIET]


def test_what_still_moves_after_a_brief_wait_is_waited_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = look(project)
    (project / NOTE).write_text("# Portrait\n\nSeize\n", "utf-8")

    def sleep(seconds: float) -> None:
        _waits.append(seconds)
        if len(_waits) < 3:
            (project / NOTE).write_text(f"# Portrait\n\nSeize communes{len(_waits) * '.'}\n", "utf-8")

    monkeypatch.setattr(time, "sleep", sleep)
    assert waited(project, known) == [BRIEF, QUIET, QUIET]
