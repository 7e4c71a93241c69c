"""Puts together the corrections: the changes that were accepted, and the editor's own."""

from pathlib import Path

from restitution import store
from restitution.people.unseen import is_protected
from restitution.plan import Plan
from restitution.remarks import Decision
from restitution.review.corrections import corrections_of
from restitution.stages.reviews import reviews_of
from restitution.stages.withdrawn import forgetting_of


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """corrections.json: what they say is published, hence tells people as the notes do.

    Of the notes too, once somebody withdrew.
    """
    reviews = reviews_of(plan)
    items = reviews.journal.items
    accepted = [
        Decision(key=item.remark.key, verdict="accepter", at=item.at)
        for item in items
        if item.verdict == "accepter"
    ]
    made = corrections_of([item.remark for item in items], reviews.fixes, accepted)
    forgetting = forgetting_of(plan, Path(), is_protected)
    store.write(Path(outputs[0]), store.encode([forgetting.correction(one) for one in made]))
