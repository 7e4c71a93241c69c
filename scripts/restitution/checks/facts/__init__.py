"""Where the facts that notes state disagree: dates, head-counts, names, figures, quotations (K2, K6, K10, K11).

In doubt nothing is said: a figure is compared only with one of the same words, unit, territory and year.
"""

from __future__ import annotations

from collections.abc import Iterable

from restitution.checks.facts.days import calendar_conflicts
from restitution.checks.facts.figures import figure_conflicts
from restitution.checks.facts.portraits import portrait_conflicts
from restitution.checks.facts.quotations import unsourced_quotations
from restitution.checks.facts.visits import visit_conflicts
from restitution.model import Conflict, Note
from restitution.settings import Settings


def conflicts_of(notes: Iterable[Note], settings: Settings, day: str = "") -> list[Conflict]:
    """What does not hold together in notes whose names are not masked, in the order of the checks.

    `day`: the date on the cover, ISO.
    """
    return [
        *visit_conflicts(notes, settings),
        *portrait_conflicts(notes, settings),
        *figure_conflicts(notes, settings),
        *unsourced_quotations(notes, settings),
        *calendar_conflicts(notes, settings, day),
    ]
