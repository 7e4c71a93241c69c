"""Old Word files in a project: what its setting, and the machine, make of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from restitution import office, store
from restitution.intake.recognise import NO_OFFICE, SET_ASIDE
from restitution.model import Intake, Note, Shaped
from restitution.plan.locks import release_build_lock
from restitution.stages import converting, job
from tests.machinery.conftest import Project

from .build import word

SAMPLES = Path(__file__).parent / "samples"
LOT = "territoire-a"
NAME = f"{LOT}/vieux compte rendu.doc"
LOST = f"{LOT}/perdu.doc"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path / "mon projet é")
    made.note(NAME, (SAMPLES / "titres.doc").read_bytes())
    made.note(LOST, word([("Un document sans styles ni pages.\r", False)], flags=0x100))
    yield made
    release_build_lock(made.work)


def converts(project: Project) -> None:
    path = project.path / "restitution.yaml"
    path.write_text(f"{path.read_text('utf-8')}\nconvertir_doc: oui\n", "utf-8")


def records(project: Project, monkeypatch: pytest.MonkeyPatch) -> dict[str, Note | Intake]:
    plan = project.prepared()
    monkeypatch.chdir(project.work)
    intake, notes = f"intake/{LOT}.jsonl", f"notes/{LOT}.jsonl"
    job.run(project.work, "intake", [], [intake])
    job.run(project.work, "normalise", [intake], [notes])
    found = [line.note or line.intake for line in store.read_contract(Path(notes), plan.keys[notes], Shaped)]
    return {one.source.path if isinstance(one, Intake) else one.path: one for one in found if one is not None}


def test_without_the_setting_it_is_set_aside(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    found = records(project, monkeypatch)[NAME]
    assert isinstance(found, Intake)
    assert (found.state, found.reason) == ("set_aside", SET_ASIDE["doc"])


def test_without_libreoffice_it_is_set_aside(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "found", lambda: "")
    converts(project)
    found = records(project, monkeypatch)[NAME]
    assert isinstance(found, Intake)
    assert (found.state, found.reason) == ("set_aside", NO_OFFICE)


@pytest.mark.skipif(not office.found(), reason="LibreOffice n'est pas installé")
@pytest.mark.slow
def test_it_is_a_note_to_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    converts(project)
    found = records(project, monkeypatch)
    note, refused = found[NAME], found[LOST]
    assert isinstance(note, Note)
    assert note.format == "doc"
    assert note.words_in == note.words_note
    assert converting.CONVERTED in [finding.message for finding in note.findings]
    assert isinstance(refused, Intake)
    assert "mot de passe" in refused.reason
    monkeypatch.setattr(converting, "frozen", None)  # read once: the cache has it
    assert records(project, monkeypatch)[NAME] == note
