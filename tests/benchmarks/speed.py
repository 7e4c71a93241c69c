"""Times the project beside the least that its tools need, and beside MyST, on the same text; keeps what it found.

    uv run python -m tests.benchmarks.speed measure docs/dev/speed.json [--notes N…] [--rounds N] [--alone]
                                                    [--pages N]
    uv run python -m tests.benchmarks.speed docs/dev/speed.md

The first prints each ratio with its target beside, and adds the run to the JSON. `--notes`: sizes of projects, of
1,400 words a note. `--alone`: neither the floor nor MyST. `--pages`: pages of transcript to read as well. A run
that began on a busy machine is kept, and does not count. The second writes the page's tables and plots from the
JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

import msgspec
import psutil
import pypandoc
from tests.benchmarks.build import A_PAGE, BIN, command, floor_steps, make_project, show, timed, transcript
from tests.benchmarks.watch import until_published, watching

from restitution.charts.render import render
from restitution.charts.shapes import GREEN, GREY, INK, OCHRE, Drawing, Outline, Words, disc, line
from restitution.plan.copies import TERRITORIES
from restitution.plan.snapshot import FRESH_SECONDS
from restitution.reference import renew
from restitution.resources import shipped_fonts
from restitution.settings.types import SORTIES

PAGE: Final = "docs/dev/speed.md"
COMMAND: Final = f"python -m tests.benchmarks.speed {PAGE}"
PLOT: Final = Path(PAGE).with_suffix(".svg")
HISTORY: Final = Path(PAGE).with_suffix(".json")
QUIET: Final = 0.5
"""Load of the machine above which a run does not count."""
NOTES: Final = (60, 200)
LARGE: Final = 1_000
"""Notes from which each step is done once, and only what grows with them is timed."""
EVERYTHING: Final = """
sorties: [docx, pdf, html, pptx, affiches, dossier, relecture, lettre, retours, tableau, site]
"""
MYST: Final = ("uvx", "--from", "mystmd", "myst", "build", "livre.md", "--docx")
MYST_FILES: Final = {
    "myst.yml": "version: 1\nproject:\n  title: Restitution\n",
    "gabarit/template.yml": "myst: v1\nkind: docx\n",
}
"""Its own template would be fetched; one that adds nothing stands in for it."""
MYST_BOOK: Final = """---
title: Restitution
exports:
  - format: docx
    template: ./gabarit
    output: tout.docx
