"""A scripted reviewer drives LibreOffice over the example: what came home, and where it stands. Prints.

uv run python tests/benchmarks/reviewer.py [SEED…]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.builds.conftest import built, copy_of_the_example
from tests.review.office import office
from tests.review.scripted.rounds import Verdict, rounds

SEEDS, ROUNDS, TIMES = (1, 2, 3, 4, 5), 3, 3


def main(seeds: list[int]) -> None:
    every = []
    for seed in seeds:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as libreoffice:
            project = copy_of_the_example(Path(folder) / "cap 2040")
            verdict = rounds(project, libreoffice, built, seed=seed, count=ROUNDS, times=TIMES)
        every.append(verdict)
        print(f"graine {seed} ({time.monotonic() - start:.0f} s) : {told(verdict)}", flush=True)
        for name in ("lost", "doubled", "wrong_sure", "wrong_to_confirm"):
            for line in getattr(verdict, name):
                print(f"    {name}: {line}")
    print("opérations :", dict(sum((one.kinds for one in every), Counter())))
    print("notes modifiées :", dict(sum((one.edits for one in every), Counter())))
    print(
        "perdus par LibreOffice :",
        dict(Counter(line.partition(":")[0] for one in every for line in one.dropped_by_office)),
    )


def told(verdict: Verdict) -> str:
    judged, items = verdict.judged, sum(verdict.kinds.values())
    share = 100 * verdict.right / judged if judged else 0
    changed = 100 * verdict.on_changed / items if items else 0
    return (
        f"{verdict.asked} opérations, {items} remarques dans les fichiers ({changed:.0f} % sur un passage retapé, "
        f"coupé ou déplacé) ; {len(verdict.lost)} perdue, {len(verdict.doubled)} en double ; {verdict.right} sur "
        f"{judged} au bon passage ({share:.1f} %), {len(verdict.wrong_sure)} au mauvais sans « à confirmer »"
    )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SEEDS))
