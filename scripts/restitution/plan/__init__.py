"""What one build will do, decided before anything runs by `plan.prepare`; stages load it, and pay for no more."""

from restitution.plan.outputs import WORK
from restitution.plan.record import Plan, load, stamp
from restitution.resources import home

__all__ = ["WORK", "Plan", "home", "load", "stamp"]
