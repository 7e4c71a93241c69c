"""An installed wheel, in a folder with a space and an accent, as an editor would have it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from tests.builds.conftest import ROOT
from tests.builds.reading import docx_text, folded

pytestmark = pytest.mark.slow
NOTES = {
    "territoire-a/atelier du 3 mars.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n"
    "<v Odile Charmeron>La passerelle tiendra encore un hiver.\n",
    "territoire-b/compte rendu.txt": "Visite du lavoir\n\nL'eau y revient deux mois par an.\n",
}


def _tool(uv: str, *words: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([uv, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=280)


def test_the_wheel_builds_a_new_project(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not on PATH")
    bare = {
        key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    }
    made = _tool(uv, "build", "--wheel", "--out-dir", str(tmp_path / "dist"), str(ROOT), cwd=tmp_path, env=bare)
    if made.returncode:
        pytest.skip(f"the wheel cannot be built here: {made.stderr[-300:]}")
    wheel = next((tmp_path / "dist").glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"restitution/_project/Snakefile", "restitution/_project/templates/plan/portraits.md.j2"} <= names
    place = tmp_path / "poste de l'éditrice"
    _tool(uv, "venv", str(place), cwd=tmp_path, env=bare)
    installed = _tool(uv, "pip", "install", "--python", str(place), str(wheel), cwd=tmp_path, env=bare)
    if installed.returncode:
        pytest.skip(f"the packages cannot be installed here: {installed.stderr[-300:]}")

    project = tmp_path / "mon projet é"
    command = str(next(place.glob("*/restitution*")))
    plain = bare | {"PATH": os.defpath}
    _run(plain, command, "init", str(project))
    for name, text in NOTES.items():
        (project / "sources" / name).write_text(text, "utf-8")
    word = docx.Document()
    word.add_heading("Portrait du territoire A", 1)
    word.add_heading("Gouvernance", 2)
    word.add_paragraph("Douze communes se partagent un seul garde champêtre.")
    word.save(str(project / "sources/territoire-a/portrait.docx"))
    _run(plain, command, "build", "--project", str(project))

    text = docx_text(project / "output/restitution.docx")
    for sentence in ("Douze communes se partagent", "L'eau y revient deux mois"):
        assert folded(sentence) in text
    assert folded("La passerelle tiendra encore") in docx_text(project / "output/restitution-annexes.docx")
    for name in ("portrait.docx", "compte rendu.txt", "atelier du 3 mars.vtt"):
        assert name in text
    assert "Charmeron" not in text
    assert "rien n'a changé" in _run(plain, command, "build", "--project", str(project)).casefold()


def _run(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
