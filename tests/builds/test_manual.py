"""Each command that the manual shows, run as it is shown, in a copy of the built example."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from docs.pictures.returned import returned_copy

from tests.manual.shown import KNOWN, Shown, in_blocks, words_of

pytestmark = pytest.mark.slow
STAGES: dict[str, Callable[[Path], object]] = {
    "copie_relue": lambda project: returned_copy(project, project / "copie-de-Paul.docx"),
}
SHOWN = [one for one in in_blocks() if one.line not in KNOWN["not_run"]]


@pytest.fixture(scope="module")
def project(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(example, tmp_path_factory.mktemp("manuel") / "Cap 2040 é"))


@pytest.mark.parametrize("shown", SHOWN, ids=[f"{one.place} {one.line}" for one in SHOWN])
def test_the_command_does_what_the_page_says(project: Path, shown: Shown) -> None:
    if stage := KNOWN["stage"].get(shown.line):
        STAGES[stage](project)
    program, *words = words_of(shown.line)
    done = subprocess.run(
        [str(Path(sys.executable).parent / program), *words],
        cwd=project,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert done.returncode == KNOWN["codes"].get(shown.line, 0), said
    assert "Traceback" not in said
    assert said.strip()
