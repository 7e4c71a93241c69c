"""`restitution build`: prepare, run what is missing, say what became of each note."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType

import msgspec

from restitution import publication
from restitution.errors import Bug, NeedsEditor, RestitutionError, StaleContract, WrongUse
from restitution.forkserver.running import kept, running
from restitution.model import Finding
from restitution.plan.outputs import (
    ALONE,
    ANNEXES,
    ANSWER,
    DOCUMENT,
    MANIFEST,
    PUBLISHED,
    REMARKS,
    STRICT_VARIABLE,
    SURVEY,
    TARGETS_VARIABLE,
    WORK,
)
from restitution.plan.prepare import internal_stands, prepare
from restitution.plan.record import Plan, load
from restitution.progress import Progress
from restitution.progress.stages import Stage
from restitution.stages import found
from restitution.store import disk_trouble

NO_ROOM = 1 << 16
CLUSTER_LOGS = Path(".snakemake", "slurm_logs")
"""Below `.restitution/`: what SLURM's plugin keeps of each job that failed."""
READY = (sys.executable, "-Pm", "restitution.stages.ready")
"""What does the jobs of the workflow."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did."""

    plan: Plan
    seconds: float
    built: bool
    """False when everything stood already."""
    messages: list[str] = []
    stages: list[Stage] = []
    """What ran, in order."""


def build(
    project: Path,
    cores: int,
    progress: Progress,
    targets: Iterable[str] = (),
    *,
    strict: bool = False,
    profile: Path | None = None,
) -> Outcome:
    """Build and publish the documents of `project`. Raises `RestitutionError`; published files are then intact.

    `strict`: publish nothing that one of the editor's checks stops (`NeedsEditor`). `profile`: folder of the
    Snakemake profile that has the jobs done on other machines.
    What is published is the photograph that the last run took. Notes that changed meanwhile make it run once more;
    what changes later awaits the next build.
    """
    start = time.monotonic()
    targets = list(targets)
    os.environ[TARGETS_VARIABLE] = ",".join(targets)  # the Snakefile prepares again, in this process
    os.environ[STRICT_VARIABLE] = "oui" if strict else ""
    with kept():
        plan = prepare(project, targets=targets, meanwhile=lambda: _engine(profile))
        if targets and not plan.publishes_something:
            raise _nothing_to_build(plan, targets)
        if (project / WORK / PUBLISHED).is_file():  # `prepare` takes it away unless all stands as it was published
            return Outcome(plan=plan, seconds=time.monotonic() - start, built=False, messages=plan.said)
        ran, messages = _publish(project, cores, progress, profile)
        if prepare(project, targets=targets).keys != ran.keys:
            ran, later = _publish(project, cores, progress, profile)
            messages = [*dict.fromkeys([*messages, *later])]
    return Outcome(
        plan=ran,
        seconds=time.monotonic() - start,
        built=True,
        messages=[*plan.said, *messages],
        stages=progress.stages,
    )


def _nothing_to_build(plan: Plan, targets: Iterable[str]) -> WrongUse:
    if ANSWER in targets:
        return WrongUse(
            f"« {ANSWER} » : rien à construire, aucune remarque de relecture n'est connue.",
            "Déposez une copie relue dans sources/, ou : restitution review add FICHIER",
        )
    said = plan.settings.transcriptions
    return WrongUse(
        f"« {ALONE} » : rien à construire, restitution.yaml dit « transcriptions: {said} ».",
        "Écrivez « transcriptions: a_part » pour avoir les transcriptions à part.",
    )


def _publish(project: Path, cores: int, progress: Progress, profile: Path | None) -> tuple[Plan, list[str]]:
    """Run the workflow; the plan that it followed and what publishing said.

    Everything is made anew, once, when a working file was not what it should be: no person could do more.
    """
    work = project / WORK
    for force in (False, True):
        try:
            run_workflow(project, cores, progress, force=force, profile=profile)
        except StaleContract:
            if force:
                raise
            continue
        ran, manifest = load(work), publication.read_manifest(work / MANIFEST)
        said = publication.is_said(project / "output", manifest, ran.publishes())
        if said and internal_stands(project, ran, or_beside=True):
            return ran, msgspec.json.decode((work / PUBLISHED).read_bytes(), type=publication.Report).messages
    raise RestitutionError(
        "Les documents publiés ont été modifiés ou retirés pendant la construction.",
        "Relancez « restitution build ».",
    )


