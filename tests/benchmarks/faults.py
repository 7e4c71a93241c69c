"""Kills builds in every stage, fills the disk at every write, starts two builds at once: what each left. Prints.

uv run python tests/benchmarks/faults.py [--kills N] [--doubles N] [--full N]

Each kill is proved by the log of the stage that it hit; the ordinary command must then give the bytes that a build
left in peace gives, and whoever looked at the published documents meanwhile must have seen whole ones only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.machinery.conftest import Project
from tests.machinery.test_builds import Watcher, edit

STAGES = (
    "intake/territoire-a.log",
    "normalise/territoire-a.log",
    "pseudonymise/territoire-a.log",
    "assemble.log",
    "reconcile.log",
    "write_docx.log",
    "write_pdf.log",
    "write_html.log",
    "verify/docx.log",
    "publish.log",
)
WORDS = ("seize", "vingt")
LONGEST = 1.2
"""Seconds after the beginning of a stage in which it is killed."""
ONE_OF_FULL = 17
"""Of the writes of a build, the disk is full at one of so many."""


def main() -> None:
    """Run the campaign and print a table."""
    asked = argparse.ArgumentParser()
    for name, count in (("kills", 200), ("doubles", 50), ("full", 20)):
        asked.add_argument(f"--{name}", type=int, default=count)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder) / "mon projet é")
        project.build()
        expected = dict(references(project))
        report("tués", kills(project, expected, told.kills))
        report("deux à la fois", doubles(project, expected, told.doubles))
        report("disque plein", full(project, expected, told.full))


def references(project: Project) -> Iterator[tuple[str, dict[str, bytes]]]:
    """What a build left in peace publishes for each state of the note."""
    for word in WORDS:
        edit(project, word)
        project.build()
        yield word, project.published()


def report(name: str, found: Counter[str]) -> None:
    """One line a sort of outcome."""
    print(name)
    for what, count in sorted(found.items()):
        print(f"  {what:<60} {count:>4}")


def kills(project: Project, expected: dict[str, dict[str, bytes]], count: int) -> Counter[str]:
    """Kill builds in each stage in turn; what came out."""
    found: Counter[str] = Counter()
    chance = random.Random(2040)  # noqa: S311 not for secrets
    watcher = Watcher(project)
    watcher.start()
    for number in range(count):
        stage, word = STAGES[number % len(STAGES)], WORDS[number % 2]
        edit(project, word)
        hit = killed_in(project, stage, chance.uniform(0, LONGEST))
        found[f"tué pendant {stage}" if hit else f"fini avant d'être tué ({stage})"] += 1
        done = project.run("build")
        found["commande ordinaire : mêmes octets"] += (
            done.returncode == 0 and project.published() == expected[word]
        )
        found["commande ordinaire : AUTRE CHOSE"] += done.returncode != 0 or project.published() != expected[word]
    watcher.stopped.set()
    watcher.join()
    found["regards sur les documents publiés"] = watcher.looks
    found["dont sur un document qui n'est pas entier"] = len(watcher.bad)
    return found


def killed_in(project: Project, stage: str, delay: float) -> bool:
    """Build, kill everything a while after the stage began; whether it had not ended."""
    log = project.work / "logs" / stage
    log.unlink(missing_ok=True)
    shutil.rmtree(project.work / "stamps", ignore_errors=True)  # all stages run
    running = subprocess.Popen(
        project.command("build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while not log.exists() and running.poll() is None:
        time.sleep(0.005)
    time.sleep(delay)
    alive = running.poll() is None
    if alive:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return alive and log.exists()


def doubles(project: Project, expected: dict[str, dict[str, bytes]], count: int) -> Counter[str]:
    """Start two builds at once; what came out."""
    found: Counter[str] = Counter()
    for number in range(count):
        word = WORDS[number % 2]
        edit(project, word)
        both = [
            subprocess.Popen(project.command("build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        codes = sorted(one.wait() for one in both)
        found[f"codes {codes}"] += 1
        found["mêmes octets" if project.published() == expected[word] else "AUTRE CHOSE"] += 1
    return found


def full(project: Project, expected: dict[str, dict[str, bytes]], count: int) -> Counter[str]:
    """Build with a disk that is full at one write, another each time; what came out."""
    found: Counter[str] = Counter()
    place = Path(__file__).parent / "full_disk"
    before = project.published()
    for number in range(count):
        word = WORDS[number % 2]
        edit(project, word)
        shutil.rmtree(project.work / "stamps", ignore_errors=True)
        counter = project.path.parent / "écritures"
        counter.write_text(str(1 + number * ONE_OF_FULL), "ascii")
        outside = {"PYTHONPATH": str(place), "DISQUE_PLEIN": str(counter)}
        done = project.run("build", env=outside)
        found[f"code {done.returncode}"] += 1
        found["TRACE"] += "Traceback" in done.stdout + done.stderr
        if done.returncode:
            found["documents intacts" if project.published() == before else "DOCUMENTS PERDUS"] += 1
        again = project.run("build")
        before = project.published()
        found[
            "puis mêmes octets" if again.returncode == 0 and before == expected[word] else "puis AUTRE CHOSE"
        ] += 1
    return found


if __name__ == "__main__":
    main()
