"""What one build will do, decided before anything runs. What the Snakefile imports."""

from restitution.plan.outputs import WORK
from restitution.plan.prepare import prepare
from restitution.plan.record import Plan, load, stamp
from restitution.resources import home

__all__ = ["WORK", "Plan", "home", "load", "prepare", "stamp"]
