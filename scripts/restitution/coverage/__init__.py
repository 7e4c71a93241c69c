"""What the notes cover, counted in passages (interface, « What counts in the coverage »). No file states it."""

from restitution.coverage.compute import coverage_of
from restitution.coverage.tables import matrices

__all__ = ["coverage_of", "matrices"]
