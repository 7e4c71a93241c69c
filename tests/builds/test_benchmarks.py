"""The commands that measure run, and print their tables; what they measure is judged by who reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.benchmarks.carry import CORPUS
from tests.builds.conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["build.py", "2", "1"], "rien à faire"),
        (["headings.py"], "ensemble"),
        (["carry.py"], "ensemble"),
        (["hostile.py", "--together", "--only", "docx_macro|csv_formula"], "0 défaut(s)"),
    ],
    ids=["build", "headings", "carry", "hostile"],
)
def test_a_benchmark_prints_its_table(command: list[str], says: str) -> None:
    if command == ["carry.py"] and not CORPUS.is_dir():
        pytest.skip("le corpus que cette mesure lit n'est pas là")
    script = ROOT / "tests" / "benchmarks" / command[0]
    done = subprocess.run(
        [sys.executable, str(script), *command[1:]],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