---
"""
"""It makes a DOCX of one page only, which includes the others."""
WHOLE, DOCX, PDF, REST, ONE, WATCHED, NOTHING, PLAIN, READING = (
    "tout construire, toutes les sorties",
    "tout construire, DOCX seul",
    "le PDF en plus, DOCX fait",
    "page web, copies à relire, retours et tableau en plus, DOCX et PDF faits",
    "une note changée, DOCX seul",
    "une note changée, surveillée",
    "rien de changé",
    "rien de changé, « snakemake »",
    "lire des transcriptions, DOCX seul",
)
EVERY: Final = (*SORTIES, TERRITORIES)
"""What a project has that names no outputs, and the copies of territories."""
VERSION, MYST_DOCX, FLOOR = "snakemake --version", "MyST, DOCX", "plancher"
A_NOTE, FEW, MOST_OF_A_NOTE = "coût d'une note, DOCX seul", 200, 1.15
"""What a note costs is compared with what it costs in a project of `FEW`: at most so many times as long."""
TARGETS: Final = {
    WHOLE: (FLOOR, 2.0),
    DOCX: (MYST_DOCX, 1.0),
    ONE: (FLOOR, 0.6),
    WATCHED: (FLOOR, 0.3),
    NOTHING: ("", 0.5),
    PLAIN: (VERSION, 1.5),
}
"""What is timed -> beside what, and at most how many times as long; beside nothing: seconds. Of issue 12."""
OURS: Final = "nos processus ensemble"
MOST_OF_OURS: Final = 1_000_000_000
"""Bytes that they may hold, at 5,000 notes. Of issue 12."""
OURS_NAMES: Final = frozenset({"python", "python3", "restitution", "snakemake"})
NOTE: Final = Path("sources", "territoire-a", "note.md")


class Run(msgspec.Struct, kw_only=True):
    """One run of one size; times: medians, in seconds; memory: the most at one moment, in bytes, by program."""

    date: str
    code: str
    machine: str
    load: float
    notes: int
    words: int
    rounds: int
    floor: dict[str, float]
    times: dict[str, float]
    memory: dict[str, int] = {}

    @property
    def counts(self) -> bool:
        """Whether the machine was quiet."""
        return self.load <= QUIET

    def ratios(self) -> Iterator[tuple[str, float, float]]:
        """What has a target: its name, how many times as long it took as what it is compared with, the target."""
        beside = {FLOOR: sum(self.floor.values()), VERSION: self.floor.get(VERSION, 0.0), "": 1.0} | self.times
        for name, (other, most) in TARGETS.items():
            if name in self.times and beside.get(other):
                yield name, self.times[name] / beside[other], most


def cost_of_a_note(run: Run, runs: Sequence[Run]) -> tuple[float, float | None]:
    """Seconds of a build by note, and how many times those of the last project of `FEW`, for a larger one."""
    own, few = _by_note(run), [_by_note(one) for one in runs if one.notes == FEW and one.counts]
    return own, own / few[-1] if few and few[-1] and run.notes > FEW else None


def _by_note(run: Run) -> float:
    return run.times.get(DOCX, 0.0) / (run.notes or 1)


# --- measuring ------------------------------------------------------------------------------------------


def measure(path: Path, told: argparse.Namespace) -> None:
    """Time each size that is asked for, print it, keep it."""
    for notes in told.notes:
        rounds = told.rounds if notes < LARGE else 1
        times = timed_alone if told.alone else timed_project
        keep(path, print_run(with_project(notes, rounds, times), read(path)))
    if told.pages:
        run = with_project(0, 1, lambda *all_: timed_transcripts(*all_, pages=told.pages))
        keep(path, print_run(run, read(path)))


def keep(path: Path, run: Run) -> None:
    """Add a run to the history."""
    data = msgspec.json.encode([*read(path), run], order="sorted")
    path.write_bytes(msgspec.json.format(data, indent=1) + b"\n")


def read(path: Path = HISTORY) -> list[Run]:
    """Every run, the oldest first."""
    return msgspec.json.decode(path.read_bytes(), type=list[Run]) if path.is_file() else []


def print_run(run: Run, before: Sequence[Run]) -> Run:
    """Print it: the times, then each ratio beside its target. `before`: the runs of the history."""
    quiet = "" if run.counts else " : la machine n'était pas au repos, ne compte pas"
    print(f"\n{run.notes} notes, {run.words} mots, médiane de {run.rounds} ; charge {run.load}{quiet}")
    show("plancher", run.floor)
    show("mesuré", run.times, sum(run.floor.values()))
    for name, ratio, most in run.ratios():
        print(f"  {name:<42}{ratio:8.2f}   au plus {most:.2f}{'' if ratio <= most else '   NON TENU'}")
    seconds, ratio = cost_of_a_note(run, before)
    if ratio is not None:
        kept = "" if ratio <= MOST_OF_A_NOTE else "   NON TENU"
        print(f"  {A_NOTE:<42}{ratio:8.2f}   au plus {MOST_OF_A_NOTE:.2f}{kept}   ({seconds:.3f} s)")
    for name, held in run.memory.items():
        most = f"   au plus {MOST_OF_OURS / 1e6:.0f}{'' if held <= MOST_OF_OURS else '   NON TENU'}"
        print(f"  mémoire, {name:<33}{held / 1e6:8.0f} Mo{most if name == OURS else ''}", flush=True)
    return run


Timed = Callable[[Path, int, Run], None]


def with_project(notes: int, rounds: int, times: Timed) -> Run:
    """What `times` finds on a new project of so many notes."""
    load = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="mesure-") as folder:
        project = Path(folder) / "projet"
        words = make_project(project, notes)
        (project / NOTE).write_text("# Portrait\n", "utf-8")
        run = Run(
            date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
            code=code(),
            machine=f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}",
            load=load,
            notes=notes,
            words=words,
            rounds=rounds,
            floor={},
            times={},
        )
        times(project, rounds, run)
    return run


def code() -> str:
    """The commit that was measured."""
    told = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def timed_project(project: Path, rounds: int, run: Run) -> None:
    """Every time of a project of notes."""
    large = run.notes >= LARGE
    beside = project.parent
    floor: dict[str, list[float]] = {}
    found: dict[str, list[float]] = {}
    steps: dict[str, Callable[[], object]] = {}
    for name, step in floor_steps(beside / "plancher", project):
        step()  # what follows needs it, and the disk has it at hand from then on
        steps[name] = step
    myst = Myst(beside / "myst", project)
    for _ in range(rounds):
        for name, step in steps.items():
            floor.setdefault(name, []).append(timed(step))
        for name, seconds in one_round(project, whole=not large):
            found.setdefault(name, []).append(seconds)
        if myst.runs:
            found.setdefault(MYST_DOCX, []).append(timed(myst.build))
    found[WATCHED] = list(watched(project, rounds))
    run.floor = {name: round(statistics.median(each), 2) for name, each in floor.items()}
    run.times = {name: round(statistics.median(each), 2) for name, each in found.items()}
    with Memory() as memory:  # which takes time of its own
        afresh(project, *(["docx"] if large else []))
    run.memory = memory.most


def one_round(project: Path, *, whole: bool) -> Iterator[tuple[str, float]]:
    """A full build of each kind, then what follows small changes."""
    settings = project / "restitution.yaml"
    ordinary = settings.read_text("utf-8")
    if whole:
        settings.write_text(ordinary + EVERYTHING, "utf-8")
        yield WHOLE, afresh(project)
        settings.write_text(ordinary, "utf-8")
    yield DOCX, afresh(project, "docx")
    (project / NOTE).write_text(f"# Portrait\n\n## Gouvernance\n\nÉcrit à {time.time()}.\n", "utf-8")
    yield ONE, timed(lambda: build(project, "docx"))
    build(project)
    time.sleep(FRESH_SECONDS)  # a note that was written just now is watched standing still
    yield NOTHING, timed(lambda: build(project))
    yield PLAIN, timed(lambda: command([str(BIN / "snakemake")], cwd=project))


def afresh(project: Path, *targets: str) -> float:
    """Seconds of a build that finds nothing made; what an earlier one published would come home as a copy."""
    for made in (".restitution", "output", "interne", "sources/relectures"):
        shutil.rmtree(project / made, ignore_errors=True)
    return timed(lambda: build(project, *targets))


def build(project: Path, *targets: str) -> None:
    """The ordinary command."""
    command([str(BIN / "restitution"), "build", *targets, "--project", str(project)])


def watched(project: Path, rounds: int) -> Iterator[float]:
    """Seconds from a note that is saved to the DOCX, while the project is watched. A first round loads all."""
    with watching(project, ["docx"]):
        until_published(project, lambda: None)
        for _ in range(rounds):
            time.sleep(2)
            yield until_published(project, lambda: None)


def timed_alone(project: Path, _: int, run: Run) -> None:
    """The times of our own outputs, once: of 5,000 notes the floor and MyST's copy of them take hours.

    Memory is looked at meanwhile, which takes little beside so much.
    """
    with Memory() as memory:
        run.times[DOCX] = round(afresh(project, "docx"), 2)
        (project / NOTE).write_text("# Portrait\n\n## Gouvernance\n\nUn mot de plus.\n", "utf-8")
        run.times[ONE] = round(timed(lambda: build(project, "docx")), 2)
        run.times[PDF] = round(timed(lambda: build(project, "docx", "pdf")), 2)
        run.times[REST] = round(timed(lambda: build(project, *EVERY)), 2)
    build(project, "docx", "pdf")
    time.sleep(FRESH_SECONDS)
    run.times[NOTHING] = round(timed(lambda: build(project, "docx", "pdf")), 2)
    run.memory = memory.most


def timed_transcripts(project: Path, _: int, run: Run, *, pages: int) -> None:
    """The time of reading long transcripts, and of the DOCX that holds them."""
    run.words += transcript(project, pages)
    with Memory() as memory:
        run.times[READING] = round(afresh(project, "docx"), 2)
    run.memory = memory.most


class Myst:
    """MyST on the same notes, as Markdown; `runs` says whether it can be had."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder = folder
        self.runs = bool(shutil.which("uvx") and shutil.which("node"))
        for name, text in MYST_FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        book = [MYST_BOOK]
        for number, note in enumerate(sorted((project / "sources").rglob("*.docx"))):
            pypandoc.convert_file(str(note), "commonmark", outputfile=str(folder / f"n{number}.md"))
            book.append(f"```{{include}} n{number}.md\n```\n")
        (folder / "livre.md").write_text("\n".join(book), "utf-8")
        if self.runs:
            with contextlib.suppress(subprocess.CalledProcessError):  # brings it, once
                self.build()
            self.runs = (folder / "tout.docx").is_file()

    def build(self) -> None:
        """One DOCX of all, nothing kept from the last."""
        shutil.rmtree(self.folder / "_build", ignore_errors=True)
        command(list(MYST), cwd=self.folder)


