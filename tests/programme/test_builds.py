"""A programme, as a person builds it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from restitution.cli.init import run as init

pytestmark = pytest.mark.slow
MISTAKE = "\nclef: 3\n"


def built(folder: Path, *words: str, code: int) -> dict[str, Any]:
    command = [sys.executable, "-Pm", "restitution.cli", "build", "--programme", str(folder / "programme.yaml")]
    done = subprocess.run([*command, "--json", *words], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == code, done.stdout + done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def states(answer: dict[str, Any]) -> dict[str, str]:
    return {project["path"]: project["state"] for project in answer["projects"]}


def test_one_that_fails_stops_no_other_and_keeps_its_documents(tmp_path: Path) -> None:
    for name in ("l'été é", "nord"):
        init(tmp_path / name)
    (tmp_path / "programme.yaml").write_text("titre: Essai\nprojets: [disparu, nord, l'été é]\n", "utf-8")
    first = built(tmp_path, "docx", code=1)
    assert states(first) == {"disparu": "not_built", "nord": "published", "l'été é": "published"}
    stood = (tmp_path / "nord" / "output" / "restitution.docx").read_bytes()

    with (tmp_path / "nord" / "restitution.yaml").open("a", encoding="utf-8") as settings:
        settings.write(MISTAKE)
    second = built(tmp_path, "docx", code=1)
    assert states(second) == {"disparu": "not_built", "nord": "not_built", "l'été é": "unchanged"}
    assert (tmp_path / "nord" / "output" / "restitution.docx").read_bytes() == stood
    (nord,) = [project for project in second["projects"] if project["path"] == "nord"]
    assert [document["path"] for document in nord["outputs"]] == ["output/restitution.docx"]
    assert "clé inconnue « clef »" in nord["message"]
    page = (tmp_path / second["page"]).read_text("utf-8")
    assert "../nord/output/restitution.docx" in page
    assert "clé inconnue « clef »" in page
