"""Builds the projects of a programme, each by its own process, as jobs of one small workflow.

One that fails stops no other, and what it had published stays. The page of the programme says where each stands.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from restitution import engine, store
from restitution.errors import AnotherBuild, RestitutionError
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import WORK
from restitution.programme.members import members_of
from restitution.programme.page import publish_page
from restitution.programme.record import DECIDED, INTERRUPTED, Decided, Member, Result, read
from restitution.programme.standing import Standing, copies, documents, team_page
from restitution.progress import Progress
from restitution.resources import home
from restitution.settings.programme import Programme, load_programme


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A project, what its build answered and what stands of it."""

    member: Member
    result: Result
    documents: list[Standing]
    copies: int
    """How many copies to review stand beside them."""
    team_page: str
    log: str
    """What its build said beside its answer: below the programme's folder."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a programme."""

    title: str
    projects: list[Project]
    seconds: float
    page: str
    """Below the programme's folder."""
    messages: list[str]


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How each project is built."""

    targets: Sequence[str] = ()
    strict: bool = False
    cores: int = 1
    profile: Path | None = None


def build_programme(file: Path, how: How, progress: Progress) -> Gathered:
    """Build every project that `file` names. Raises `WrongUse` when the file is wrong, `AnotherBuild`."""
    start = time.monotonic()
    programme = load_programme(file)
    work = file.parent / WORK / "programme" / file.stem
    _hold(work, file)
    followed = _decided(programme, file, how)
    _begin(work, followed)
    progress.expect({}, work)
    said: list[str] = []
    try:
        engine.run(work, _at_once(programme, followed, how), progress.report, how=_engine(how))
    except RestitutionError as error:
        if not any((work / followed.result(member)).is_file() for member in followed.members):
            raise
        said.append(error.message)
    progress.remember(work)
    projects = [_gathered(file.parent, work, followed, member) for member in followed.members]
    page, messages = publish_page(file, work, programme.titre, projects)
    return Gathered(
        title=programme.titre,
        projects=projects,
        seconds=time.monotonic() - start,
        page=page,
        messages=[*said, *messages],
    )


def _hold(work: Path, file: Path) -> None:
    try:
        hold_build_lock(work)
    except AnotherBuild as error:
        raise AnotherBuild(f"« {file.name} » est déjà en construction.", error.hint) from error


def _decided(programme: Programme, file: Path, how: How) -> Decided:
    members = members_of(programme, file)
    together = programme.together or min(how.cores, len(members))
    return Decided(
        title=programme.titre,
        members=members,
        targets=list(how.targets),
        strict=how.strict,
        cores=max(1, how.cores // together),
        profile=str(how.profile or ""),
    )


def _at_once(programme: Programme, followed: Decided, how: How) -> int:
    """Cores of the whole run: no more than lets as many projects as are wanted run together."""
    return programme.together * followed.cores if programme.together else how.cores


def _engine(how: How) -> engine.How:
    return engine.How(snakefile=home() / "scripts" / "programme.smk", profile=how.profile, keep_going=True)


def _begin(work: Path, followed: Decided) -> None:
    """Say what is decided. Every project is asked anew: only its own build knows whether it has anything to do."""
    store.sweep(work)
    for folder in ("results", "spread"):
        for result in (work / folder).glob("*.json"):
            result.unlink()
    store.write(work / DECIDED, store.encode(followed))


def _gathered(home_of_all: Path, work: Path, followed: Decided, member: Member) -> Project:
    folder = Path(member.path)
    try:
        result = read(work / followed.result(member), Result)
    except (FileNotFoundError, msgspec.DecodeError):
        result = INTERRUPTED
    log = work / "logs" / f"{member.key}.log"
    return Project(
        member=member,
        result=result,
        documents=documents(folder),
        copies=copies(folder),
        team_page=team_page(folder),
        log=log.relative_to(home_of_all).as_posix(),
    )
