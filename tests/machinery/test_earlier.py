"""A note whose file did not change is neither shaped nor masked again when another of its lot does.

What the build gives is the same.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from restitution import store
from restitution.plan import earlier
from restitution.plan.locks import release_build_lock
from restitution.stages import job, normalise, pseudonymise

from .conftest import Project

PORTRAIT, SUMMER, VISIT = "territoire-a/portrait.md", "territoire-a/éclairage d'été.txt", "territoire-b/visite.txt"
ALL = {PORTRAIT, SUMMER, VISIT}
NEW = "territoire-a/b.txt"
RESULT = "notes/territoire-a.jsonl"
OTHERS = "# Portrait\n\n## Gouvernance\n\nTreize communes.\n"

REGISTER = "personnes:\n  - {nom: Aline Tréboul, niveau: pseudonyme}\n"
PICTURES = "fichier;legende;credit;texte_alternatif;personnes;accord\nx.jpg;;;;Zoé;non\n"

Change = Callable[[Project], object]


def settings(project: Project, old: str, new: str) -> None:
    path = project.path / "restitution.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def added(project: Project, line: str) -> None:
    path = project.path / "restitution.yaml"
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")


def row(project: Project, line: str) -> None:
    project.note("classement.csv", f"fichier;genre;territoire;themes;date;statut\n{line}\n")


CHANGES: dict[str, tuple[Change, set[str], set[str]]] = {
    "nothing": (lambda _: None, set(), set()),
    "a note": (lambda p: p.note(PORTRAIT, OTHERS), {PORTRAIT}, {PORTRAIT}),
    "a note added": (
        lambda p: p.note("territoire-a/b.txt", "Un mot de plus.\n"),
        {"territoire-a/b.txt"},
        {"territoire-a/b.txt"},
    ),
    "a note taken away": (lambda p: (p.path / "sources" / PORTRAIT).unlink(), set(), set()),
    "a note under another name": (
        lambda p: (p.path / "sources" / PORTRAIT).rename(p.path / "sources/territoire-a/z.md"),
        {"territoire-a/z.md"},
        {"territoire-a/z.md"},
    ),
    "what the editor says of a note": (lambda p: row(p, f"{SUMMER};fiche_theme"), {SUMMER}, {SUMMER}),
    "what she says of all": (lambda p: row(p, "*;;;;;relu"), ALL, ALL),
    "a territory's name": (lambda p: settings(p, "nom: Territoire A", "nom: Pays A"), ALL, ALL),
    "a picture beside": (lambda p: p.note("territoire-a/p.png", b"\x89PNG\r\n\x1a\n"), ALL, ALL),
    "the title of the report": (lambda p: settings(p, "Titre de la restitution", "Autre titre"), set(), set()),
    "who somebody is": (lambda p: p.note("_confidentiel/personnes.yaml", REGISTER), set(), ALL),
    "names shown": (lambda p: added(p, "noms: affiches"), set(), ALL),
    "who is on a picture": (lambda p: p.note("photos.csv", PICTURES), set(), ALL),
}


class Made(NamedTuple):
    """What a build gives of each lot, by result; the files that were shaped, and masked, for it."""

    results: dict[str, bytes]
    shaped: set[str]
    masked: set[str]


def made_by(project: Project, patch: pytest.MonkeyPatch) -> Made:
    """Do the jobs of the lots that a build would do."""
    shaped, masked = set[str](), set[str]()
    shape, mask = normalise.shape, pseudonymise.told

    def told_of_shaping(*given: Any) -> Any:
        shaped.add(given[1])
        return shape(*given)

    def told_of_masking(*given: Any) -> Any:
        masked.add(given[0].path)
        return mask(*given)

    plan = project.prepared()
    with patch.context() as patched:
        patched.setattr(normalise, "shape", told_of_shaping)
        patched.setattr(pseudonymise, "told", told_of_masking)
        patched.chdir(project.work)
        for name, given, made in ((name, given, made) for lot in plan.lots for name, given, made in jobs(lot)):
            if not all((project.work / result).is_file() for result in made):
                job.run(project.work, name, given, made)
    release_build_lock(project.work)
    results = (result for lot in plan.lots for _, _, made in jobs(lot) for result in made)
    return Made({result: (project.work / result).read_bytes() for result in results}, shaped, masked)


def jobs(lot: str) -> list[tuple[str, list[str], list[str]]]:
    intake, notes, public = (f"{folder}/{lot}.jsonl" for folder in ("intake", "notes", "public"))
    return [
        ("intake", [], [intake]),
        ("normalise", [intake], [notes]),
        ("pseudonymise", [notes], [public, f"findings/pseudonymise/{lot}.jsonl"]),
    ]


def set_aside(project: Project) -> list[Path]:
    return [path for path in (project.work / earlier.FOLDER).rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_shaped_and_all_is_as_if_made_afresh(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, shaped, masked = CHANGES[name]
    made_by(project, monkeypatch)
    change(project)
    found = made_by(project, monkeypatch)
    assert (found.shaped, found.masked) == (shaped, masked)
    assert set_aside(project) == []
    shutil.rmtree(project.work)
    assert found.results == made_by(project, monkeypatch).results


def test_of_what_is_damaged_nothing_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    for aside in set_aside(project):
        aside.write_bytes(aside.read_bytes().replace("soirée".encode(), "matinée".encode()) + b"\n")
    again = made_by(project, monkeypatch)
    assert again.shaped == again.masked == {PORTRAIT, SUMMER}


def test_of_what_another_version_made_nothing_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    for aside in set_aside(project):
        store.write_sealed(
            aside, b'{"contract": "notes", "key": "x"}\n{"note": {"chemin": "autre"}, "found": "deux"}\n'
        )
    again = made_by(project, monkeypatch)
    assert again.shaped == again.masked == {PORTRAIT, SUMMER}


def test_where_nothing_can_be_set_aside_all_is_made_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    made_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    with monkeypatch.context() as patched:
        patched.setattr(store, "write_sealed", refused)
        project.prepared()
    again = made_by(project, monkeypatch)
    assert again.shaped == again.masked == {PORTRAIT, SUMMER}


def test_a_result_that_is_damaged_is_not_set_aside(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(project, monkeypatch)
    result = project.work / RESULT
    result.write_bytes(result.read_bytes().replace("soirée".encode(), "matinée".encode()))
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    assert project.work / earlier.FOLDER / RESULT not in set_aside(project)


def test_two_looks_before_the_job_change_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """One build takes several photographs."""
    made_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    project.prepared()
    project.prepared()
    assert made_by(project, monkeypatch).shaped == {PORTRAIT}


def test_nothing_stays_of_a_lot_that_is_gone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(project, monkeypatch)
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
        made_by(project, monkeypatch)
    project.note(PORTRAIT, OTHERS)
    assert made_by(project, monkeypatch).shaped == {PORTRAIT, SUMMER}