class Memory:
    """The most that processes held at one moment, looked at all the time: ours together, each other alone."""

    def __init__(self) -> None:
        self.most: dict[str, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._stopped.wait(0.5):
            now: dict[str, int] = {}
            for process in own.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    name = OURS if process.name() in OURS_NAMES else process.name()
                    now[name] = now.get(name, 0) + process.memory_full_info().uss
            self.most |= {name: max(held, self.most.get(name, 0)) for name, held in now.items()}


# --- the page -------------------------------------------------------------------------------------------


def tables(runs: Sequence[Run]) -> str:
    """The last run of each size, and each ratio of it beside its target."""
    last = {run.notes: run for run in runs}
    parts = [f"![Seconds by number of notes]({PLOT.name})"]
    for run in (last[notes] for notes in sorted(last)):
        state = "" if run.counts else ": the machine was busy, **does not count**"
        size = f"{run.notes:,} notes" if run.notes else f"{run.words // A_PAGE:,} pages of transcript"
        head = f"{size}, {run.words:,} words, {run.date}, `{run.code}`, load {run.load}{state}"
        rows = [("what", "seconds", "times", "at most")]
        ratios = {name: (f"{ratio:.2f}", f"{most:.2f}") for name, ratio, most in run.ratios()}
        rows += [(FLOOR, f"{sum(run.floor.values()):.2f}", "1.00", "")] if run.floor else []
        rows += [(name, f"{seconds:.2f}", *ratios.get(name, ("", ""))) for name, seconds in run.times.items()]
        if run.times.get(DOCX):
            cost, ratio = cost_of_a_note(run, runs)
            beside = (f"{ratio:.2f}", f"{MOST_OF_A_NOTE:.2f}") if ratio is not None else ("", "")
            rows.append((A_NOTE, f"{cost:.3f}", *beside))
        most_held = {OURS: f"{MOST_OF_OURS / 1e6:.0f}"}
        rows += [
            (f"memory, {name}, MB", f"{held / 1e6:.0f}", "", most_held.get(name, ""))
            for name, held in run.memory.items()
        ]
        parts.append(f"{head}\n\n{_table(rows)}")
    return "\n\n".join(parts)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rest))


