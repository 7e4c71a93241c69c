"""Runs the workflow inside this process. Besides the logger plugin, the only module that imports snakemake."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

import msgspec
from snakemake.api import SnakemakeApi
from snakemake.logging import logger
from snakemake.scheduling.greedy import SchedulerSettings
from snakemake.settings.enums import Quietness, RerunTrigger
from snakemake.settings.types import ConfigSettings, DAGSettings, OutputSettings
from snakemake.workflow import Workflow

from restitution.engine.elsewhere import Where, elsewhere
from restitution.errors import RestitutionError
from restitution.plan.places import where_jobs_run
from restitution.resources import home

TRIGGERS = frozenset({RerunTrigger.INPUT, RerunTrigger.CODE})
_NAMES = vars(sys.modules[Workflow.__module__])
"""Those of Snakemake's own module, in which it runs a Snakefile."""
_OWN_NAMES = dict(_NAMES)
"""The same before any was run."""
Report = Callable[[logging.LogRecord], None]


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How a workflow runs."""

    snakefile: Path | None = None
    """Another than that of the project."""
    profile: Path | None = None
    """Folder of the Snakemake profile that sends jobs to other machines; none: they run here."""
    keep_going: bool = False
    """Whether jobs go on that do not need one that failed."""
    force: bool = False
    """Whether everything is made anew."""


HERE: Final = How()


class _Reporter(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        self._report(record)


def run(project: Path, cores: int, report: Report, targets: Iterable[str] = (), how: How = HERE) -> None:
    """Make `targets` (paths below `.restitution/`; default: everything) by the workflow of `project`.

    Raises `RestitutionError` when a job fails (what failed was reported on the way).
    """
    project = where_jobs_run(project)
    on_end = signal.getsignal(signal.SIGTERM)
    os.chdir(project)  # the Snakefile's workdir: moves the whole process, and does not come back
    settings = OutputSettings(quiet={Quietness.ALL}, enable_file_logging=False)
    try:
        with SnakemakeApi(settings) as api:
            _listen(report)
            where = elsewhere(how.profile) if how.profile else Where()
            workflow = api.workflow(
                resource_settings=replace(where.resources, cores=cores),
                config_settings=ConfigSettings(),
                storage_settings=where.storage,
                snakefile=how.snakefile or _snakefile(project),
            )
            dag = workflow.dag(
                DAGSettings(
                    targets=set(targets), rerun_triggers=TRIGGERS, force_incomplete=True, forceall=how.force
                )
            )
            dag.execute_workflow(
                executor=where.executor,
                execution_settings=replace(where.execution, lock=False, keep_going=how.keep_going),
                remote_execution_settings=where.remote,
                group_settings=where.groups,
                scheduling_settings=replace(where.scheduling, scheduler="greedy"),
                executor_settings=where.executor_settings,
                scheduler_settings=SchedulerSettings(),
            )
    except RestitutionError:
        raise
    except Exception as error:  # Snakemake raises many kinds; each becomes one of ours
        raise _ours(error) from error
    finally:
        os.chdir(project)
        _forget(on_end)


def _forget(on_end: Callable[[int, FrameType | None], object] | int | None) -> None:
    """Leave nothing of a run behind: its names, its results kept in memory, its hold of SIGTERM.

    Each run would keep the one before alive, half a megabyte of rules and jobs.
    """
    if on_end is not None and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, on_end)
    for name in _NAMES.keys() - _OWN_NAMES.keys():
        del _NAMES[name]
    _NAMES.update(_OWN_NAMES)
    for kept in _caches():
        kept.cache_clear()


def _caches() -> Iterator[Any]:
    """What Snakemake remembers of each job, with the job itself."""
    modules = [module for name, module in sys.modules.items() if name.startswith("snakemake.persistence")]
    for kind in (value for module in modules for value in vars(module).values() if isinstance(value, type)):
        yield from (member for member in vars(kind).values() if hasattr(member, "cache_clear"))


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
