"""`python pipeline.py PROJECT [LAST]`: the stages of a build, up to LAST, in this one process without the engine.

Prints the peak memory of this process and of the programs that it ran, in bytes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from restitution.plan import WORK, Plan, site
from restitution.plan.copies import CODES
from restitution.plan.handouts import FINDINGS
from restitution.plan.outputs import (
    ANNEXES,
    APPLIED,
    ASSEMBLED,
    CORRECTIONS,
    DOCUMENT,
    LETTER,
    OF_ANSWER,
    OF_ASSEMBLE,
    OF_COMPOSE,
    OF_STOCK,
    OUTPUTS,
    PROTECTED,
    PUBLISHED,
    REMARKS,
    SHOWN,
    THREADS,
)
from restitution.plan.prepare import prepare
from restitution.stages import job

Step = tuple[str, list[str], list[str]]


def steps(plan: Plan) -> Iterator[Step]:
    """Name, inputs and outputs of each stage, in an order that the rules allow."""
    for lot in plan.lots:
        yield "intake", [], [f"intake/{lot}.jsonl"]
        yield "normalise", [f"intake/{lot}.jsonl"], [f"notes/{lot}.jsonl"]
    for lot in plan.lots:
        yield "pseudonymise", [f"notes/{lot}.jsonl"], [f"public/{lot}.jsonl", f"findings/pseudonymise/{lot}.jsonl"]
    yield "collect_reviews", plan.notes_of_withdrawn(), [THREADS, "findings/reviews.jsonl"]
    yield "collect_corrections", plan.notes_of_withdrawn(), [CORRECTIONS]
    yield "assemble", [*plan.each_lot("public/{lot}.jsonl"), CORRECTIONS], list(OF_ASSEMBLE)
    yield "take_stock", [ASSEMBLED, SHOWN, DOCUMENT, ANNEXES], list(OF_STOCK)
    placed = [THREADS, DOCUMENT, ANNEXES, "identities.jsonl", APPLIED]
    yield "reconcile", placed, [REMARKS, "findings/reconcile.jsonl"]
    if not set(OF_ANSWER).isdisjoint(plan.outputs):
        yield "write_letter", [], [LETTER]
    if plan.serves_a_meeting:
        notes = plan.each_lot("public/{lot}.jsonl")
        yield (
            "compose_meeting",
            [DOCUMENT, "coverage.json", *notes],
            [*OF_COMPOSE, *plan.supports(), *plan.left_out()],
        )
    for word in (word for word in plan.made if word in OUTPUTS):
        document, built = plan.document_of(word), plan.written(word)
        told = [f"findings/{word}.jsonl"] if word.endswith("pdf") else []
        yield f"write_{word.rpartition('-')[2]}", [document], [built, *told]
        yield "verify", [document, built], [f"verified/{word}.json"]
    if plan.handouts:
        written = plan.each_handout("build/{output}")
        yield "write_handouts", plan.supports(), [*written, FINDINGS]
        yield "verify", [*plan.each_handout("{document}"), *written], plan.each_handout("verified/{output}.json")
    yield from of_site(plan)
    documents, copies = plan.each_copy("copies/{output}.json"), plan.each_copy("build/{file}")
    if copies:
        made_of = [DOCUMENT, "build/restitution.docx", REMARKS, PROTECTED]
        yield "write_copies", made_of, [CODES, *documents, *copies]
        yield "verify", [*documents, *copies, REMARKS], plan.each_copy("verified/{output}.json")
    for slips in plan.slips():
        unmasked = plan.each_lot("notes/{lot}.jsonl")
        found = plan.each_lot("findings/pseudonymise/{lot}.jsonl")
        yield (
            "write_returns",
            [DOCUMENT, ANNEXES, "balance.json", "conflicts.json", REMARKS, CORRECTIONS, *unmasked, *found],
            [slips],
        )
    for page in plan.dashboard():
        yield "write_dashboard", [], [page]
    yield "publish", [], [PUBLISHED]


def of_site(plan: Plan) -> Iterator[Step]:
    """Those of the web site, when it is built."""
    if set(site.PAGES).isdisjoint(plan.made):
        return
    pages, own = [plan.written(page) for page in site.PAGES], list(map(site.document_of, site.OWN))
    yield "write_site", [DOCUMENT], [*pages, *own, site.FINDINGS]
    documents, verified = map(plan.document_of, site.PAGES), [f"verified/{page}.json" for page in site.PAGES]
    yield "verify", [*documents, *pages], verified


def main(project: Path, last: str = PUBLISHED) -> None:
    """Run each stage until the one that gives `last`."""
    plan = prepare(project)
    work = project / WORK
    os.chdir(work)
    for name, inputs, outputs in steps(plan):
        sys.stderr.write(f"{name} {outputs[0]}\n")  # what it was at, if it never ends
        job.run(work, name, inputs, outputs)
        if last in outputs:
            break
    peaks = (resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(json.dumps(list(peaks)))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:])