def look(project: Path, cores: int, progress: Progress) -> Plan:
    """Bring what the notes give up to date without publishing anything: for `plan`, `status` and `check`."""
    os.environ[TARGETS_VARIABLE] = ""
    plan = prepare(project)
    wanted = (
        "balance.json",
        "conflicts.json",
        "coverage.json",
        SURVEY,
        DOCUMENT,
        ANNEXES,
        REMARKS,
        *found.found_in(plan),
    )
    if not all((project / WORK / name).is_file() for name in wanted):
        run_workflow(project, cores, progress, targets=wanted)
    return plan


def read_notes(project: Path, cores: int, progress: Progress) -> Plan:
    """Bring the unmasked notes up to date, without assembling anything: for the register of people."""
    os.environ[TARGETS_VARIABLE] = ""
    plan = prepare(project)
    wanted = plan.each_lot("notes/{lot}.jsonl")
    if not all((project / WORK / name).is_file() for name in wanted):
        run_workflow(project, cores, progress, targets=wanted)
    return plan


def run_workflow(
    project: Path,
    cores: int,
    progress: Progress,
    targets: Iterable[str] = (),
    *,
    force: bool = False,
    profile: Path | None = None,
) -> None:
    """Run the engine; what a stage said when it failed becomes the error that a person reads."""
    progress.failures.clear()
    progress.expect({lot: len(files) for lot, files in load(project / WORK).sources.items()}, project / WORK)
    with _ready(profile):
        engine = _engine(profile)
        try:
            engine.run(project, cores, progress.report, targets, engine.How(force=force, profile=profile))
        except RestitutionError as error:
            raise failure_of_a_stage(project, progress, elsewhere=profile is not None) or error from error
    progress.remember(project / WORK)


def _engine(profile: Path | None) -> ModuleType:
    """The engine; what does the jobs loads beside it, where it is kept."""
    with _ready(profile):
        logging.disable(logging.WARNING)  # where PATH has no bash, Snakemake says so in English, and does without
        from restitution import engine  # noqa: PLC0415 importing Snakemake takes 1.4 s, and often is not needed

        logging.disable(logging.NOTSET)
        return engine


def _ready(profile: Path | None) -> AbstractContextManager[None]:
    """Have what does the jobs ready; no other machine asks it."""
    return nullcontext() if profile else running(READY)


def failure_of_a_stage(project: Path, progress: Progress, *, elsewhere: bool = False) -> RestitutionError | None:
    """The error that the failed stage left in its log (see `stages.job`), if one failed.

    `elsewhere`: it was to be done by another machine, which may never have begun it.
    """
    logs = [(title, project / WORK / log) for title, logs in progress.failures for log in logs]
    if said := next((words for _, log in logs if (words := _last_words(log))), None):
        return said
    begun = [told for told in logs if _has_begun(told[1])]  # a cluster's job is several stages, told together
    for title, log in (begun or logs)[:1]:
        if shutil.disk_usage(project).free < NO_ROOM:  # the log had no room to say it
            return disk_trouble(OSError(errno.ENOSPC, ""))
        if elsewhere and not begun:
            return RestitutionError(
                f"L'étape « {title} » n'a pas été faite par la grappe ; les documents publiés sont intacts.",
                f"Voir ce qu'en dit la grappe : {project / WORK / CLUSTER_LOGS} ; puis relancez.",
            )
        return Bug(
            f"L'étape « {title} » s'est arrêtée sur une erreur du programme ; rien n'a été perdu.",
            f"Joindre ce fichier à un signalement : {log}",
        )
    return None


def _has_begun(log: Path) -> bool:
    return log.is_file() and log.stat().st_size > 0


def _last_words(log: Path) -> RestitutionError | None:
    try:
        lines = log.read_text("utf-8", "replace").splitlines()
        said = msgspec.json.decode(lines[-1].encode(), type=dict[str, str]) if lines else {}
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    if "message" not in said:
        return None
    known = {kind.__name__: kind for kind in (StaleContract, NeedsEditor)}
    return known.get(said.get("error", ""), RestitutionError)(said["message"], said.get("hint", ""))


def findings(project: Path, plan: Plan) -> list[Finding]:
    """What every stage found, once each, in the order of the files."""
    return found.findings(project / WORK, plan, plan.outputs)
