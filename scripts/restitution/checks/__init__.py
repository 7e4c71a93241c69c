"""The editor's checks (domain §2): what is missing or does not hold, in French, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from restitution.checks import agreement, loss, matrices, visits
from restitution.checks.acronyms import acronyms_explained
from restitution.checks.check import Accepted, Check, Urgency, When, idle_waivers, settled
from restitution.checks.leaks import nobody_leaks
from restitution.checks.loss import adds_up
from restitution.checks.survey import (
    advice,
    funding,
    lessons,
    links,
    people,
    pictures,
    spelling,
    standing,
    transfers,
    volumes,
)
from restitution.checks.survey.records import Enrolled, ReadBack, Survey
from restitution.checks.unfinished import nothing_unfinished
from restitution.checks.withdrawals import withdrawals_mended
from restitution.model import Balance, Conflict, Coverage
from restitution.settings import Settings

__all__ = [
    "Accepted",
    "Check",
    "Enrolled",
    "ReadBack",
    "Survey",
    "Urgency",
    "When",
    "adds_up",
    "idle_waivers",
    "run_checks",
]


def run_checks(  # noqa: PLR0913, PLR0917 each thing that a check looks at
    coverage: Coverage,
    balance: Balance,
    settings: Settings,
    conflicts: Sequence[Conflict] = (),
    survey: Survey | None = None,
    outputs: Mapping[str, ReadBack] | None = None,
    enrolled: Enrolled | None = None,
) -> list[Check]:
    """Every check, in the order of its number, the written derogations of the settings applied.

    `conflicts`: what the notes tell in two ways (`checks.facts`); `survey`: what only the notes and the document
    tell (`checks.survey`); `outputs`: files that were read back -> what was found; `enrolled`: what the register
    of people says, None for a project without one.
    """
    survey, read = survey or Survey(), outputs or {}
    found = (
        visits.received(coverage, settings),
        agreement.visits_agree(conflicts, coverage, settings),
        matrices.portraits_alike(coverage, settings),
        transfers.taken_home(survey, settings),
        matrices.themes_documented(coverage, settings),
        agreement.indicators_compare(conflicts),
        lessons.lessons_crossed(survey, settings),
        advice.advice_complete(survey),
        loss.words_kept(balance),
        agreement.sources_agree(conflicts),
        agreement.dates_hold(conflicts),
        spelling.names_alike(survey),
        acronyms_explained(balance),
        people.consent_given(survey, settings, balance, enrolled),
        nothing_unfinished(balance),
        pictures.pictures_complete(survey, settings),
        volumes.volumes_balanced(survey, settings),
        links.links_hold(survey),
        standing.notes_read_again(survey),
        funding.funding_shown(survey, settings, {name: one for name, one in read.items() if not one.to_review}),
        matrices.steps_told(coverage, settings),
        nobody_leaks(read),
        withdrawals_mended(survey),
    )
    return [settled(one, settings) for one in found]
