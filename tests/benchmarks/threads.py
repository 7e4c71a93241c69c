"""Measures how long the remarks that wait take in a copy to review, on the example: 100 threads, 300 comments.

    uv run python tests/benchmarks/threads.py [PROJET] [FILS]     (after a build)

Prints seconds of the whole copy without and with them, of its verification, and the size of both.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import msgspec

from restitution import store
from restitution.conservation.published_review import check_review
from restitution.model import Document
from restitution.ooxml.sent import sent_of
from restitution.plan import load
from restitution.plan.copies import WHOLE
from restitution.plan.taking import take_in
from restitution.remarks import Review
from restitution.review.codes import codes_of
from restitution.stages.write_copies import _Maker, open_remarks

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.writers.reviewers import Reviewers, read_back  # noqa: E402


def main(project: Path, threads: int) -> None:
    """Two copies, one with remarks."""
    work = project / ".restitution"
    document = msgspec.json.decode((work / "document.json").read_bytes(), type=Document)
    whole = (work / "build/restitution.docx").read_bytes()
    settings, codes = load(work).settings, codes_of(document)
    people = Reviewers(sent_of(whole), seed=0)
    review = Review(items=[remark for _ in range(threads) for remark in people.thread(replies=2)])
    print(f"{'':24}secondes   commentaires   octets")
    for name, said in (("sans remarque", Review()), (f"{threads} fils", review)):
        maker = _Maker(settings, document, codes, whole, open_remarks(said, codes))
        begun = time.perf_counter()
        held, data = maker.make(WHOLE)
        taken = time.perf_counter() - begun
        print(f"{name:24}{taken:8.2f}{len(read_back(data)):15}{len(data):9}")
    begun = time.perf_counter()
    wrong = check_review(data, held, store.encode(review), whole=True)
    print(f"{'relecture du compteur':24}{time.perf_counter() - begun:8.2f}   {wrong or 'rien ne manque'}")
    with tempfile.TemporaryDirectory() as folder:
        begun, cpu = time.perf_counter(), time.process_time()
        taken_in = take_in(Path(folder), data, "retour.docx", "2026-10-09")
        told = f"{len(taken_in.new)} remarques, {time.process_time() - cpu:.2f} s de calcul"
        print(f"{'prise de la copie':24}{time.perf_counter() - begun:8.2f}   {told}")


if __name__ == "__main__":
    main(Path(next(iter(sys.argv[1:2]), ROOT)), int(next(iter(sys.argv[2:3]), 100)))
