"""What is said when the engine stops before every project has answered: a machine lost, a queue closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from restitution import engine, programme, store
from restitution.errors import RestitutionError
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import WORK
from restitution.programme import How, build_programme
from restitution.programme.record import INTERRUPTED, Result, decided
from restitution.progress import Progress

CLOSED = RestitutionError("La file est fermée.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "programme.yaml"
    file.write_text("titre: T\nprojets: [a, b]\n", "utf-8")
    return file


def stopping(answers: int, how_it_ran: list[Any]) -> Any:
    """An engine that stops once so many projects have answered."""

    def run(work: Path, cores: int, _report: object, how: engine.How) -> None:
        how_it_ran.append((cores, how.keep_going))
        followed = decided(work)
        for member in followed.members[:answers]:
            store.write(work / followed.result(member), store.encode(Result(code=0)))
        raise CLOSED

    return run


def test_who_answered_keeps_its_answer(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(programme.engine, "run", stopping(1, ran))
    gathered = build_programme(file, How(cores=4), Progress(quiet=True))
    assert [project.result.state for project in gathered.projects] == ["published", "interrupted"]
    assert gathered.projects[1].result == INTERRUPTED
    assert gathered.messages == [CLOSED.message]
    assert ran == [(4, True)]
    assert "interrompu" in (file.parent / gathered.page).read_text("utf-8")
    release_build_lock(file.parent / WORK / "programme" / "programme")


def test_when_none_answered_the_reason_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme.engine, "run", stopping(0, []))
    with pytest.raises(RestitutionError, match="La file est fermée"):
        build_programme(file, How(), Progress(quiet=True))
    release_build_lock(file.parent / WORK / "programme" / "programme")


def test_answers_of_an_earlier_run_are_not_taken_for_todays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme.engine, "run", stopping(2, []))
    build_programme(file, How(), Progress(quiet=True))
    monkeypatch.setattr(programme.engine, "run", stopping(1, []))
    gathered = build_programme(file, How(), Progress(quiet=True))
    assert [project.result.state for project in gathered.projects] == ["published", "interrupted"]
    release_build_lock(file.parent / WORK / "programme" / "programme")
