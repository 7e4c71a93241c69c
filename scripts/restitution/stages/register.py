"""The register of people and the editor's tables, as the stages of a build read them."""

from __future__ import annotations

from collections import Counter

import msgspec

from restitution.checks.survey.records import Enrolled
from restitution.people.circle import Circle
from restitution.people.register import Register
from restitution.plan import Plan
from restitution.plan.prepare import Tables
from restitution.store import Store


def register_of(plan: Plan, kept: Store) -> Register:
    """The register that this build works with."""
    return msgspec.json.decode(kept.get(plan.register), type=tuple[Register])[0] if plan.register else Register()


def tables_of(plan: Plan, kept: Store) -> Tables:
    """What the editor's tables say."""
    return msgspec.json.decode(kept.get(plan.tables), type=tuple[Tables])[0] if plan.tables else Tables()


def circle_of(plan: Plan, kept: Store) -> Circle:
    """Its people, to be asked about names."""
    return Circle(register_of(plan, kept))


def enrolled_in(register: Register) -> Enrolled | None:
    """What the checks must know of it; None for a project that has none."""
    if not register.personnes and not register.enregistrements:
        return None
    lowered = [one for one in register.personnes if one.standing not in {one.niveau, "retire"}]
    counts, recordings = counted(register)
    return Enrolled(
        counts=counts,
        unsigned=[one.nom for one in lowered if not one.mineur],
        minors=sum(one.mineur for one in lowered),
        recordings=recordings,
    )


def counted(register: Register) -> tuple[dict[str, int], int]:
    """How many people are told how today, and how many recordings have an agreement that holds."""
    files = {one.fichier for one in register.enregistrements}
    agreed = sum(register.agreed(file) is not None for file in files)
    return dict(Counter(one.standing for one in register.personnes)), agreed
