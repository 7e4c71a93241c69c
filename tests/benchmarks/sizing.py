"""What a cluster needs for a programme of many projects, from what the stages of real builds cost.

    uv run python -m tests.benchmarks.sizing measure docs/dev/cluster.json NAME PROJECT
    uv run python -m tests.benchmarks.sizing docs/dev/cluster.md

The first builds a copy of a project, each stage in a process of its own as on a cluster, and keeps what each took
in the JSON under NAME. The second writes the tables of the page from that JSON.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from tests.security.pipeline import steps

from restitution.model import Balance
from restitution.plan import WORK
from restitution.plan.locks import release_build_lock
from restitution.plan.prepare import prepare
from restitution.reference import renew

PAGE: Final = "docs/dev/cluster.md"
COMMAND: Final = f"python -m tests.benchmarks.sizing {PAGE}"
MEASURED: Final = Path(PAGE).with_suffix(".json")
GROUPS: Final = 2_800
"""Local action groups to plan for, a project each."""
CORES: Final = (16, 100, 400)
STARTS: Final = 3
"""How often the engine starts for a project that is one job: in the job, in its step, and to build it.

All three are there at once; in a job of the project's own, two are.
"""
ENGINE: Final = (sys.executable, "-c", "from snakemake.cli import main")
FOLDERS: Final = ("sources", WORK.as_posix(), "output", "interne")
OF_A_LOT: Final = frozenset({"intake", "normalise", "pseudonymise"})
OF_THE_DOCUMENT: Final = frozenset({"collect_reviews", "collect_corrections", "assemble", "reconcile"})
WITH_ITS_OUTPUT: Final = frozenset({"verify"})
"""Stages that the shipped profile puts into one job of the cluster."""


class Cost(msgspec.Struct, kw_only=True):
    """What the jobs of one stage took together; `megabytes`: the largest."""

    jobs: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    megabytes: float = 0.0


class Measured(msgspec.Struct, kw_only=True):
    """A project that was built."""

    machine: str
    load: float
    """Of the machine while it was built: seconds that pass count the others' work, those of CPU do not."""
    files: int
    words: int
    outputs: list[str]
    lots: int
    stages: dict[str, Cost]
    start: Cost
    """One start of the engine."""
    bytes: dict[str, int]

    @property
    def cpu(self) -> float:
        """Seconds of one core that the project takes."""
        return sum(cost.cpu for cost in self.stages.values())

    @property
    def megabytes(self) -> float:
        """Memory of the largest stage."""
        return max(cost.megabytes for cost in self.stages.values())

    @property
    def jobs(self) -> int:
        """Jobs of the cluster, stage by stage, as the shipped profile groups them."""
        alone = self.stages.keys() - OF_A_LOT - OF_THE_DOCUMENT - WITH_ITS_OUTPUT
        return self.lots + 1 + sum(self.stages[name].jobs for name in alone)


def run(command: Sequence[str], folder: Path, cost: Cost) -> None:
    """Run a command to its end, and add what it took."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    cost.jobs += 1
    cost.seconds = round(cost.seconds + time.monotonic() - start, 2)
    cost.cpu = round(cost.cpu + used.ru_utime + used.ru_stime, 2)
    cost.megabytes = round(max(cost.megabytes, used.ru_maxrss / 1024), 1)


def measure(project: Path) -> Measured:
    """Build a project, stage by stage."""
    plan, stages, start = prepare(project), dict[str, Cost](), Cost()
    run(ENGINE, project, start)
    for name, inputs, outputs in steps(plan):
        command = [sys.executable, "-Pm", "restitution.stages", name, *inputs, "--", *outputs]
        run(command, project / WORK, stages.setdefault(name, Cost()))
    release_build_lock(project / WORK)
    balance = msgspec.json.decode((project / WORK / "balance.json").read_bytes(), type=Balance)
    return Measured(
        machine=f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}",
        load=round(os.getloadavg()[1], 1),
        files=sum(map(len, plan.sources.values())),
        words=sum(source.words_in or 0 for source in balance.sources),
        outputs=plan.outputs,
        lots=len(plan.lots),
        stages=stages,
        start=start,
        bytes={name: size(project / name) for name in FOLDERS},
    )


def size(folder: Path) -> int:
    """Bytes of what a folder holds."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def read(path: Path = MEASURED) -> dict[str, Measured]:
    """Every project that was measured."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Measured]) if path.is_file() else {}


def tables(measured: dict[str, Measured] | None = None) -> str:
    """The tables of the page."""
    known = read() if measured is None else measured
    return "\n\n".join([_projects(known), _programme(known), *(_stages(name, one) for name, one in known.items())])


def figure(value: float, decimals: int = 0) -> str:
    """A number, as the page writes it."""
    return f"{value:,.{decimals}f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _projects(known: dict[str, Measured]) -> str:
    head = [
        "one project",
        "files",
        "words",
        "lots",
        "outputs",
        "CPU, s",
        "largest stage, MB",
        "disk, MB",
        "machine",
    ]
    rows = [
        [
            name,
            figure(one.files),
            figure(one.words),
            figure(one.lots),
            figure(len(one.outputs)),
            figure(one.cpu, 1),
            figure(one.megabytes),
            figure(sum(one.bytes.values()) / 1e6, 1),
            f"{one.machine}, load {figure(one.load, 1)}",
        ]
        for name, one in known.items()
    ]
    return _table(head, rows)


def _programme(known: dict[str, Measured]) -> str:
    head = [f"{figure(GROUPS)} projects like", "sent as", "jobs", "CPU, hours", "of it to enter jobs", "MB a job"]
    head += [*(f"hours on {cores} cores" for cores in CORES), "disk, GB"]
    return _table(head, [row for name, one in known.items() for row in _rows(name, one)])


def _rows(name: str, one: Measured) -> list[list[str]]:
    found = []
    apart = one.jobs + sum(cost.jobs for cost in one.stages.values())  # in each job, and for each of its steps
    ways = (("one job each", 1, STARTS, STARTS), ("lots and outputs apart", one.jobs, apart, STARTS - 1))
    for sent, jobs, starts, at_once in ways:
        entering = starts * one.start.cpu
        hours = GROUPS * (one.cpu + entering) / 3600
        row = [name, sent, figure(GROUPS * jobs), figure(hours, 1), figure(GROUPS * entering / 3600, 1)]
        row += [
            figure(one.megabytes + at_once * one.start.megabytes),
            *(figure(hours / cores, 1) for cores in CORES),
        ]
        found.append([*row, figure(GROUPS * sum(one.bytes.values()) / 1e9, 1)])
    return found


def _stages(name: str, one: Measured) -> str:
    rows = [
        [f"`{stage}`", figure(cost.jobs), figure(cost.cpu, 1), figure(cost.megabytes)]
        for stage, cost in one.stages.items()
    ]
    rows.append(["one start of the engine", "1", figure(one.start.cpu, 1), figure(one.start.megabytes)])
    return _table([f"stage ({name})", "jobs", "CPU, s", "largest, MB"], rows)


def main(*words: str) -> None:
    """Measure, or write the tables."""
    if words[0] != "measure":
        renew(Path(words[0]), COMMAND, tables())
        return
    _, path, name, project = words
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns(WORK.as_posix(), "output", "interne")
        copy = shutil.copytree(project, Path(folder) / "projet", ignore=ignored)
        known = read(Path(path)) | {name: measure(copy)}
    Path(path).write_bytes(msgspec.json.format(msgspec.json.encode(known, order="sorted"), indent=1) + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
