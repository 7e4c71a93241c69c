"""Where a project lies: too deep, on a network, or half of it online only. Windows is simulated."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution import disk
from restitution.errors import RestitutionError, WrongUse
from restitution.plan import places
from restitution.publication.editions import EDITIONS, NOTES

from .conftest import Project

LONG_NAME = "x" * 60


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A folder whose path leaves our files no room in the 259 letters of Windows."""
    folder = tmp_path
    while len(str(folder)) < disk.LONGEST_PATH - places.OUR_LONGEST:
        folder = folder / "Communauté de communes"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_a_project_too_deep_for_windows_is_told_how_much(deep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(places, "_takes_long_paths", lambda _: False)
    with pytest.raises(WrongUse) as told:
        places.refuse_unready(deep)
    over = len(str(deep)) + 1 + places.OUR_LONGEST - disk.LONGEST_PATH
    assert f"son chemin a {len(str(deep))} lettres, {over} de trop" in told.value.message
    assert r"C:\Projets" in told.value.hint


def test_a_windows_that_takes_long_paths_is_asked_once_it_matters(
    deep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.refuse_unready(deep)  # not on Windows: no limit
    monkeypatch.setattr(disk, "WINDOWS", True)
    places.refuse_unready(deep)  # this machine made the path that was asked for
    assert not (deep / ".restitution").exists()  # it may be the doctor's question

    def refuse(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "The system cannot find the path specified")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(WrongUse, match="trop profond"):
        places.refuse_unready(deep)


def test_no_path_of_ours_is_longer_than_we_say(project: Project) -> None:
    plan = project.pretend_built()
    here = [path.relative_to(project.path).as_posix() for path in project.path.rglob("*")]
    shipped = [path for path in here if not path.startswith("sources/")]
    lots = [f".restitution/stamps/findings/pseudonymise/{'x' * 40}-123456--001.jsonl"]
    kept = [(EDITIONS / LONG_NAME / NOTES / ("0" * 64)).as_posix()]
    assert plan.keys
    assert max(map(len, [*shipped, *lots, *kept])) <= places.OUR_LONGEST


def test_a_path_that_is_no_text_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="ne sait pas lire"):
        places.refuse_unready(tmp_path / "projet \udce9t\udce9")


@pytest.mark.parametrize(
    "name",
    [
        "sources/relectures/.ancres.jsonl.icloud",
        "sources/relectures/ancres.jsonl.nextcloud",
        "sources/relectures/2026-11-26_0a1b2c3d/.comptes.json.icloud",
        "sources/choix/.verbatims.csv.icloud",
        "sources/.classement.csv.icloud",
        "sources/editions/relecture-juin/edition.json.nextcloud",
        "templates/reference.docx.nextcloud",
        ".restitution.yaml.icloud",
    ],
)
def test_nothing_is_built_without_a_file_of_ours_that_is_only_online(project: Project, name: str) -> None:
    project.file(name, b"bplist00")
    with pytest.raises(WrongUse) as told:
        project.prepared()
    assert f"« {name} » n'est qu'en ligne : rien n'est construit" in told.value.message


def test_a_note_that_is_only_online_stops_nothing(project: Project) -> None:
    project.note("territoire-a/.portrait.docx.icloud", b"bplist00")
    assert project.prepared()


def test_another_copy_of_the_choices_is_told_where_nobody_would_look(project: Project) -> None:
    project.file("sources/choix/verbatims-DESKTOP-AB12CD3.csv", "fichier;repere\n")
    project.file("sources/choix/verbatims.csv", "")
    (said,) = (sentence for sentence in project.prepared().said if "autre exemplaire" in sentence)
    assert said.startswith("sources/choix/verbatims-DESKTOP-AB12CD3.csv : autre exemplaire de verbatims.csv")


# --- the network ------------------------------------------------------------------------------------

DRIVES = {r"\\serveur\partage": "Z:\\"}


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (r"\\serveur\partage\Restitution\été", ["Z:\\", "Restitution", "été"]),
        (r"\\SERVEUR\Partage\Restitution", ["Z:\\", "Restitution"]),
        (r"\\serveur\partage", ["Z:\\"]),
    ],
)
def test_jobs_run_from_the_letter_of_a_connected_drive(project: str, expected: list[str]) -> None:
    assert places.where_jobs_run(Path(project), DRIVES) == Path(*expected)


def test_without_a_letter_it_is_said_how_to_have_one() -> None:
    with pytest.raises(RestitutionError) as told:
        places.where_jobs_run(Path(r"\\serveur\autre\Restitution"), DRIVES)
    assert told.value.message.startswith("Le dossier « Restitution » est ouvert par son adresse sur le réseau")
    assert r"\\serveur\autre" in told.value.hint


def test_elsewhere_a_project_stays_where_it_is(tmp_path: Path) -> None:
    assert places.where_jobs_run(tmp_path) == tmp_path
