"""Kills builds in every stage, fills the disk, starts two at once, moves clocks: what was left. Prints.

uv run python tests/benchmarks/faults.py [--kills N] [--each N] [--doubles N] [--full N] [--clocks N] [--minutes N]
    [--only RE]

A kill counts for a stage when its log had begun and its result was not stamped yet. After each, the ordinary
command must give the bytes that a build left in peace gives; whoever looked at the published documents meanwhile
must have seen whole ones only. `--full`: at most so many writes, spread over all of a build; 0 for each of them.
`--minutes`: after so many, kills and full disks end, however many they were. `--only`: kills in these stages, full
disks at what makes these results.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.machinery.conftest import LONG_AGO, Project
from tests.machinery.test_builds import PORTRAIT, Watcher, edit

LOT: Final = "territoire-a"
STAGES: Final = {
    "intake": (f"intake/{LOT}", f"intake/{LOT}.jsonl"),
    "normalise": (f"normalise/{LOT}", f"notes/{LOT}.jsonl"),
    "pseudonymise": (f"pseudonymise/{LOT}", f"public/{LOT}.jsonl"),
    "collect_reviews": ("collect_reviews", "threads.json"),
    "collect_corrections": ("collect_corrections", "corrections.json"),
    "assemble": ("assemble", "document.json"),
    "take_stock": ("take_stock", "balance.json"),
    "reconcile": ("reconcile", "remarks.json"),
    "write_letter": ("write_letter", "letter.json"),
    "write_docx": ("write_docx", "build/restitution.docx"),
    "compose_meeting": ("compose_meeting", "diaporama.json"),
    "write_handouts": ("write_handouts", "build/affiches/matrice.pdf"),
    "verify_handouts": ("verify_handouts", "verified/affiches/matrice.pdf.json"),
    "write_pptx": ("write_pptx", "build/restitution.pptx"),
    "write_slides_pdf": ("write_slides_pdf", "build/diaporama.pdf"),
    "write_pdf": ("write_pdf", "build/restitution.pdf"),
    "write_html": ("write_html", "build/restitution.html"),
    "verify": ("verify/docx", "verified/docx.json"),
    "write_copies": ("write_copies", "codes.json"),
    "verify_copies": ("verify_copies", "verified/relecture/restitution_relecture.json"),
    "write_returns": ("write_returns", "build/retours.zip"),
    "write_site": ("write_site", "build/site/index.html"),
    "verify_site": ("verify_site", "verified/site/index.html.json"),
    "write_dashboard": ("write_dashboard", "build/tableau-de-bord.html"),
    "publish": ("publish", "published.json"),
}
"""Stage -> its log, and a result that is stamped when it ends."""
EVERYTHING: Final = """
sorties: [docx, pdf, html, pptx, affiches, dossier, relecture, lettre, retours, tableau, site]
"""
"""What the project asks for: what every stage makes."""
WORDS: Final = ("seize", "vingt")
EDITED: Final = 4
"""One kill in so many follows an edit; the others, the loss of what the stage and those after it had given."""
PATIENCE: Final = 4
"""Kills that miss a stage for one that hits another, when the next stage is chosen."""
ROOM_OF_A_STAGE: Final = 0.6
"""Seconds that a stage takes, until one was seen."""
CLOCKS: Final = {"la veille": -86_400.0, "dans un an": 31_536_000.0, "en 1970": -LONG_AGO, "la même heure": 0.0}

Found = Counter[str]
Bytes = dict[str, dict[str, bytes]]


class Whole(Project):
    """A project that gives every output, all of which are compared."""

    patience = 3600

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        settings = path / "restitution.yaml"
        self.file(settings.name, settings.read_text("utf-8") + EVERYTHING)

    def published(self) -> dict[str, bytes]:
        output = self.path / "output"
        return {
            file.relative_to(output).as_posix(): file.read_bytes() for file in output.rglob("*") if file.is_file()
        }


def main() -> None:
    """Run the campaign and print a table."""
    asked = argparse.ArgumentParser()
    for name, count in (("kills", 200), ("each", 20), ("doubles", 50), ("full", 40), ("clocks", 20)):
        asked.add_argument(f"--{name}", type=int, default=count)
    asked.add_argument("--minutes", type=float, default=math.inf)
    asked.add_argument("--only", default=".")
    told = asked.parse_args()
    until = time.monotonic() + 60 * told.minutes
    with tempfile.TemporaryDirectory() as folder:
        project = Whole(Path(folder) / "mon projet é")
        project.build()
        noted = project.run("review", "note", "Préciser.", "--de", "Odile Ferrand", "--sur", "Le pays compte")
        assert noted.returncode == 0, noted.stderr  # a letter of answer is written from then on
        expected = dict(references(project))
        watcher = Watcher(project)
        watcher.start()
        report("tués en plein travail, par étape", kills(project, expected, _counts(told), until))
        report("deux à la fois", doubles(project, expected, told.doubles))
        report("horloges, et notes modifiées pendant la construction", clocks(project, expected, told.clocks))
        watcher.stopped.set()
        watcher.join()
        report("regards sur les documents publiés", looks(watcher))
        report("disque plein", full(project, expected, (told.full, told.only), until))


def references(project: Project) -> Iterator[tuple[str, dict[str, bytes]]]:
    """What a build left in peace publishes for each state of the note."""
    for word in WORDS:
        edit(project, word)
        project.build()
        yield word, project.published()


def report(name: str, found: Found) -> None:
    """One line a sort of outcome."""
    print(name)
    for what, count in found.items():
        print(f"  {what:<64} {count:>5}", flush=True)


def looks(watcher: Watcher) -> Found:
    """What who looked all the time saw."""
    return Counter({"regards": watcher.looks, "dont sur un document qui n'est pas entier": len(watcher.bad)})


# --- kills ----------------------------------------------------------------------------------------------


def _counts(told: argparse.Namespace) -> tuple[int, int, list[str]]:
    """How many kills, how many of each stage, of which stages."""
    return told.kills, told.each, [name for name in STAGES if re.search(told.only, name)]


def kills(project: Project, expected: Bytes, counts: tuple[int, int, list[str]], until: float) -> Found:
    """Kill builds in the stage that was hit least, until all were hit often enough, or it is late; the outcome."""
    count, each, stages = counts
    hits: Found = Counter(dict.fromkeys(stages, 0))
    outcome: Found = Counter({"tués": 0, "finis avant d'être tués": 0, "AUTRE CHOSE": 0})
    chance = random.Random(2040)  # noqa: S311 not for secrets
    lasts, misses = dict.fromkeys(STAGES, ROOM_OF_A_STAGE), dict.fromkeys(STAGES, 0)
    word, number = WORDS[-1], 0
    most = 3 * max(count, each * len(stages))
    while (outcome["tués"] < count or min(hits.values()) < each) and number < most and time.monotonic() < until:
        stage = min(stages, key=lambda name: hits[name] + misses[name] // PATIENCE)
        if number % EDITED == 0:
            word = WORDS[number // EDITED % len(WORDS)]
            edit(project, word)
        hit = killed_in(project, stage, chance.uniform(0, lasts[stage]), lasts)
        hits.update(name for name in hit if name in hits)
        misses[stage] += stage not in hit
        outcome["tués" if hit else "finis avant d'être tués"] += 1
        done = project.run("build")
        same = done.returncode == 0 and project.published() == expected[word]
        outcome["puis, par la commande ordinaire, les mêmes octets" if same else "AUTRE CHOSE"] += 1
        if not same:
            sys.stderr.write(f"{stage} {hit} {done.returncode} {done.stdout[-500:]} {done.stderr[-500:]}\n")
        number += 1
        sys.stderr.write(f"\r{number} : {outcome['tués']} tués, au moins {min(hits.values())} par étape")
    return Counter(dict(hits)) | outcome


def killed_in(project: Project, stage: str, delay: float, lasts: dict[str, float]) -> list[str]:
    """Build so that a stage runs, kill everything a while after it began; the stages that were at work."""
    log, result = _of(project, stage)
    _forget(project, stage)
    running = subprocess.Popen(
        project.command("build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while not log.exists() and running.poll() is None:
        time.sleep(0.002)
    began, late = time.monotonic(), False
    while not late and time.monotonic() - began < delay:
        time.sleep(0.002)
        if result.exists():  # ended sooner than thought: the next kill comes earlier
            lasts[stage], late = max(0.1, time.monotonic() - began), True
    alive = running.poll() is None
    if alive:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return [name for name in STAGES if alive and _was_at_work(*_of(project, name))]


def _forget(project: Project, stage: str) -> None:
    """Take away the logs of all stages, and what vouches for the results of one and of those after it."""
    begun = False
    for name in STAGES:
        log, stamp = _of(project, name)
        log.unlink(missing_ok=True)
        begun = begun or name == stage
        if begun:
            stamp.unlink(missing_ok=True)


def _of(project: Project, stage: str) -> tuple[Path, Path]:
    """A stage's log, and the stamp of its result."""
    log, result = STAGES[stage]
    return project.work / "logs" / f"{log}.log", project.work / "stamps" / result


