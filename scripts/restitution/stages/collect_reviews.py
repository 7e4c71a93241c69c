"""Puts together what every returned copy holds, and what was decided of it."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.stages.reviews import reviews_of


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """threads.json and findings/reviews.jsonl."""
    reviews = reviews_of(plan)
    store.write(Path(outputs[0]), store.encode(reviews.journal))
    store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], reviews.findings)
