"""What one build will do, decided before anything runs. What the Snakefile imports."""

from restitution.plan.prepare import WORK, Plan, load, prepare, stamp
from restitution.resources import home

__all__ = ["WORK", "Plan", "home", "load", "prepare", "stamp"]
