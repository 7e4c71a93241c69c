"""What was just decided or written names somebody whom nobody registered: said at once, with what to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from restitution.messages import listed
from restitution.people.circle import words_of
from restitution.plan import Plan
from restitution.stages.outgoing import discretion_of
from restitution.stages.protected import named_in
from restitution.stages.register import circle_of
from restitution.store import Store

MOST: Final = 4
"""Names and numbers of remarks that one sentence tells; the others are counted."""


class Words(NamedTuple):
    """Words that will go out, of which remark (« R-014 »), and what is published there already."""

    number: str
    said: str
    published: str = ""
    author: str = ""
    """Whoever signs them: she chose to, and is nobody to register for it."""


def unasked(plan: Plan, work: Path, words: Iterable[Words]) -> list[str]:
    """One sentence on names that will be masked, one on ways to reach somebody; none where there are none."""
    each = list(words)
    if not each:
        return []
    circle = circle_of(plan, Store(work / "store"))
    discretion = discretion_of(plan.settings, circle, (one.said for one in each), named_in(work))
    names: dict[str, str] = {}
    reached: dict[str, list[str]] = {}
    for one in each:
        told = discretion.withheld(one.said, one.published)
        names |= {name: one.number for name in told.names if name not in names and not _is_of(name, one.author)}
        for detail in told.details:
            reached.setdefault(detail, []).append(one.number)
    return [*_of_names(names), *_of_details(reached)]


def _is_of(name: str, author: str) -> bool:
    """Whether a name says who signed, in part or whole."""
    words = set(words_of(name))
    return bool(words) and words <= set(words_of(author))


def _of_names(names: dict[str, str]) -> Iterator[str]:
    if names:
        one = len(names) == 1
        shown = [f"« {name} »{f' ({number})' if number else ''}" for name, number in list(names.items())[:MOST]]
        rest = [f"{len(names) - MOST} de plus"] if len(names) > MOST else []
        are, will = (
            ("n'est pas", "ce nom paraîtra masqué") if one else ("ne sont pas", "ces noms paraîtront masqués")
        )
        yield (
            f"{listed([*shown, *rest])} {are} au registre des personnes : {will} là où d'autres liront. "
            f"Pour {'l' if one else 'les '}{'’' if one else ''}inscrire : restitution people scan"
        )


def _of_details(reached: dict[str, list[str]]) -> Iterator[str]:
    if reached:
        numbers = list(dict.fromkeys(number for each in reached.values() for number in each if number))
        of = f" ({listed(numbers[:MOST])}{' …' if len(numbers) > MOST else ''})" if numbers else ""
        yield (
            f"Sera retiré là où d'autres liront : {listed(reached)}{of}. Seul le contact du projet, écrit dans "
            "restitution.yaml, paraît."
        )
