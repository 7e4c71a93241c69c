"""What keeping readings spares: the notes of a project read cold, then warm. Prints, never judges.

    uv run python tests/benchmarks/readings.py [PROJECT [ROUNDS]]

Without a project, the worked example. Each round begins with nothing kept, then does without `.restitution/`, as
another project with the same files would. Both are taken in one run, since machines are noisy: read the ratio.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.builds.conftest import copy_of_the_example

from restitution.cache import held_in, usual_place
from restitution.cache.place import FOLDER_VARIABLE, KEY_VARIABLE
from restitution.plan import WORK
from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.stages import job

ROUNDS = 3


def main(given: str = "", rounds: str = str(ROUNDS)) -> None:
    """Copy the project, read it again and again, print a table."""
    with tempfile.TemporaryDirectory(prefix="mesure-") as name:
        folder = Path(name).resolve()
        project = folder / "projet"
        if given:
            shutil.copytree(given, project, ignore=shutil.ignore_patterns(WORK.name, ".git", ".venv"))
        else:
            copy_of_the_example(project)
        kept = folder / "lectures"
        os.environ |= {FOLDER_VARIABLE: str(kept), KEY_VARIABLE: str(folder / "cle")}
        times: dict[str, list[float]] = {"à froid": [], "lectures gardées": []}
        for _ in range(int(rounds)):
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            for each in times.values():
                each.append(normalised(project))
        show({name: statistics.median(each) for name, each in times.items()})
        place = usual_place()
        assert place
        held = held_in(place)
        print(f"\n{held.count} lectures gardées, {held.size / 1e6:.1f} Mo")


def normalised(project: Path) -> float:
    """Seconds that reading all notes takes in a project without a working folder."""
    release_build_lock(project / WORK)
    shutil.rmtree(project / WORK, ignore_errors=True)
    plan = prepare(project)
    os.chdir(project / WORK)
    for lot in plan.lots:
        job.run(Path.cwd(), "intake", [], [f"intake/{lot}.jsonl"])
    start = time.perf_counter()
    for lot in plan.lots:
        job.run(Path.cwd(), "normalise", [f"intake/{lot}.jsonl"], [f"notes/{lot}.jsonl"])
    seconds = time.perf_counter() - start
    os.chdir(project)
    return seconds


def show(times: dict[str, float]) -> None:
    """The table."""
    first = next(iter(times.values()))
    print("« normalise » de tous les lots, en secondes")
    for name, seconds in times.items():
        print(f"  {name:<20}{seconds:8.2f}   {seconds / first:.2f} × à froid")


if __name__ == "__main__":
    main(*sys.argv[1:])
