"""Puts together what every returned copy holds, and what was decided of it."""

from pathlib import Path

from restitution import store
from restitution.plan import Plan
from restitution.stages.held import held_beside
from restitution.stages.reviews import reviews_of
from restitution.stages.withdrawn import forgetting_of
from restitution.store import Store


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """threads.json and findings/reviews.jsonl; of the notes, once somebody withdrew.

    The findings tell too what stands beside the notes and still holds whoever withdrew.
    """
    work = Path()
    reviews, forgetting = reviews_of(plan), forgetting_of(plan, work)
    for item in reviews.journal.items:
        item.remark = forgetting.remark(item.remark)
    findings = [*map(forgetting.finding, reviews.findings), *held_beside(plan, Store(work / "store"), forgetting)]
    store.write(Path(outputs[0]), store.encode(reviews.journal))
    store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], findings)
