"""Says what each file of a lot is."""

from pathlib import Path

from restitution import store
from restitution.intake.recognise import recognise
from restitution.plan import Plan
from restitution.store import Store


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """intake/{lot}.jsonl: one `Intake` a file."""
    kept = Store(Path("store"))
    lot = Path(outputs[0]).stem
    records = [
        recognise(source, kept.get(source.sha256) if source.sha256 else None) for source in plan.sources[lot]
    ]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], records)
