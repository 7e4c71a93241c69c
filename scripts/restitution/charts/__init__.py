"""Charts of what the notes cover: vector drawings, the words that replace them, and the same data as a table."""

from restitution.charts.make import NAMES, Chart, charts_of

__all__ = ["NAMES", "Chart", "charts_of"]
