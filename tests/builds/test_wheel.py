"""An installed wheel, in a folder with a space and an accent, as an editor would have it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from tests.builds.conftest import ROOT
from tests.builds.reading import docx_text, folded
from tests.people.agreements import agreed

pytestmark = pytest.mark.slow
NOTES = {
    "territoire-a/atelier du 3 mars.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n"
    "<v Odile Charmeron>La passerelle tiendra encore un hiver.\n",
    "territoire-b/compte rendu.txt": "Visite du lavoir\n\nL'eau y revient deux mois par an.\n",
}


UNREACHED = (
    "failed to fetch",
    "error sending request",
    "dns error",
    "could not connect",
    "connectivity is disabled",
)
"""What uv says when it cannot have a package, in small letters."""
WRONG = "#!/bin/sh\necho 'ce Python ne sait rien de restitution' >&2\nexit 99\n"


def test_the_wheel_builds_a_new_project(tmp_path: Path) -> None:
    place = tmp_path / "poste de l'éditrice {x}"
    command = _installed(tmp_path, place)
    project = tmp_path / "mon projet é"
    plain = {
        "PATH": str(_without_its_python(tmp_path / "chemin")),
        "HOME": str(tmp_path),
        "UV_TOOL_BIN_DIR": str(command.parent),
    }
    _run(plain, str(command), "init", str(project))
    for name, text in NOTES.items():
        (project / "sources" / name).write_text(text, "utf-8")
    agreed(project, *(name for name in NOTES if name.endswith(".vtt")))
    word = docx.Document()
    word.add_heading("Portrait du territoire A", 1)
    word.add_heading("Gouvernance", 2)
    word.add_paragraph("Douze communes se partagent un seul garde champêtre.")
    word.save(str(project / "sources/territoire-a/portrait.docx"))
    starter = str(project / "construire.sh")
    assert "Les documents sont dans le dossier output." in _run(plain, starter)

    text = docx_text(project / "output/restitution.docx")
    for sentence in ("Douze communes se partagent", "L'eau y revient deux mois"):
        assert folded(sentence) in text
    assert folded("La passerelle tiendra encore") in docx_text(project / "output/restitution-annexes.docx")
    for name in ("portrait.docx", "compte rendu.txt", "atelier du 3 mars.vtt"):
        assert name in text
    assert "Charmeron" not in text
    assert "rien n'a changé" in _run(plain, starter).casefold()


def _installed(tmp_path: Path, place: Path) -> Path:
    """The command of a wheel built from this checkout, installed in `place` as an editor does it."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not on PATH")
    own = {"UV_TOOL_DIR": str(place / "outils"), "UV_TOOL_BIN_DIR": str(place / "commandes")}
    bare = {
        key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    } | own
    dist = tmp_path / "dist"
    _or_skip(bare, uv, "build", "--wheel", "--out-dir", str(dist), str(ROOT), cwd=tmp_path)
    wheel = next(dist.glob("*.whl"))
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
        asked = package.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert {"restitution/_project/Snakefile", "restitution/_project/templates/plan/portraits.md.j2"} <= names
    assert _asked_for(asked, ">=") == _asked_for(asked, "==") >= {"snakemake", "typst"}  # each as it was tested
    _or_skip(bare, uv, "tool", "install", str(wheel), cwd=tmp_path)
    return place / "commandes" / "restitution"


def _asked_for(metadata: str, sign: str) -> set[str]:
    """The packages that a wheel always asks for, by a version with that sign."""
    return set(re.findall(rf"^Requires-Dist: ([\w.-]+)[^;\n]*{sign}[^;\n]*$", metadata, re.MULTILINE))


def _or_skip(env: dict[str, str], *command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=280)
    if done.returncode and any(word in done.stderr.casefold() for word in UNREACHED):
        pytest.skip(f"the packages cannot be had here: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr


def _without_its_python(folder: Path) -> Path:
    """A PATH with a shell, and programs named `python` that are not the one that runs the tool."""
    folder.mkdir()
    (folder / "bash").symlink_to(shutil.which("bash") or "/bin/sh")
    for name in ("python", "python3"):
        (folder / name).write_text(WRONG, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def _run(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        command, env=env, input="\n", capture_output=True, encoding="utf-8", check=False, timeout=280
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
