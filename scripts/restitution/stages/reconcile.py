"""Finds where each remark stands in today's documents, and that none was lost."""

from pathlib import Path

import msgspec

from restitution import store
from restitution.plan import Plan
from restitution.remarks import Anchor, Applied
from restitution.review.journal import Collected
from restitution.review.placing.today import today_in
from restitution.review.reconcile import reconciled, shown_in
from restitution.stages.given import document_in


def run(plan: Plan, inputs: list[str], outputs: list[str]) -> None:
    """remarks.json and findings/reconcile.jsonl, of threads.json, both documents, the ids and applied.json."""
    threads, report, annexes, ids, applied = map(Path, inputs)
    journal = msgspec.json.decode(threads.read_bytes(), type=Collected)
    documents = (report, annexes) if journal.items else ()  # large, and nothing else stands in them
    read = [document_in(document) for document in documents]
    shown = shown_in(read)
    anchors = msgspec.json.Decoder(Anchor).decode_lines(ids.read_bytes()) if journal.items else []
    today = today_in({passage: one.text for passage, one in shown.items()}, anchors)
    made = msgspec.json.decode(applied.read_bytes(), type=list[Applied])
    sources = {anchor.id: anchor.source for anchor in anchors}
    review, findings = reconciled(journal, shown, today, made, sources, read)
    store.write(Path(outputs[0]), store.encode(review))
    store.write_contract(Path(outputs[1]), plan.keys[outputs[1]], findings)
