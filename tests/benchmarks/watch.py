"""Times a saved note until its DOCX is published, watched and by the command, and what watching grows by: prints.

    uv run python -m tests.benchmarks.watch [NOTES [ROUNDS [REBUILDS]]]

Rounds of both take turns on two copies of one project, since machines are noisy: read the ratio. Then one watching
process builds REBUILDS times, and tells its memory, open files and threads.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from tests.benchmarks.build import BIN, command, make_project

NOTES, ROUNDS, REBUILDS = 12, 5, 30
LONGEST = 600.0
REST = 2.0
"""Seconds for what follows a publication."""
DOCX = Path("output", "restitution.docx")
TARGETS = {"toutes les sorties": [], "docx seul": ["docx"]}


def main(notes: int = NOTES, rounds: int = ROUNDS, rebuilds: int = REBUILDS) -> None:
    """Make the project, time both, watch the process grow; print."""
    os.environ["RESTITUTION_CACHE"] = "non"  # each project reads its notes
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        warm, cold = Path(folder) / "surveillé", Path(folder) / "à la commande"
        words = make_project(warm, notes)
        (warm / "sources" / "territoire-a" / "note.md").write_text("# Portrait\n", "utf-8")
        command([str(BIN / "restitution"), "build", "--project", str(warm)])
        shutil.copytree(warm, cold)
        print(f"{notes} notes, {words} mots ; de la note enregistrée au DOCX publié, en secondes\n")
        for name, targets in TARGETS.items():
            with watching(warm, targets) as process:
                compare(name, (warm, cold), targets, rounds, process)
                if targets:
                    grow(warm, process, rebuilds)


@contextlib.contextmanager
def watching(project: Path, targets: list[str]) -> Iterator[psutil.Process]:
    """`restitution watch` of a project, once it waits."""
    words = [str(BIN / "restitution"), "watch", *targets, "--project", str(project)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            if "Rien à refaire" in line or "Publié" in line:
                break
        yield psutil.Process(running.pid)
        running.terminate()
        running.communicate()


def compare(
    name: str, projects: tuple[Path, Path], targets: list[str], rounds: int, process: psutil.Process
) -> None:
    """Time both in turns, on the clock and by the processors' work. A first round, not shown, loads Snakemake."""
    warm, cold = projects
    build = [str(BIN / "restitution"), "build", *targets, "--project", str(cold)]
    times: dict[str, list[float]] = {"surveillé": [], "commande": []}
    works: dict[str, list[float]] = {"surveillé": [], "commande": []}
    until_published(warm, lambda: None)
    for _ in range(rounds):
        time.sleep(REST)
        for who, project, worked in (
            ("surveillé", warm, lambda: work_of(process)),
            ("commande", cold, lambda: work_of(psutil.Process())),
        ):
            before = worked()
            then = (lambda: command(build)) if project == cold else (lambda: None)
            times[who].append(until_published(project, then))
            time.sleep(REST)  # what ends behind the publication
            works[who].append(worked() - before)
    for title, each in (("sur l'horloge", times), ("de calcul", works)):
        first, second = (statistics.median(each[who]) for who in each)
        print(f"{name}, {title} : surveillé {first:.2f}, commande {second:.2f} ({first / second:.2f} ×)")
        print("".join(f"  {who:<11}{told(each[who])}\n" for who in each), flush=True)


def work_of(process: psutil.Process) -> float:
    """Seconds of processor that a process and its ended children took."""
    return sum(process.cpu_times()[:4])


def told(times: list[float]) -> str:
    """Each time of a list."""
    return "  ".join(f"{seconds:.2f}" for seconds in times)


def until_published(project: Path, then: Callable[[], object]) -> float:
    """Seconds from the moment when a note is saved until the DOCX is another one; `then`: what builds it."""
    before, start = printed(project), time.perf_counter()
    note = project / "sources" / "territoire-a" / "note.md"
    note.write_text(f"# Portrait\n\n## Gouvernance\n\nÉcrit à {time.time()}.\n", "utf-8")
    then()
    while printed(project) == before:
        if time.perf_counter() - start > LONGEST:
            raise TimeoutError(project)
        time.sleep(0.01)
    return time.perf_counter() - start


def printed(project: Path) -> str:
    """Hash of the published DOCX; of nothing while it is replaced."""
    path = project / DOCX
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def grow(project: Path, process: psutil.Process, rebuilds: int) -> None:
    """Build many times in one process; what it holds."""
    print(f"{'constructions':>14}{'mémoire (Mo)':>14}{'fichiers ouverts':>18}{'fils':>6}")
    for number in range(rebuilds + 1):
        if number:
            until_published(project, lambda: None)
            time.sleep(REST)
        if number % max(rebuilds // 6, 1) == 0 or number == rebuilds:
            memory = process.memory_info().rss / 1e6
            print(f"{number:>14}{memory:>14.1f}{process.num_fds():>18}{process.num_threads():>6}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
