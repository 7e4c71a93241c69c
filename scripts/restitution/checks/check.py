"""What a check finds, and what is left of it once the editor's written derogations were applied.

A check is made of *points*: each says in French what is wrong and where, and has a *case*, the word by which
`derogations` of the settings names it (`mobilite/MO`, a file's path).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from restitution.messages import folded, plural
from restitution.model import Level
from restitution.settings import Settings, Waiver

When = Literal["always", "publication", "never"]
Weight = Literal["", "error", "note"]
Urgency = Literal["always", "publication", "better", "well"]
"""In which group a check is shown: it stops everything, it stops a strict build, it may be better, it holds."""
NEVER_WAIVED: Final = frozenset({"K9", "K22"})
"""A loss of words is no matter of opinion, nor is a name that nobody may read."""
STOPS_CHECK_ONLY: Final = frozenset({"K9"})
"""A file that was not read in full is set aside, and the others are published (architecture); a loss in the
document or in a file written from it has stopped the build by itself."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to see. `weight`: empty for the check's own, `error` makes the check one, `note` is only said."""

    text: str
    case: str
    weight: Weight = ""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A check before derogations; `holds`: what to say when nothing is wrong."""

    id: str
    level: Level
    when: When
    message: str
    points: Sequence[Point] = ()
    remedy: str = ""
    """What to do, one French sentence."""


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A point that the editor accepts in writing."""

    where: str
    case: str
    motif: str
    par: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one check. `when`: from when on it stops a publication."""

    id: str
    level: Level
    when: When
    ok: bool
    message: str
    where: list[str] = []
    cases: list[str] = []
    """For each of `where`, the word by which a derogation names it."""
    to_accept: list[str] = []
    """Of these words, those of the points that make the check fail: what is only said needs no derogation."""
    remedy: str = ""
    accepted: list[Accepted] = []

    @property
    def needs_editor(self) -> bool:
        """Whether it is an error that holds."""
        return not self.ok and self.level == "error"

    @property
    def urgency(self) -> Urgency:
        """How soon it is to be looked at."""
        if self.ok:
            return "well"
        if not self.needs_editor:
            return "better"
        return "always" if self.when == "always" else "publication"

    def stops(self, *, strict: bool) -> bool:
        """Whether nothing may be published; `strict`: as the editor asks before handing the publication over."""
        if strict:
            return self.needs_editor and self.when != "never"
        return self.needs_editor and self.when == "always" and self.id not in STOPS_CHECK_ONLY


def settled(found: Found, settings: Settings) -> Check:
    """The check, its accepted points apart."""
    accepted: list[Accepted] = []
    left: list[Point] = []
    for point in found.points:
        waiver = next((one for one in _waivers(found.id, settings) if _is_of(one, point)), None)
        if waiver:
            accepted.append(Accepted(where=point.text, case=point.case, motif=waiver.motif, par=waiver.par))
        else:
            left.append(point)
    left.sort(key=lambda point: point.weight != "error")
    heavy = any(point.weight == "error" for point in left)
    told = f" {plural(len(accepted), *ACCEPTED)}." if accepted else ""
    return Check(
        id=found.id,
        level="error" if heavy else found.level,
        when="publication" if heavy and found.when == "never" else found.when,
        ok=all(point.weight == "note" for point in left),
        message=f"{found.message}{told}",
        where=[point.text for point in left],
        cases=[point.case for point in left],
        to_accept=list(dict.fromkeys(point.case for point in left if point.weight != "note")),
        remedy=found.remedy,
        accepted=accepted,
    )


ACCEPTED: Final = ("point accepté par dérogation", "points acceptés par dérogation")


def _waivers(id_: str, settings: Settings) -> list[Waiver]:
    """Those of a check, the ones that name a case first."""
    of_check = [one for one in settings.derogations if one.controle == id_ and id_ not in NEVER_WAIVED]
    return sorted(of_check, key=lambda one: not one.case)


def _is_of(waiver: Waiver, point: Point) -> bool:
    return not waiver.case or folded(waiver.case) == folded(point.case)


def idle_waivers(checks: Sequence[Check], settings: Settings) -> list[str]:
    """The derogations that no point needs, each as a sentence that says what to do."""
    used = {(check.id, one.motif, one.par, folded(one.case)) for check in checks for one in check.accepted}
    whole = {entry[:3] for entry in used}
    return [
        f"{waiver.controle}{f' ({waiver.case})' if waiver.case else ''} : ne sert à rien, aucun point ne lui "
        f"correspond. Retirez-la de restitution.yaml, ou corrigez sa « case »."
        for waiver in settings.derogations
        if (waiver.controle, waiver.motif, waiver.par) not in whole
        or (waiver.case and (waiver.controle, waiver.motif, waiver.par, folded(waiver.case)) not in used)
    ]
