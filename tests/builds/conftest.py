"""The worked example in a folder of its own, and the commands run there as a person runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_PROJECT = ("restitution.yaml", "sources", "templates", "profiles")


def copy_of_the_example(folder: Path) -> Path:
    """What a clone of this project holds, without its code."""
    for name in OF_A_PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("projet"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


def run(project: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command of `restitution`, as a person runs it."""
    command = [str(Path(sys.executable).parent / "restitution"), *words, "--project", str(project)]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)


def built(project: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
    """What a build that ended well said."""
    done = run(project, "build", *words, env=env)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Traceback" not in said
    return said
