"""`restitution init`: what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from restitution import resources, store
from restitution.cli import init
from restitution.errors import RestitutionError, WrongUse
from restitution.kit import record
from restitution.kit.given import project_files, starter
from restitution.settings import load_settings

from .conftest import Project

FOLDERS = (
    "",
    "sources",
    "sources/commun",
    "sources/_confidentiel",
    "sources/territoire-a",
    "templates",
    "templates/fiches",
    "output",
)
EXPECTED = {
    "restitution.yaml", "Snakefile", "profiles/default/config.yaml", ".gitignore", ".gitattributes",
    "Construire.cmd", "construire.command", "construire.sh", "docs/reglages.md", "docs/registre.md",
    "docs/schema/personnes.schema.json",
    "sources/_confidentiel/personnes.yaml", "templates/fiches/Visite miroir.docx",
}  # fmt: skip


def create(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    init.run(folder).show()
    return re.sub(r"\s+", " ", capsys.readouterr().out)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_project_holds_all_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mon projet é"
    said = create(folder, capsys)
    files = files_of(folder)
    assert files.keys() >= EXPECTED
    assert {f"{name}/LISEZMOI.txt".lstrip("/") for name in FOLDERS} <= files.keys()
    assert len(files["Snakefile"].splitlines()) <= 9
    assert load_settings(folder / "restitution.yaml").codes == ("TA", "TB")
    assert str(folder) in said
    assert starter() in said


def test_lines_end_as_each_system_reads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create(tmp_path, capsys)
    for name, data in files_of(tmp_path).items():
        if name.endswith((".txt", ".cmd")):
            assert data.count(b"\n") == data.count(b"\r\n") > 0, name
        elif not name.endswith(".docx"):
            assert b"\r" not in data, name
        assert not data.startswith(b"\xef\xbb\xbf"), name


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_what_is_double_clicked_may_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create(tmp_path, capsys)
    for name in ("construire.sh", "construire.command"):
        assert os.access(tmp_path / name, os.X_OK)
    assert (tmp_path / "restitution.yaml").stat().st_mode & 0o111 == 0


def test_nothing_tells_where_the_project_was_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is synchronised with other machines."""
    create(tmp_path / "ici", capsys)
    for name, data in files_of(tmp_path / "ici").items():
        assert os.fsencode(tmp_path) not in data, name
        assert os.fsencode(resources.PACKAGE) not in data, name


def test_a_folder_of_notes_becomes_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {"sources/pays/note.txt": b"une note", "sources/LISEZMOI.txt": b"le mien", "vieux/a.docx": b"x"}
    for name, data in before.items():
        store.write(tmp_path / name, data)
    said = create(tmp_path, capsys)
    assert files_of(tmp_path).items() >= before.items()
    assert "1 gardé tel quel : « sources/LISEZMOI.txt »" in said
    assert "« vieux ». Seul ce qui est dans sources/ est lu." in said


def test_a_project_is_given_only_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create(tmp_path, capsys)
    (tmp_path / "sources/territoire-a").rename(tmp_path / "sources/haute-galdonne")
    (tmp_path / "restitution.yaml").write_text("projet: {titre: Le mien}\n", "utf-8")
    (tmp_path / "Construire.cmd").unlink()
    before = files_of(tmp_path)
    said = create(tmp_path, capsys)
    after = files_of(tmp_path)
    assert after.items() >= before.items()
    assert after.keys() - before.keys() == {"Construire.cmd"}  # and no folder of an example's territory
    assert "est déjà un projet ; ajouté : Construire.cmd." in said
    assert "il n'y manque rien" in create(tmp_path, capsys)


def test_what_was_cut_short_is_taken_up_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = project_files().keys()
    write, names = store.write, []

    def until_the_fifth(path: Path, data: bytes) -> None:
        if len(names) == 5:
            raise KeyboardInterrupt
        names.append(path.name)
        write(path, data)

    monkeypatch.setattr(store, "write", until_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        init.run(tmp_path)
    monkeypatch.undo()
    assert "Projet créé" in create(tmp_path, capsys)
    assert files_of(tmp_path).keys() == wanted | {record.RECORD.as_posix()}


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"x")
    for folder in (tmp_path / "notes.docx", tmp_path / "notes.docx" / "projet"):
        with pytest.raises(WrongUse, match=r"« .*notes.docx » est un fichier"):
            init.run(folder)
    (tmp_path / "projet").mkdir()
    (tmp_path / "projet" / "templates").write_bytes(b"x")
    with pytest.raises(WrongUse, match=r"« templates », dans .*, est un fichier"):
        init.run(tmp_path / "projet")
    assert (tmp_path / "projet" / "templates").read_bytes() == b"x"


def test_no_project_among_the_notes_of_another(project: Project) -> None:
    before = project.tree()
    with pytest.raises(WrongUse, match="dans les notes du projet « mon projet é »"):
        init.run(project.path / "sources" / "territoire-a" / "encore")
    assert project.tree() == before


def test_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, _data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(store, "write", refused)
    with pytest.raises(RestitutionError, match="l'accès à ce dossier est refusé") as told:
        init.run(tmp_path)
    assert "Choisissez un dossier à vous" in told.value.hint
