"""`--profile`: which one is meant, what is understood of it, what is said of a job that no machine did."""

from __future__ import annotations

from pathlib import Path

import pytest

from restitution.build import failure_of_a_stage
from restitution.cli.build import found_profile
from restitution.errors import Bug, RestitutionError, WrongUse
from restitution.plan.outputs import WORK
from restitution.progress import Progress
from restitution.resources import home

LOG = "logs/assemble.log"


def test_a_profile_of_the_project_comes_before_a_shipped_one(tmp_path: Path) -> None:
    assert found_profile("", tmp_path) is None
    assert found_profile("slurm", tmp_path) == (home() / "profiles" / "slurm").resolve()
    own = tmp_path / "profiles" / "slurm" / "config.yaml"
    own.parent.mkdir(parents=True)
    own.touch()
    assert found_profile("slurm", tmp_path) == own.parent.resolve()


def test_an_unknown_profile_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Profil inconnu : « slrum »") as told:
        found_profile("slrum", tmp_path)
    assert "Attendu : slurm" in told.value.hint


@pytest.mark.slow
def test_what_a_profile_says_is_understood(tmp_path: Path) -> None:
    from restitution.engine.elsewhere import elsewhere  # noqa: PLC0415 it imports Snakemake

    said = "executor: local\njobs: 7\nretries: 2\nset-resources: ['assemble:mem_mb=9']\ngroups: ['intake=lot']\n"
    (tmp_path / "config.yaml").write_text(said, "utf-8")
    where = elsewhere(tmp_path)
    assert (where.executor, where.resources.nodes, where.execution.retries) == ("local", 7, 2)
    assert where.groups.overwrite_groups == {"intake": "lot"}
    assert "assemble" in where.resources.overwrite_resources


@pytest.mark.slow
def test_an_executor_that_is_not_installed_is_told(tmp_path: Path) -> None:
    from restitution.engine.elsewhere import elsewhere  # noqa: PLC0415 it imports Snakemake

    (tmp_path / "config.yaml").write_text("executor: inconnu\n", "utf-8")
    with pytest.raises(RestitutionError, match="profil"):
        elsewhere(tmp_path)


def test_a_job_that_no_machine_did_is_no_bug(tmp_path: Path) -> None:
    progress = Progress(quiet=True)
    progress.failures.append(("Assemble le document", [LOG]))
    told = failure_of_a_stage(tmp_path, progress, elsewhere=True)
    assert told is not None
    assert "n'a pas été faite par la grappe" in told.message
    assert "slurm_logs" in told.hint
    (tmp_path / WORK / "logs").mkdir(parents=True)
    (tmp_path / WORK / LOG).write_text("Traceback", "utf-8")
    assert isinstance(failure_of_a_stage(tmp_path, progress, elsewhere=True), Bug)


def test_of_stages_that_went_together_the_one_that_speaks_is_heard(tmp_path: Path) -> None:
    progress = Progress(quiet=True)
    progress.failures += [("Assemble le document", [LOG]), ("Retrouve la place", ["logs/reconcile.log"])]
    (tmp_path / WORK / "logs").mkdir(parents=True)
    (tmp_path / WORK / LOG).touch()
    (tmp_path / WORK / "logs/reconcile.log").write_text(
        '{"message": "Une phrase.", "hint": "Quoi faire."}', "utf-8"
    )
    told = failure_of_a_stage(tmp_path, progress, elsewhere=True)
    assert told is not None
    assert told.message == "Une phrase."
