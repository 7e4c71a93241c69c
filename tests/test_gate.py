"""The gate: what a reviewer would otherwise have to say by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SNAKEFILES = ["Snakefile", *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "scripts").rglob("*.smk"))]
GATES = {
    "ruff check": ["ruff", "check", "scripts", "tests"],
    "ruff format": ["ruff", "format", "--check", "scripts", "tests"],
    "mypy": ["mypy"],
    "import floors": ["importlinter.cli", "lint"],
    "snakefmt": ["snakefmt", "--check", *SNAKEFILES],
}


@pytest.mark.parametrize("name", GATES)
def test_gate(name: str) -> None:
    module, *arguments = GATES[name]
    command = [sys.executable, "-m", module, *arguments]
    if module == "importlinter.cli":
        command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
