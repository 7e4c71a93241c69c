"""Puts together the corrections: the changes that were accepted, and the editor's own."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.remarks import Decision
from restitution.review.corrections import corrections_of
from restitution.stages.reviews import reviews_of


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """corrections.json."""
    reviews = reviews_of(plan)
    items = reviews.journal.items
    accepted = [
        Decision(key=item.remark.key, verdict="accepter", at=item.at)
        for item in items
        if item.verdict == "accepter"
    ]
    made = corrections_of([item.remark for item in items], reviews.fixes, accepted)
    store.write(Path(outputs[0]), store.encode(made))
