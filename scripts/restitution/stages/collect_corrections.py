"""Puts together the corrections: the changes that were accepted, and the editor's own."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.review.corrections import corrections_of
from restitution.stages.reviews import reviews_of


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """corrections.json."""
    reviews = reviews_of(plan)
    remarks = [item.remark for item in reviews.journal.items]
    store.write(Path(outputs[0]), store.encode(corrections_of(remarks, reviews.fixes, reviews.decisions)))