def _was_at_work(log: Path, stamp: Path) -> bool:
    return log.exists() and not stamp.exists()


# --- two at once, clocks, edits -------------------------------------------------------------------------


def doubles(project: Project, expected: Bytes, count: int) -> Found:
    """Start two builds at once; what came out."""
    found: Found = Counter({"AUTRE CHOSE": 0})
    edit(project, WORDS[1])
    project.run("build")
    for number in range(count):
        word = WORDS[number % 2]
        edit(project, word)
        both = [
            subprocess.Popen(project.command("build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        codes = sorted(one.wait() for one in both)
        found[f"codes de sortie {codes}"] += 1
        found["mêmes octets" if project.published() == expected[word] else "AUTRE CHOSE"] += 1
    return found


def clocks(project: Project, expected: Bytes, count: int) -> Found:
    """Save a note under an odd date, or while a stage runs; whether the next build shows what it says."""
    found: Found = Counter({"AUTRE CHOSE": 0})
    ways: list[tuple[str, Callable[[str], None]]] = [
        *((f"datée {name}", _dated(project, when)) for name, when in CLOCKS.items()),
        *((f"enregistrée pendant {name}", _during(project, name)) for name in ("intake", "normalise", "assemble")),
        *((f"effacée et remise pendant {name}", _gone(project, name)) for name in ("intake", "publish")),
    ]
    for number in range(count):
        word, (name, act) = WORDS[number % 2], ways[number % len(ways)]
        act(word)
        done = project.run("build")
        same = done.returncode == 0 and project.published() == expected[word]
        found[f"note {name}" if same else "AUTRE CHOSE"] += 1
    return found


def _dated(project: Project, when: float) -> Callable[[str], None]:
    return lambda word: edit(project, word, LONG_AGO + 1 + when)


def _during(project: Project, stage: str) -> Callable[[str], None]:
    def act(word: str) -> None:
        edit(project, WORDS[1 - WORDS.index(word)])
        running = _begun(project, stage)
        edit(project, word)
        running.wait()

    return act


def _gone(project: Project, stage: str) -> Callable[[str], None]:
    def act(word: str) -> None:
        edit(project, word)
        running = _begun(project, stage)
        (project.path / "sources" / PORTRAIT).unlink()
        running.wait()
        edit(project, word)

    return act


def _begun(project: Project, stage: str) -> subprocess.Popen[bytes]:
    """A build that has come to a stage."""
    log, _ = _of(project, stage)
    _forget(project, stage)
    running = subprocess.Popen(project.command("build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not log.exists() and running.poll() is None:
        time.sleep(0.002)
    return running


# --- a full disk ----------------------------------------------------------------------------------------


def full(project: Project, expected: Bytes, asked: tuple[int, str], until: float) -> Found:
    """Build with a disk that is full from one write of one job on, another each time; what came out.

    `asked`: how many writes at most, spread over all (0: each of them), and of which jobs. What one build left is
    where the next begins; once a job has failed at its last write, an ordinary build finishes.
    """
    most, only = asked
    jobs = _writes(project)
    writes = [(job, nth) for job, count in jobs.items() for nth in range(1, count + 1)]
    found: Found = Counter({"écritures d'une construction": len(writes), "TRACE": 0, "AUTRE CHOSE": 0})
    tried = [one for one in writes[:: max(1, len(writes) // most) if most else 1] if re.search(only, one[0])]
    for number, (job, each) in enumerate(groupby(tried, lambda one: one[0])):
        word = WORDS[number % 2]
        edit(project, word)
        for _, nth in each:
            if time.monotonic() > until:
                found[f"arrêté à l'écriture {nth} de {job}"] += 1
                return found
            sys.stderr.write(f"\r{job} {nth}   ")
            found.update(_fill(project, (job, nth), list(jobs), expected[word]))
        again = project.run("build")
        same = again.returncode == 0 and project.published() == expected[word]
        found["puis, la place revenue, les mêmes octets" if same else "AUTRE CHOSE"] += 1
        if not same:
            sys.stderr.write(f"{job} {again.stderr[-500:]}\n")
    return found


def _fill(project: Project, where: tuple[str, int], jobs: Sequence[str], after: dict[str, bytes]) -> Found:
    """A build that finds the disk full at one write of a job; what came out. `jobs`: all, in their order."""
    job, nth = where
    before = project.published()
    for later in jobs[jobs.index(job) :]:
        (project.work / "stamps" / later).unlink(missing_ok=True)
    done = _with_room_until(project, job, nth)
    told = done.stdout + done.stderr
    found = Counter({"constructions sur un disque plein": 1, f"code {done.returncode}": 1})
    found["écritures qui ne sont pas venues"] += _journal(project).read_text("utf-8").split().count(job) < nth
    found["TRACE"] += "Traceback" in told
    if done.returncode:
        found["documents intacts" if _intact(project, before, after) else "DOCUMENTS PERDUS"] += 1
    if "Traceback" in told:
        sys.stderr.write(f"{job} {nth} {told[-800:]}\n")
    return found


def _intact(project: Project, before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Whether each published file is the one from before, or the new one: both are whole."""
    return all(data in {before[name], after[name]} for name, data in project.published().items())


def _writes(project: Project) -> dict[str, int]:
    """How many files each job of a build writes that must last, in the order in which they begin to."""
    shutil.rmtree(project.work / "stamps", ignore_errors=True)
    _with_room_until(project, "", 0)
    return dict(Counter(_journal(project).read_text("utf-8").split()))


def _with_room_until(project: Project, job: str, nth: int) -> subprocess.CompletedProcess[str]:
    """A build that finds no room from the nth write of a job on; 0: from none."""
    _journal(project).unlink(missing_ok=True)
    told = {"DISQUE_PLEIN": str(_journal(project)), "DISQUE_PLEIN_POUR": job, "DISQUE_PLEIN_RANG": str(nth)}
    return project.run("build", env={"PYTHONPATH": str(Path(__file__).parent / "full_disk")} | told)


def _journal(project: Project) -> Path:
    """Where a build on a disk that fills notes its writes."""
    return project.path.parent / "écritures"


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main()
