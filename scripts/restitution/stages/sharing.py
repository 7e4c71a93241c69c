"""Where the readings of a project's files are kept: with those of other projects, or to itself.

A project in which somebody withdrew, or whose settings ask for it, shares none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from restitution.cache import Cache, Place, Unusable, opened, size_of, usual_place
from restitution.cache.place import MOST
from restitution.errors import RestitutionError
from restitution.messages import plural
from restitution.model import WITHDRAWN, Finding
from restitution.plan import Plan

OWN: Final = Path("cache", "readings")
"""Below `.restitution/`, those that a project keeps to itself."""
STILL_THERE: Final = (
    "Quelqu'un a retiré son accord : ce dossier, commun à plusieurs projets, garde encore {} de fichiers du "
    "projet. Rendez-le accessible et reconstruisez, ou : restitution cache prune --max 0"
)


def is_alone(plan: Plan) -> bool:
    """Whether a project keeps its readings to itself."""
    return plan.withdrawn or plan.settings.lectures == "projet"


def cache_of(plan: Plan, work: Path) -> tuple[Cache | None, list[str]]:
    """The readings that a project takes and adds to, and why others cannot be used. `work`: its working folder."""
    troubles: list[str] = []
    for place in _places(plan, work, troubles):
        try:
            return opened(place), troubles
        except Unusable as error:
            troubles.append(error.message)
    return None, troubles


def _places(plan: Plan, work: Path, troubles: list[str]) -> Iterator[Place]:
    if not is_alone(plan):
        try:
            shared = usual_place()
        except RestitutionError as error:
            troubles.append(error.message)
        else:
            yield from [shared] if shared else []
    yield own_place(work)


def own_place(work: Path) -> Place:
    """That of a project alone."""
    (work / OWN).mkdir(parents=True, exist_ok=True)
    return Place(folder=work / OWN, key=(work / OWN).with_suffix(".cle"), most=size_of(MOST))


def shared_readings() -> Cache | None:
    """Those of all projects, where there are some."""
    try:
        place = usual_place()
        return opened(place) if place and place.key.is_file() else None
    except RestitutionError:
        return None


def forget_shared(plan: Plan) -> None:
    """Take the readings of a project's files, of today and of before, out of what projects share."""
    if cache := shared_readings():
        cache.forget(plan.project)


def still_shared(plan: Plan) -> list[Finding]:
    """What could not be taken out, of a project in which somebody withdrew."""
    cache = shared_readings() if plan.withdrawn else None
    left = cache.left_of(plan.project) if cache else 0
    if not cache or not left:
        return []
    message = STILL_THERE.format(plural(left, "lecture gardée", "lectures gardées"))
    return [Finding(code=WITHDRAWN, level="warning", message=message, path=str(cache.folder.parent))]
