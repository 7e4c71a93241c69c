"""Runs the workflow inside this process. Besides the logger plugin, the only module that imports snakemake."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from snakemake.api import SnakemakeApi
from snakemake.logging import logger
from snakemake.scheduling.greedy import SchedulerSettings
from snakemake.settings.enums import Quietness, RerunTrigger
from snakemake.settings.types import (
    ConfigSettings,
    DAGSettings,
    ExecutionSettings,
    OutputSettings,
    ResourceSettings,
    SchedulingSettings,
)

from restitution.errors import RestitutionError
from restitution.plan.places import where_jobs_run
from restitution.resources import home

TRIGGERS = frozenset({RerunTrigger.INPUT, RerunTrigger.CODE})
Report = Callable[[logging.LogRecord], None]


class _Reporter(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        self._report(record)


def run(project: Path, cores: int, report: Report, targets: Iterable[str] = (), *, force: bool = False) -> None:
    """Make `targets` (paths below `.restitution/`; default: everything) by the workflow of `project`.

    Raises `RestitutionError` when a job fails (what failed was reported on the way).
    """
    project = where_jobs_run(project)
    os.chdir(project)  # the Snakefile's workdir: moves the whole process, and does not come back
    settings = OutputSettings(quiet={Quietness.ALL}, enable_file_logging=False)
    try:
        with SnakemakeApi(settings) as api:
            _listen(report)
            workflow = api.workflow(
                resource_settings=ResourceSettings(cores=cores),
                config_settings=ConfigSettings(),
                snakefile=_snakefile(project),
            )
            dag = workflow.dag(
                DAGSettings(targets=set(targets), rerun_triggers=TRIGGERS, force_incomplete=True, forceall=force)
            )
            dag.execute_workflow(
                execution_settings=ExecutionSettings(lock=False),
                scheduling_settings=SchedulingSettings(scheduler="greedy"),
                scheduler_settings=SchedulerSettings(),
            )
    except RestitutionError:
        raise
    except Exception as error:  # Snakemake raises many kinds; each becomes one of ours
        raise _ours(error) from error
    finally:
        os.chdir(project)


def _listen(report: Report) -> None:
    logger.handlers = [h for h in logger.handlers if not isinstance(h, _Reporter)]
    logger.addHandler(_Reporter(report))


def _snakefile(project: Path) -> Path:
    own = project / "Snakefile"
    return own if own.is_file() else home() / "Snakefile"


def _ours(error: Exception) -> RestitutionError:
    """An error of the workflow as ours: the first of ours that it wraps, else one that names it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RestitutionError):
            return cause
        cause = cause.__cause__ or cause.__context__
    first = str(error).strip().splitlines()
    return RestitutionError(
        "Les documents n'ont pas été construits ; les précédents sont intacts."
        + (f" ({first[0][:200]})" if first and type(error).__name__ != "WorkflowError" else "")
    )
