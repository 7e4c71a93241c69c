"""A note whose file did not change is not shaped again when another of its lot does; what is given is the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from restitution.plan import earlier
from restitution.plan.locks import release_build_lock
from restitution.stages import job, normalise

from .conftest import Project

PORTRAIT, SUMMER, VISIT = "territoire-a/portrait.md", "territoire-a/éclairage d'été.txt", "territoire-b/visite.txt"
ALL = {PORTRAIT, SUMMER, VISIT}
RESULT = "notes/territoire-a.jsonl"
OTHERS = "# Portrait\n\n## Gouvernance\n\nTreize communes.\n"

Change = Callable[[Project], object]


def settings(project: Project, old: str, new: str) -> None:
    path = project.path / "restitution.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def row(project: Project, line: str) -> None:
    project.note("classement.csv", f"fichier;genre;territoire;themes;date;statut\n{line}\n")


CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a note": (lambda p: p.note(PORTRAIT, OTHERS), {PORTRAIT}),
    "a note added": (lambda p: p.note("territoire-a/b.txt", "Un mot de plus.\n"), {"territoire-a/b.txt"}),
    "a note taken away": (lambda p: (p.path / "sources" / PORTRAIT).unlink(), set()),
    "a note under another name": (
        lambda p: (p.path / "sources" / PORTRAIT).rename(p.path / "sources/territoire-a/z.md"),
        {"territoire-a/z.md"},
    ),
    "what the editor says of a note": (lambda p: row(p, f"{SUMMER};fiche_theme"), {SUMMER}),
    "what she says of all": (lambda p: row(p, "*;;;;;relu"), ALL),
    "a territory's name": (lambda p: settings(p, "nom: Territoire A", "nom: Pays A"), ALL),
    "a picture beside": (lambda p: p.note("territoire-a/p.png", b"\x89PNG\r\n\x1a\n"), ALL),
    "the title of the report": (lambda p: settings(p, "Titre de la restitution", "Autre titre"), set()),
}


def shaped_by(project: Project, patch: pytest.MonkeyPatch) -> tuple[dict[str, bytes], set[str]]:
    """The notes of each lot as a build gives them, and the files that were shaped for it."""
    done: set[str] = set()
    ours = normalise.shape

    def told(*given: object) -> object:
        done.add(str(given[1]))
        return ours(*given)  # type: ignore[arg-type]

    plan = project.prepared()
    with patch.context() as patched:
        patched.setattr(normalise, "shape", told)
        patched.chdir(project.work)
        for lot in (lot for lot in plan.lots if not (project.work / f"notes/{lot}.jsonl").is_file()):
            job.run(project.work, "intake", [], [f"intake/{lot}.jsonl"])
            job.run(project.work, "normalise", [f"intake/{lot}.jsonl"], [f"notes/{lot}.jsonl"])
    release_build_lock(project.work)
    return {lot: (project.work / f"notes/{lot}.jsonl").read_bytes() for lot in plan.lots}, done


def set_aside(project: Project) -> list[Path]:
    return [path for path in (project.work / earlier.FOLDER).rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_shaped_and_all_is_as_if_made_afresh(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, expected = CHANGES[name]
    shaped_by(project, monkeypatch)
    change(project)
    found, done = shaped_by(project, monkeypatch)
    assert done == expected
    assert set_aside(project) == []
    shutil.rmtree(project.work)
    assert found == shaped_by(project, monkeypatch)[0]


def test_of_what_is_damaged_nothing_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shaped_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    (aside,) = set_aside(project)
    aside.write_bytes(aside.read_bytes().replace("soirée".encode(), "matinée".encode()))
    assert shaped_by(project, monkeypatch)[1] == {PORTRAIT, SUMMER}


def test_a_result_that_is_damaged_is_not_set_aside(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shaped_by(project, monkeypatch)
    result = project.work / RESULT
    result.write_bytes(result.read_bytes().replace("soirée".encode(), "matinée".encode()))
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    assert set_aside(project) == []


def test_two_looks_before_the_job_change_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """One build takes several photographs."""
    shaped_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    project.prepared()
    assert shaped_by(project, monkeypatch)[1] == {PORTRAIT}


def test_nothing_stays_of_a_lot_that_is_gone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shaped_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    assert set_aside(project)
    shutil.rmtree(project.path / "sources/territoire-a")
    project.prepared()
    assert set_aside(project) == []


def test_a_reading_that_a_busy_machine_broke_is_made_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = normalise.readings.each

    def broken(files: list[object]) -> list[object]:
        reads = list(ours(files))  # type: ignore[arg-type]
        for read in reads:
            read.broke = True
        return list(reads)

    with monkeypatch.context() as patched:
        patched.setattr(normalise.readings, "each", broken)
        shaped_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    assert shaped_by(project, monkeypatch)[1] == {PORTRAIT, SUMMER}
