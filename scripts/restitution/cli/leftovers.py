"""What earlier builds published and this one does not renew: never taken away, always told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from restitution import disk, publication
from restitution.messages import french_date, listed, plural
from restitution.plan import Plan, copies, handouts, site
from restitution.plan.outputs import (
    ALONE,
    DASHBOARD,
    INTERNAL_MANIFEST,
    MANIFEST,
    OF_ANSWER,
    OUTPUTS,
    PAGE,
    PAGE_MANIFEST,
    RETURNS,
    SLIPS,
    WORK,
    file_of,
    original_of,
    outputs_of,
    site_of,
)
from restitution.publication import OUTPUT, internal
from restitution.settings import Settings

NO_SPEECH: Final = "plus aucune transcription n'est à part, retirez ce fichier"
NO_REMARK: Final = "il n'y a plus de remarque à laquelle répondre, ou « relecture » n'est plus demandé"
NOT_ASKED: Final = (
    ", page qui n'est plus renouvelée : « {0} » n'est pas dans « sorties ». « restitution build {0} » {1}"
)
NO_PLACE: Final = "n’a plus lieu d’être, retirez-la"
NOT_THIS_TIME: Final = ""
"""Of an output that the settings ask for, and that this build was not asked to make."""
TEAM_PAGES: Final = {
    RETURNS: (internal.FOLDER / internal.INDEX, "refait ces pages une fois ; sinon, retirez ce dossier"),
    DASHBOARD: (internal.TEAM / internal.DASHBOARD, "la refait une fois ; sinon, retirez-la"),
}
"""Word of `sorties` -> the page by which its files are known, and what a command and a hand can do."""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """A published file of an earlier build."""

    path: str
    """Below the project."""
    day: str
    """When it was published, ISO."""
    why: str
    """Why this build does not renew it; empty when only a target kept it from doing so."""


def earlier(project: Path, plan: Plan) -> list[Earlier]:
    """Every published file that stands and that `plan` does not renew."""
    found = chain(
        _documents(project, plan), _copies(project, plan), _of_folders(project, plan), _team_pages(project, plan)
    )
    return [
        Earlier(path=path.as_posix(), day=disk.day((project / path).stat().st_mtime), why=why)
        for path, why in found
        if (project / path).is_file()
    ]


def told_of(files: Iterable[Earlier]) -> list[str]:
    """A sentence each; one for all those that the next whole build makes anew."""
    files = list(files)
    said = [
        f"{one.path} date d'une construction précédente ({french_date(one.day)}){one.why}."
        for one in files
        if one.why != NOT_THIS_TIME
    ]
    waiting = [one.path for one in files if one.why == NOT_THIS_TIME]
    if waiting:
        said.append(
            f"Pas demandés cette fois, d'une construction précédente : {listed(waiting)}. "
            "Pour les refaire : « restitution build »."
        )
    return said


def in_short(files: Sequence[Earlier]) -> str:
    """One sentence of all of them, where nothing else is told; empty when there is none."""
    if not files:
        return ""
    many = plural(len(files), "fichier publié date", "fichiers publiés datent")
    named = files[0].path if len(files) == 1 else f"{files[0].path}…"
    return f"{many} d'une construction précédente ({named}) : « restitution status » dit pourquoi."


Found = Iterator[tuple[Path, str]]


def _documents(project: Path, plan: Plan) -> Found:
    """The files of the publication and the letter. One without a word today is none of those that are renewed."""
    files = publication.read_manifest(project / WORK / MANIFEST).files
    wanted = outputs_of(plan.settings)
    for word, name in OUTPUTS.items():
        is_empty = name in files and not files[name].sha256
        if word in plan.outputs and not is_empty:
            continue
        if word not in wanted or is_empty:
            yield OUTPUT / name, f" : {_why_not(word, plan.settings)}"
        elif name in files and files[name].key != plan.keys[f"verified/{word}.json"]:
            yield OUTPUT / name, NOT_THIS_TIME


def _why_not(word: str, settings: Settings) -> str:
    if word in OF_ANSWER:
        return NO_REMARK
    asked = word.removeprefix(f"{ALONE}-")
    return NO_SPEECH if asked in settings.sorties else f"« {asked} » n'est plus demandé"


def _copies(project: Path, plan: Plan) -> Found:
    """Copies to review that this build leaves as they were."""
    files = publication.read_manifest(project / WORK / MANIFEST).files
    today = {file_of(word) for word in {*outputs_of(plan.settings), *plan.outputs}}
    known = copies.every_copy(plan.settings)
    for name in sorted(files):
        if files[name].sha256 and name.startswith(copies.FOLDERS) and name not in {*today, *OUTPUTS.values()}:
            copy = name.removesuffix(".docx")
            again = (
                f"« restitution build {copy} » la refait" if copy in known else "n’a plus lieu d’être, retirez-la"
            )
            yield OUTPUT / name, f" : {again}"


def _of_folders(project: Path, plan: Plan) -> Found:
    """Posters, sheets and the web site of another day: not asked for any more, or of a territory that is gone."""
    files = publication.read_manifest(project / WORK / MANIFEST).files
    today = {*outputs_of(plan.settings), *plan.outputs}
    known = {*handouts.every_handout(plan.settings), *site_of(plan.settings)}
    for name in sorted(name for name in files if handouts.is_handout(name) or site.is_site(name)):
        if files[name].sha256 and name not in today:
            asked = name.partition("/")[0]
            yield OUTPUT / name, f" : {f'« {asked} » n’est plus demandé' if name in known else NO_PLACE}"
        elif name in plan.outputs or name not in known:
            continue
        elif files[name].key != plan.keys[f"verified/{original_of(name)}.json"]:
            yield OUTPUT / name, NOT_THIS_TIME


def _team_pages(project: Path, plan: Plan) -> Found:
    """The writers' pages and the dashboard."""
    work = project / WORK
    made = {RETURNS: plan.returns, DASHBOARD: plan.shows}
    current = {
        RETURNS: lambda: internal.stands(project, work / INTERNAL_MANIFEST, plan.keys[SLIPS]),
        DASHBOARD: lambda: internal.page_stands(project, work / PAGE_MANIFEST, plan.keys[PAGE]),
    }
    for word, (path, again) in TEAM_PAGES.items():
        if made[word]:
            continue
        if word not in plan.settings.sorties:
            yield path, NOT_ASKED.format(word, again)
        elif not current[word]():
            yield path, NOT_THIS_TIME
