"""Builds on a real SLURM, where Debian's packages are; `python -m tests.cluster` tells the same story."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from restitution.plan.places import project_of_job
from restitution.resources import home

from .__main__ import PROGRAMME
from .slurm import PACKAGES, missing

ROOT = Path(__file__).parents[2]
PROFILE = home() / "profiles" / "slurm" / "config.yaml"
PLUGIN = "snakemake_executor_plugin_slurm"


@pytest.mark.slow
@pytest.mark.parametrize("what", ["", PROGRAMME])
def test_a_build_that_loses_a_machine_ends_equal_to_a_local_one(what: str) -> None:
    if absent := missing():
        pytest.skip(f"no SLURM here ({', '.join(absent)}): apt-get install {PACKAGES}")
    if importlib.util.find_spec(PLUGIN) is None:
        pytest.skip("no SLURM plugin here: uv sync --extra cluster")
    done = subprocess.run(
        [sys.executable, "-m", "tests.cluster", what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "égaux, octet pour octet" in done.stdout


def test_the_profile_names_rules_that_exist() -> None:
    """A rule that is misspelt there would be sent with too little memory, without a word."""
    said = yaml.safe_load(PROFILE.read_text("utf-8"))
    rules = {
        line.split()[-1 if " as " not in line else line.split().index("as") + 1].strip(":")
        for path in (home() / "scripts").rglob("*.smk")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(("rule ", "use rule "))
    }
    named = {one.partition(":")[0] for one in said["set-resources"]} | {
        one.partition("=")[0] for one in said["groups"]
    }
    assert named <= rules


def test_a_job_finds_its_project_wherever_it_begins() -> None:
    assert project_of_job(Path("/p/projet")) == Path("/p/projet")
    assert project_of_job(Path("/p/projet/.restitution")) == Path("/p/projet")
