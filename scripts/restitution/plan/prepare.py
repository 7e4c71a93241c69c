"""What one build works from, and the results that are no longer true.

A key (`plan.keys`) is the hash of everything that a result follows from. Each result is stamped with its key
when it is made; a build begins by dropping the results whose stamp is not today's key. So a step runs again
when its result is missing, and for no other reason: no clock, no name and no memory of Snakemake's decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from restitution import publication, store
from restitution.plan import earlier, places, snapshot, tables
from restitution.plan import templates as own_templates
from restitution.plan.anchors import ANCHORS, each_anchors
from restitution.plan.deciding import decide
from restitution.plan.locks import hold_build_lock
from restitution.plan.outputs import (
    INTERNAL_MANIFEST,
    MANIFEST,
    PAGE,
    PAGE_MANIFEST,
    PUBLISHED,
    SLIPS,
    TARGETS_VARIABLE,
    WORK,
)
from restitution.plan.record import Plan, load
from restitution.plan.remembered import BEAT, SEEN, Memory
from restitution.publication import internal
from restitution.settings import SETTINGS_FILE, load_settings
from restitution.store import Store


def prepare(
    project: Path,
    *,
    leader: bool = True,
    targets: Iterable[str] = (),
    meanwhile: Callable[[], object] = snapshot.nothing,
) -> Plan:
    """Photograph the project, compute the keys, drop what is no longer true.

    A job on another machine (`leader` false) reads what its leader decided. `meanwhile`: see `snapshot.take`.
    Raises `AnotherBuild` and what `load_settings` raises.
    """
    work = project / WORK
    if not leader:
        return load(work)
    places.refuse_unready(project)
    settings = load_settings(project / SETTINGS_FILE)
    hold_build_lock(work)
    _sweep(project)
    photograph = snapshot.take(project / "sources", Store(work / "store"), meanwhile)
    seen = Memory(work / SEEN, BEAT)
    plan = decide(project, settings, photograph, targets or os.environ.get(TARGETS_VARIABLE, "").split(","), seen)
    said = [
        *plan.said,
        *_told_of_conflicts(project),
        *tables.told_of_held(project),
        *tables.keep_what_goes(project, work),
        *own_templates.told_of_unused(project),
    ]
    plan = msgspec.structs.replace(plan, said=said)
    _republish_what_was_touched(project, plan, seen)
    _drop_stale(work, plan.keys, seen)
    seen.write()
    store.write(work / "plan.json", store.encode(plan))
    return plan


def _sweep(project: Path) -> None:
    """What a killed build left half written is neither a note nor something to hand out."""
    store.sweep(project / "sources", below=False)
    for folder in (project / "sources" / "relectures", project / "output", project / "interne", project / WORK):
        store.sweep(folder)


def _told_of_conflicts(project: Path) -> list[str]:
    """What a synchroniser that met two machines left beside files of ours: nobody else would see it there."""
    anchors = [path for path in each_anchors(project) if path.name != ANCHORS.name]
    choices = project / tables.CHOICES
    others = sorted(choices.parent.glob(f"{choices.stem}?*{choices.suffix}"))
    return (
        [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {ANCHORS.name}, laissé par la "
            "synchronisation ; les deux sont pris en compte, celui-ci peut être supprimé."
            for path in anchors
        ]
        + [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {tables.PHOTOS.name}, laissé par la "
            "synchronisation ; ce qu'il dit est repris dans le tableau : vérifiez-le, puis supprimez l'autre."
            for path in tables.photo_copies(project)
        ]
        + [
            f"{path.relative_to(project).as_posix()} : autre exemplaire de {choices.name}, laissé par la "
            f"synchronisation, qui n'est pas lu ; reportez vos choix dans {choices.name}, puis supprimez-le."
            for path in others
        ]
    )


def _republish_what_was_touched(project: Path, plan: Plan, seen: Memory) -> None:
    """A published file that is missing or changed makes `publish` run again, which keeps the changed one first.

    So does one of the editor's tables that could not be brought up to date while it was open.
    """
    work = project / WORK
    manifest = publication.read_manifest(work / MANIFEST)
    current = publication.is_current(project / "output", manifest, plan.publishes(), seen.hash_of)
    if not current or not internal_stands(project, plan) or _is_unfinished(work):
        (work / PUBLISHED).unlink(missing_ok=True)


def _is_unfinished(work: Path) -> bool:
    try:
        return msgspec.json.decode((work / PUBLISHED).read_bytes(), type=publication.Report).unfinished
    except (FileNotFoundError, msgspec.DecodeError):
        return False


def internal_stands(project: Path, plan: Plan, *, or_beside: bool = False) -> bool:
    """Whether the dashboard and the contributors' pages stand as this plan publishes them, if it does."""
    work = project / WORK
    slips = not plan.returns or internal.stands(
        project, work / INTERNAL_MANIFEST, plan.keys[SLIPS], or_beside=or_beside
    )
    return slips and (
        not plan.shows or internal.page_stands(project, work / PAGE_MANIFEST, plan.keys[PAGE], or_beside=or_beside)
    )


def _drop_stale(work: Path, keys: dict[str, str], seen: Memory) -> None:
    stamps = work / "stamps"
    stamped = {
        p.relative_to(stamps).as_posix(): p.read_text("ascii", "replace") for p in stamps.rglob("*") if p.is_file()
    }
    for result in sorted(keys.keys() | stamped.keys()):
        stamp = stamped.get(result, "")
        if not _is_true(work / result, stamp, keys.get(result, ""), seen):
            if result in keys:
                earlier.set_aside(work, result, stamp.partition(" ")[2])
            (work / result).unlink(missing_ok=True)
            (stamps / result).unlink(missing_ok=True)
    earlier.sweep(work, keys)


def _is_true(path: Path, stamped: str, key: str, seen: Memory) -> bool:
    """Whether a result is there, whole, and made for today's key."""
    said, _, sha256 = stamped.partition(" ")
    return bool(key) and said == key and path.is_file() and seen.hash_of(path) == sha256
