"""What `restitution update` does to a project: brings what is newer, never over what somebody wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from restitution import store
from restitution.cli import update
from restitution.cli.init import run as init
from restitution.errors import AnotherBuild, WrongUse
from restitution.kit import given, record
from restitution.kit.given import project_files
from restitution.kit.record import RECORD
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import WORK
from restitution.plan.templates import templates

COMMAND = str(Path(sys.executable).parent / "restitution")
CONFIG, README, SHEET = "profiles/default/config.yaml", "sources/LISEZMOI.txt", "templates/fiches/Fiche outil.docx"
MODEL = "templates/plan/portraits.md.j2"
STARTER = "lancer.sh"
FILES = cache(project_files)


def newer() -> dict[str, bytes]:
    """What the next version would ship: three files changed, one new."""
    sheet = FILES()["templates/fiches/Portrait de territoire.docx"]
    changed = {CONFIG: b"cores: 2\nnolock: true\n", README: FILES()[README] + b"Plus.\r\n", SHEET: sheet}
    return FILES() | changed | {STARTER: b"#!/bin/sh\nrestitution build\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "mon projet é"
    init(folder)
    return folder


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, dict[str, bytes]], None]:
    """Be another version of the tool, which ships other files."""

    def become(version: str, files: dict[str, bytes]) -> None:
        for module in (update, given):
            monkeypatch.setattr(module, "version", lambda _name: version)
        monkeypatch.setattr(given, "project_files", lambda: files)

    return become


def run(project: Path, *, show: bool = False, restore: bool = False) -> dict[str, str]:
    """What an update does with each file that is not as shipped today."""
    try:
        before = {file.path: file.fate.value for file in given.stand(project, update.followed(project))}
        update.run(project, show=show, restore=restore).show()
    finally:
        release_build_lock(project / WORK)
    return {path: fate for path, fate in before.items() if fate != "current"}


def tree(project: Path) -> dict[str, bytes]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and WORK.name not in path.parts
    }


def test_nothing_is_done_with_the_tool_that_made_the_project(project: Path) -> None:
    before = tree(project)
    assert run(project) == {}
    assert tree(project) == before


def test_what_nobody_changed_follows_the_tool(project: Path, tool: Callable[..., None]) -> None:
    (project / CONFIG).chmod(0o640)
    tool("0.2.0", newer())
    assert run(project) == {CONFIG: "older", README: "older", SHEET: "older", STARTER: "new"}
    after = tree(project)
    assert {name: after[name] for name in newer()} == newer()
    assert not any(".nouveau" in name for name in after)
    assert run(project) == {}
    assert tree(project) == after
    if os.name != "nt":
        assert (project / CONFIG).stat().st_mode & 0o777 == 0o640
        assert os.access(project / STARTER, os.X_OK)


def test_what_somebody_changed_stays_and_the_new_one_is_laid_beside(
    project: Path, tool: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    own = b"cores: 8\r\nnolock: true\r\n"
    (project / CONFIG).write_bytes(own)
    tool("0.2.0", newer())
    assert run(project)[CONFIG] == "edited"
    assert (project / CONFIG).read_bytes() == own
    assert (project / f"{CONFIG}.nouveau").read_bytes() == newer()[CONFIG]
    shown = " ".join(capsys.readouterr().out.split())
    assert (
        "le nouveau a 1 ligne que le vôtre n'a pas (« cores: 2 ») ; le vôtre a 1 ligne à lui (« cores: 8 »)"
        in shown
    )
    assert run(project) == {CONFIG: "kept"}
    assert "config.yaml.nouveau : reprenez-en" in capsys.readouterr().out
    (project / f"{CONFIG}.nouveau").unlink()
    assert run(project) == {CONFIG: "kept"}
    assert not (project / f"{CONFIG}.nouveau").exists()


def test_what_differs_in_a_sheet_is_told_by_its_words(
    project: Path, tool: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / SHEET).write_bytes(FILES()["templates/fiches/Fiche action.docx"])
    tool("0.2.0", newer())
    assert run(project)[SHEET] == "edited"
    shown = " ".join(capsys.readouterr().out.split())
    assert "Fiche outil.docx : le nouveau a" in shown
    assert "« ✎ Fiche à remplir : Portrait de territoire. Sous" in shown
    assert "« ✎ Fiche à remplir : Fiche action. Sous" in shown


def test_a_later_version_is_laid_over_the_one_that_was_laid_beside(
    project: Path, tool: Callable[..., None]
) -> None:
    (project / CONFIG).write_bytes(b"cores: 8\n")
    tool("0.2.0", newer())
    run(project)
    tool("0.3.0", newer() | {CONFIG: b"cores: 3\n"})
    assert run(project)[CONFIG] == "edited"
    assert (project / f"{CONFIG}.nouveau").read_bytes() == b"cores: 3\n"


def test_words_written_in_the_file_beside_are_kept(project: Path, tool: Callable[..., None]) -> None:
    (project / CONFIG).write_bytes(b"cores: 8\n")
    (project / f"{CONFIG}.nouveau").write_bytes(b"mes essais\n")
    tool("0.2.0", newer())
    run(project)
    assert (project / f"{CONFIG}.nouveau").read_bytes() == b"mes essais\n"
    assert (project / f"{CONFIG}.nouveau-2").read_bytes() == newer()[CONFIG]


def test_taking_the_new_one_makes_it_nobodys_again(project: Path, tool: Callable[..., None]) -> None:
    (project / CONFIG).write_bytes(b"cores: 8\n")
    tool("0.2.0", newer())
    run(project)
    (project / f"{CONFIG}.nouveau").replace(project / CONFIG)
    tool("0.3.0", newer() | {CONFIG: b"cores: 3\n"})
    assert run(project)[CONFIG] == "older"
    assert (project / CONFIG).read_bytes() == b"cores: 3\n"


def test_what_somebody_took_away_stays_away_until_it_is_asked_for(
    project: Path, tool: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / SHEET).unlink()
    (project / "sources/territoire-a").rename(project / "sources/haute-galdonne")
    tool("0.2.0", newer())
    assert run(project)[SHEET] == "deleted"
    assert not (project / SHEET).exists()
    assert not (project / "sources/territoire-a").exists()
    shown = capsys.readouterr().out
    assert SHEET in shown
    assert "restitution update --remettre" in shown
    assert "territoire-a" not in shown
    assert run(project, restore=True) == {SHEET: "deleted"}
    assert (project / SHEET).read_bytes() == newer()[SHEET]


def test_notes_and_settings_are_never_touched(project: Path, tool: Callable[..., None]) -> None:
    (project / README).write_bytes(b"Notre mode d'emploi.\n")
    (project / "restitution.yaml").write_bytes(b"projet: {titre: Le notre}\n")
    (project / "sources/territoire-a/note.md").write_bytes(b"Une note.\n")
    before = {
        name: data for name, data in tree(project).items() if name.startswith(("sources/", "restitution.yaml"))
    }
    tool("0.2.0", newer() | {"restitution.yaml": b"projet: {titre: Autre}\n"})
    assert run(project)[README] == "edited"
    after = {
        name: data for name, data in tree(project).items() if name.startswith(("sources/", "restitution.yaml"))
    }
    assert after == before


def test_ends_of_lines_are_nobodys_work(project: Path, tool: Callable[..., None]) -> None:
    (project / "Snakefile").write_bytes((project / "Snakefile").read_bytes().replace(b"\n", b"\r\n"))
    tool("0.2.0", newer() | {"Snakefile": b"# neuf\n"})
    assert run(project)["Snakefile"] == "older"


def test_a_copied_model_follows_the_tool_until_it_is_changed(
    project: Path, tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Path(update.resources.home(), MODEL).read_bytes()
    store.write(project / MODEL, shipped)
    assert run(project) == {}
    monkeypatch.setattr(update, "followed", lambda _project: {MODEL: b"# Neuf\n"})
    tool("0.2.0", FILES())
    assert run(project) == {MODEL: "older"}
    store.write(project / MODEL, b"# Les miens\n")
    monkeypatch.setattr(update, "followed", lambda _project: {MODEL: b"# Plus neuf\n"})
    tool("0.3.0", FILES())
    assert run(project) == {MODEL: "edited"}
    assert (project / MODEL).read_bytes() == b"# Les miens\n"
    assert (project / f"{MODEL}.nouveau").read_bytes() == b"# Plus neuf\n"
    assert templates(project)["plan/portraits.md.j2"] == b"# Les miens\n"
    assert not any("nouveau" in name for name in templates(project))


def test_a_model_changed_under_this_version_is_not_offered_again(project: Path) -> None:
    store.write(project / MODEL, b"# Les miens\n")
    assert run(project) == {MODEL: "kept"}
    assert not (project / f"{MODEL}.nouveau").exists()


def test_showing_writes_nothing(
    project: Path, tool: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / CONFIG).write_bytes(b"cores: 8\n")
    tool("0.2.0", newer())
    before = tree(project)
    run(project, show=True)
    assert tree(project) == before
    assert not (project / WORK).exists()
    shown = " ".join(capsys.readouterr().out.split())
    assert "rien n'est écrit" in shown
    assert "Le nouveau serait posé à côté : config.yaml.nouveau" in shown


@pytest.mark.parametrize("killed_at", range(7))
def test_killed_between_two_files_it_goes_on(
    killed_at: int, project: Path, tool: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "Snakefile").write_bytes(b"# le mien\n")
    tool("0.2.0", newer() | {"Snakefile": b"# neuf\n"})
    real, left = store.write, [killed_at]

    def write(path: Path, data: bytes) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(path, data)

    monkeypatch.setattr(store, "write", write)
    try:
        run(project)
    except KeyboardInterrupt:
        assert killed_at < 6  # three older, one new, one beside, the record
    monkeypatch.setattr(store, "write", real)
    run(project)
    after = tree(project)
    expected = newer() | {"Snakefile": b"# le mien\n", "Snakefile.nouveau": b"# neuf\n"}
    assert {name: data for name, data in after.items() if name != RECORD.as_posix()} == expected
    assert run(project) == {"Snakefile": "kept"}
    assert tree(project) == after


def test_a_project_without_a_record(project: Path, tool: Callable[..., None]) -> None:
    (project / RECORD).unlink()
    (project / "Snakefile").write_bytes(b"# le mien\n")
    (project / SHEET).unlink()
    tool("0.2.0", newer())
    fates = {README: "older", "Snakefile": "edited", SHEET: "deleted", STARTER: "new", CONFIG: "older"}
    assert run(project) == fates
    assert (project / "Snakefile").read_bytes() == b"# le mien\n"


def test_all_that_was_written_before_the_record_is_known(project: Path) -> None:
    """The list is closed: of what a project holds today, the file that never changed is in it."""
    assert record.print_of((project / ".gitignore").read_bytes()) in record.before_records()[".gitignore"]


def test_two_records_are_one(project: Path, tool: Callable[..., None]) -> None:
    lines = (project / RECORD).read_bytes().splitlines(keepends=True)
    half = len(lines) // 2
    marked = [*lines[:half], b"<<<<<<< HEAD\n", b"{\n"]
    (project / RECORD).write_bytes(b"".join(marked))
    (project / RECORD).with_name("fourni (Copie en conflit de Zoé).jsonl").write_bytes(b"".join(lines[half:]))
    tool("0.2.0", newer())
    assert run(project) == {CONFIG: "older", README: "older", SHEET: "older", STARTER: "new"}


def test_an_older_tool_takes_nothing_back(project: Path, tool: Callable[..., None]) -> None:
    tool("0.10.0", newer())
    run(project)
    before = tree(project)
    tool("0.9.0", FILES())
    with pytest.raises(WrongUse, match=r"version 0\.10\.0 ; votre outil, 0\.9\.0, est plus ancien"):
        run(project)
    assert tree(project) == before


def test_a_link_in_the_place_of_a_file_is_somebodys_own(
    project: Path, tool: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "ailleurs.yaml").write_bytes(b"cores: 1\n")
    (project / CONFIG).unlink()
    try:
        (project / CONFIG).symlink_to(tmp_path / "ailleurs.yaml")
    except OSError:
        pytest.skip("no links here")
    tool("0.2.0", newer())
    assert run(project)[CONFIG] == "edited"
    assert (project / CONFIG).is_symlink()
    assert (tmp_path / "ailleurs.yaml").read_bytes() == b"cores: 1\n"


def command(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_as_people_type_it(project: Path) -> None:
    (project / "docs/reglages.md").unlink()
    done = command("mettre-a-jour", "--json", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["files"] == [{"path": "docs/reglages.md", "state": "deleted", "beside": None, "difference": None}]
    assert told["counts"]["deleted"] == 1
    assert told["counts"]["edited"] == 0
    nowhere = command("update", cwd=project.parent)
    assert nowhere.returncode == 2
    assert "restitution.yaml est introuvable" in nowhere.stderr


def test_a_build_under_way_is_waited_for(project: Path) -> None:
    holding = (
        "import sys; from pathlib import Path; from restitution.plan.locks import hold_build_lock; "
        "hold_build_lock(Path(sys.argv[1])); print('ok', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(project / WORK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(AnotherBuild):
            run(project)
        other.communicate(b"")


def test_the_tools_own_folder_is_no_project() -> None:
    with pytest.raises(WrongUse, match="celui du programme lui-même"):
        update.run(update.resources.home(), show=True, restore=False)
