"""What a project was given by the tool, what became of it since, and what a newer tool brings."""

from restitution.kit.bringing import bring, give
from restitution.kit.standing import Fate, Standing, standings

__all__ = ["Fate", "Standing", "bring", "give", "standings"]
