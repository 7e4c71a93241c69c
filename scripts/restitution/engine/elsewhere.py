"""Where jobs run when they do not run here: what a Snakemake profile says, read by Snakemake itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from snakemake.settings.types import (
    ExecutionSettings,
    GroupSettings,
    RemoteExecutionSettings,
    ResourceSettings,
    SchedulingSettings,
    StorageSettings,
)
from snakemake_interface_common.exceptions import InvalidPluginException

from restitution.errors import RestitutionError, WrongUse


@dataclass(frozen=True)
class Where:
    """An executor and what it needs to know; by default this machine."""

    executor: str = "local"
    executor_settings: Any = None
    resources: ResourceSettings = field(default_factory=ResourceSettings)
    execution: ExecutionSettings = field(default_factory=ExecutionSettings)
    remote: RemoteExecutionSettings = field(default_factory=RemoteExecutionSettings)
    groups: GroupSettings = field(default_factory=GroupSettings)
    scheduling: SchedulingSettings = field(default_factory=SchedulingSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)


def elsewhere(profile: Path) -> Where:
    """What the profile of a folder says. Raises `WrongUse` when Snakemake does not understand it."""
    from snakemake.cli import get_argument_parser  # noqa: PLC0415 half a second, and only for a cluster
    from snakemake_interface_executor_plugins.registry import ExecutorPluginRegistry  # noqa: PLC0415

    try:
        said: Any = get_argument_parser(profiles=[profile]).parse_args([])
    except SystemExit as error:  # it has said on standard error what is wrong, in English
        raise WrongUse(
            f"Le profil « {profile.name} » n'est pas compris par Snakemake (détail en anglais ci-dessus).",
            f"Corrigez {profile / 'config.yaml'}. Pour une grappe SLURM, installez l'extension de Snakemake : "
            "pip install 'restitution[cluster]'",
        ) from error
    executor = said.executor or "local"
    try:
        plugin = ExecutorPluginRegistry().get_plugin(executor)
    except InvalidPluginException as error:
        raise RestitutionError(
            f"Le profil « {profile.name} » demande l'exécuteur « {executor} », qui n'est pas installé.",
            "Installez l'extension de Snakemake : pip install 'restitution[cluster]'",
        ) from error
    return Where(
        executor=executor,
        executor_settings=plugin.get_settings(said),
        resources=_resources(said),
        execution=ExecutionSettings(latency_wait=said.latency_wait, retries=said.retries),
        remote=_remote(said),
        groups=GroupSettings(overwrite_groups=said.groups, group_components=said.group_components),
        scheduling=SchedulingSettings(max_jobs_per_timespan=said.max_jobs_per_timespan),
        storage=StorageSettings(shared_fs_usage=said.shared_fs_usage),
    )


def _resources(said: Any) -> ResourceSettings:
    return ResourceSettings(
        nodes=said.jobs,
        local_cores=said.local_cores,
        resources=said.resources,
        overwrite_threads=said.set_threads,
        overwrite_resources=said.set_resources,
        default_resources=said.default_resources,
    )


def _remote(said: Any) -> RemoteExecutionSettings:
    return RemoteExecutionSettings(
        jobname=said.jobname,
        max_status_checks_per_second=said.max_status_checks_per_second,
        seconds_between_status_checks=said.seconds_between_status_checks,
        envvars=said.envvars,
        job_deploy_sources=said.job_deploy_sources,
        precommand=said.precommand,
    )
