"""What a project puts in `templates/`: what replaces a shipped file, and what was meant to and does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution import resources
from restitution.plan.templates import replaced, templates, told_of_unused

PLAN = "plan/methode.md.j2"
UNUSED = {
    "Reference.docx": "reference.docx, en minuscules",
    "modèle.docx": "Renommez ce fichier",
    "Charte.DOTX": "reference.dotx, en minuscules",
    "reference.doc": "enregistrez-le au format .docx",
    "reference.odt": "enregistrez-le au format .docx",
}


def put(project: Path, name: str, data: bytes) -> None:
    path = project / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("name", UNUSED)
def test_a_word_template_that_does_not_serve_is_told(name: str, tmp_path: Path) -> None:
    put(tmp_path, name, b"PK")
    (told,) = told_of_unused(tmp_path)
    assert told.startswith(f"templates/{name} n'a pas servi de modèle Word : ")
    assert UNUSED[name] in told


def test_one_that_serves_is_not_told_and_an_empty_one_is(tmp_path: Path) -> None:
    assert told_of_unused(tmp_path) == []
    put(tmp_path, "reference.docx", b"PK")
    put(tmp_path, "~$reference.docx", b"PK")
    assert told_of_unused(tmp_path) == []
    put(tmp_path, "reference.docx", b"")
    assert "vide (0 octet)" in told_of_unused(tmp_path)[0]


def test_a_copy_that_was_not_changed_is_still_the_tool_s(tmp_path: Path) -> None:
    shipped = (resources.home() / "templates" / PLAN).read_bytes()
    put(tmp_path, PLAN, shipped)
    assert replaced(tmp_path) == {}
    put(tmp_path, PLAN, b"# Autre")
    assert replaced(tmp_path) == {PLAN: shipped}
    assert templates(tmp_path)[PLAN] == b"# Autre"


def test_fonts_of_a_project_stand_beside_ours(tmp_path: Path) -> None:
    ours = sorted(path.name for path in resources.shipped_fonts().iterdir() if path.is_file())
    put(tmp_path, "fonts/Maison.ttf", b"neuve")
    put(tmp_path, f"fonts/{ours[0]}", b"autre")
    with resources.fonts(tmp_path) as folder:
        assert sorted(path.name for path in folder.iterdir()) == sorted([*ours, "Maison.ttf"])
        assert (folder / ours[0]).read_bytes() == b"autre"
    assert not folder.exists()
