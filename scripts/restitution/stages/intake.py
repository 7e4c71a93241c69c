"""Says what each file of a lot is."""

from pathlib import Path

from restitution import office, store
from restitution.intake.recognise import NO_OFFICE, SET_ASIDE, recognise
from restitution.plan import Plan
from restitution.store import Store


def run(plan: Plan, _: list[str], outputs: list[str]) -> None:
    """intake/{lot}.jsonl: one `Intake` a file."""
    kept = Store(Path("store"))
    lot = Path(outputs[0]).stem
    old_word = why_old_word_waits(plan)
    records = [
        recognise(source, kept.get(source.sha256) if source.sha256 else None, old_word)
        for source in plan.sources[lot]
    ]
    store.write_contract(Path(outputs[0]), plan.keys[outputs[0]], records)


def why_old_word_waits(plan: Plan) -> str:
    """Why old Word files are set aside; nothing where they are converted."""
    if not plan.settings.convertir_doc:
        return SET_ASIDE["doc"]
    return "" if office.found() else NO_OFFICE