WIDE, TALL, EDGE = 450.0, 270.0, 55.0
MARKS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
COLOURS: Final = {FLOOR: GREY, WHOLE: GREEN, DOCX: INK, MYST_DOCX: OCHRE}


def plot(runs: Sequence[Run]) -> bytes:
    """Seconds of each size, both axes by powers of ten."""
    last = {run.notes: run for run in runs if run.times.get(DOCX)}
    lines = {name: list(_points(last, name)) for name in COLOURS}
    every = [point for points in lines.values() for point in points] or [(1.0, 1.0)]
    across = _scale([x for x, _ in every], EDGE, WIDE - 30)
    up = _scale([y for _, y in every], TALL - EDGE, 15.0)
    shapes: list[Outline | Words] = [
        Words(x=across(notes), y=TALL - EDGE + 18, text=f"{notes} notes", anchor=0.5) for notes in sorted(last)
    ]
    low, high = min(y for _, y in every), max(y for _, y in every)
    shapes += [
        Words(x=EDGE - 6, y=up(seconds) + 3, text=f"{seconds} s", anchor=1)
        for seconds in MARKS
        if low <= seconds <= high
    ]
    for number, (name, points) in enumerate(lines.items()):
        placed = [(across(x), up(y)) for x, y in points]
        colour = COLOURS[name]
        shapes += [line(*placed, pen=colour)] if len(placed) > 1 else []
        shapes += [disc(point, 2.5, fill=colour) for point in placed]
        column, row = number % 2, number // 2
        shapes.append(Words(x=EDGE + 200 * column, y=TALL - 18 + 12 * row, text=name, colour=colour))
    return render([Drawing(height=TALL, shapes=shapes, width=WIDE)], shipped_fonts())[0]


def _points(runs: dict[int, Run], name: str) -> Iterator[tuple[float, float]]:
    for notes, run in sorted(runs.items()):
        seconds = sum(run.floor.values()) if name == FLOOR else run.times.get(name, 0.0)
        if seconds:
            yield notes, seconds


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(min(values)), math.log10(max(values))
    return lambda value: start + (math.log10(value) - low) / ((high - low) or 1) * (end - start)


def main() -> None:
    """Measure, or write the page."""
    if sys.argv[1] != "measure":
        runs = read()
        PLOT.write_bytes(plot(runs))
        renew(Path(sys.argv[1]), COMMAND, tables(runs))
        return
    asked = argparse.ArgumentParser()
    asked.add_argument("history", type=Path)
    asked.add_argument("--notes", type=int, nargs="*", default=NOTES)
    asked.add_argument("--pages", type=int, default=0)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--alone", action="store_true")
    told = asked.parse_args(sys.argv[2:])
    measure(told.history, told)


if __name__ == "__main__":
    main()
