"""The register of people, as the stages of a build read it."""

from __future__ import annotations

import msgspec

from restitution.people.circle import Circle
from restitution.people.register import Register
from restitution.plan import Plan
from restitution.store import Store


def register_of(plan: Plan, kept: Store) -> Register:
    """The register that this build works with."""
    return msgspec.json.decode(kept.get(plan.register), type=tuple[Register])[0] if plan.register else Register()


def circle_of(plan: Plan, kept: Store) -> Circle:
    """Its people, to be asked about names."""
    return Circle(register_of(plan, kept))
