"""Where the readings of a project's files are kept: with those of other projects, or to itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from restitution.cache import Cache, Place, Unusable, opened, size_of, usual_place
from restitution.cache.place import MOST
from restitution.errors import RestitutionError
from restitution.messages import plural
from restitution.model import WITHDRAWN, Finding
from restitution.plan import Plan

OWN: Final = Path("cache", "readings")
"""Below `.restitution/`, those that a project keeps to itself."""
STILL_SHARED: Final = "still_shared.json"
"""Of `.restitution/`: the files that a withdrawal should have taken from elsewhere, and could not."""
STILL_THERE: Final = (
    "Quelqu'un a retiré son accord : ce dossier, commun à plusieurs projets, garde encore {} de fichiers du "
    "projet. Rendez-le accessible et reconstruisez, ou : restitution cache prune --max 0"
)


def cache_of(plan: Plan, work: Path) -> tuple[Cache | None, list[str]]:
    """The readings that a project takes and adds to, and why others cannot be used. `work`: its working folder."""
    troubles: list[str] = []
    for place in _places(plan, work, troubles):
        try:
            return opened(place), troubles
        except Unusable as error:
            troubles.append(error.message)
    return None, troubles


def own_readings(work: Path) -> Cache | None:
    """Those that a project keeps to itself, where it can."""
    try:
        return opened(_own_place(work))
    except Unusable:
        return None


def shared_readings() -> Cache | None:
    """Those of all projects, where there are some, to be looked at or taken away."""
    try:
        place = usual_place()
        return opened(place, to_keep=False) if place and place.key.is_file() else None
    except RestitutionError:
        return None


def still_shared(work: Path) -> list[Finding]:
    """What a withdrawal could not take out of what projects share, and is there to this day."""
    try:
        paths = msgspec.json.decode((work / STILL_SHARED).read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError):
        return []
    left = [path for path in map(Path, paths) if path.exists()]
    if not left:
        return []
    message = STILL_THERE.format(plural(len(left), "lecture gardée", "lectures gardées"))
    return [Finding(code=WITHDRAWN, level="warning", message=message, path=str(left[0].parents[2]))]


def _places(plan: Plan, work: Path, troubles: list[str]) -> Iterator[Place]:
    if plan.settings.lectures == "poste":
        try:
            shared = usual_place()
        except RestitutionError as error:
            troubles.append(error.message)
        else:
            yield from [shared] if shared else []
    yield _own_place(work)


def _own_place(work: Path) -> Place:
    (work / OWN).mkdir(parents=True, exist_ok=True)
    return Place(folder=work / OWN, key=(work / OWN).with_suffix(".cle"), most=size_of(MOST))
