"""What is said while a build runs: counts, times, and an estimate only where earlier builds give one."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from restitution.progress import Progress
from restitution.progress.durations import NAME
from restitution.progress.words import counted, left_told, seconds_told

FILES = {"commun": 20, "pays": 12}
RUN: list[dict[str, Any]] = [
    {"event": "run_info", "stats": {"normalise": 2, "assemble": 1, "all": 1, "total": 4}},
    {"event": "job_info", "jobid": 1, "rule_name": "normalise", "rule_msg": "Lit les notes",
     "wildcards": {"lot": "commun"}, "log": ["logs/normalise/commun.log"]},
    {"event": "job_info", "jobid": 2, "rule_name": "normalise", "rule_msg": "Lit les notes",
     "wildcards": {"lot": "pays"}, "log": ["logs/normalise/pays.log"]},
    {"event": "job_finished", "job_id": 1},
    {"event": "job_finished", "job_id": 2},
    {"event": "job_info", "jobid": 3, "rule_name": "assemble", "rule_msg": "Assemble le document",
     "wildcards": {}, "log": []},
    {"event": "job_finished", "job_id": 3},
    {"event": "job_info", "jobid": 0, "rule_name": "all", "rule_msg": None, "wildcards": {}, "log": []},
    {"event": "progress", "done": 4, "total": 4},
]  # fmt: skip


class Clock:
    """Ten seconds pass between two things that are told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("restitution.progress.stages.time.monotonic", lambda: self.now)

    def tell(self, progress: Progress, *events: dict[str, Any]) -> None:
        for event in events:
            self.now += 10
            progress.report(logging.makeLogRecord(event))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_can_wait_is_done_once_while_jobs_run(clock: Clock) -> None:
    progress, called = Progress(quiet=True), threading.Semaphore(0)
    progress.when_jobs_run = called.release
    clock.tell(progress, RUN[0])
    assert not called.acquire(blocking=False)
    clock.tell(progress, *RUN[1:])
    assert called.acquire(timeout=30)
    assert not called.acquire(blocking=False)


def test_elsewhere_than_on_a_terminal_each_stage_is_a_line(clock: Clock, tmp_path: Path) -> None:
    page = io.StringIO()
    with Progress(page) as progress:
        progress.say_meanwhile("Je regarde vos notes…")
        progress.expect(FILES, tmp_path)
        clock.tell(progress, *RUN)
    assert page.getvalue() == "Je regarde vos notes…\n  Lit les notes…\n  Assemble le document…\n"


def test_with_details_each_stage_tells_its_count_and_time(clock: Clock, tmp_path: Path) -> None:
    page = io.StringIO()
    with Progress(page, verbose=True) as progress:
        progress.expect(FILES, tmp_path)
        clock.tell(progress, *RUN)
    assert page.getvalue().splitlines() == [
        "  Lit les notes…",
        "  Lit les notes 32/32 : 40 s",
        "  Assemble le document…",
        "  Assemble le document : 10 s",
    ]
    assert [stage.logs for stage in progress.stages] == [
        ["logs/normalise/commun.log", "logs/normalise/pays.log"],
        [],
    ]


def test_files_are_counted_lot_by_lot(clock: Clock, tmp_path: Path) -> None:
    progress = Progress(io.StringIO())
    progress.expect(FILES, tmp_path)
    said = []
    for event in RUN[:5]:
        clock.tell(progress, event)
        said += [counted(stage, progress.work) for stage in progress.work.stages.values()]
    assert said == [f"Lit les notes {count}/32" for count in (0, 0, 20, 32)]


def test_without_lots_jobs_are_counted(clock: Clock) -> None:
    progress = Progress(io.StringIO())  # as under plain `snakemake`: nobody said how many files there are
    clock.tell(progress, *RUN[:4])
    assert [counted(stage, progress.work) for stage in progress.work.stages.values()] == ["Lit les notes 1/2"]


def test_an_estimate_comes_from_the_build_before(clock: Clock, tmp_path: Path) -> None:
    first = Progress(io.StringIO())
    first.expect(FILES, tmp_path)
    clock.tell(first, *RUN[:2])
    assert first.time_left() is None, "nothing is known yet"
    clock.tell(first, *RUN[2:])
    first.remember(tmp_path)
    again = Progress(io.StringIO())
    again.expect(FILES, tmp_path)
    clock.tell(again, RUN[0])
    assert again.time_left() == 50, "40 s of reading and 10 s of assembling, as before"
    left = []
    for event in RUN[1:7]:
        clock.tell(again, event)
        left.append(again.time_left() or 0.0)
    assert left[-1] == 0
    assert left == sorted(left, reverse=True)


def test_a_stage_that_never_ran_leaves_no_estimate(clock: Clock, tmp_path: Path) -> None:
    first = Progress(io.StringIO())
    first.expect(FILES, tmp_path)
    clock.tell(first, *RUN)
    first.remember(tmp_path)
    again = Progress(io.StringIO())
    again.expect(FILES, tmp_path)
    clock.tell(again, {"event": "run_info", "stats": {"assemble": 1, "write_pptx": 1, "total": 2}})
    assert again.time_left() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"stages": {"normalise": {"seconds": "x"}}}'])
def test_a_damaged_memory_is_forgotten(content: bytes, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(content)
    progress = Progress(io.StringIO())
    progress.expect(FILES, tmp_path)
    clock.tell(progress, *RUN[:3])
    assert progress.time_left() is None


def test_the_block_on_a_terminal(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    with Progress(screen) as progress:
        progress.say_meanwhile("Je regarde vos notes…")
        progress.expect(FILES, tmp_path)
        clock.tell(progress, *RUN[:4])
        assert progress._block is not None
        page = Console(file=io.StringIO(), width=60)
        page.print(progress._block._drawn())
        drawn = page.file.getvalue()  # type: ignore[attr-defined]
        progress.say("Une phrase qui reste.")
    assert re.search(r"Lit les notes 20/32\n .*33%  40 s\s*\n", drawn), drawn
    shown = screen.getvalue()
    assert "Une phrase qui reste." in shown
    assert shown.index("Je regarde vos notes…") < shown.index(f"\r{' ' * 21}\r") < shown.index("Lit les notes")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown), "NO_COLOR"
    assert shown.endswith("\x1b[?25h") or "\x1b[?25h" in shown, "the cursor is given back"


def test_a_dumb_terminal_gets_lines(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    with Progress(screen) as progress:
        progress.expect(FILES, tmp_path)
        clock.tell(progress, *RUN)
    assert screen.getvalue() == "  Lit les notes…\n  Assemble le document…\n"


def test_a_quiet_build_says_nothing(clock: Clock, tmp_path: Path) -> None:
    screen = Screen()
    with Progress(screen, quiet=True) as progress:
        progress.say("non")
        progress.say_meanwhile("non")
        progress.expect(FILES, tmp_path)
        clock.tell(progress, *RUN)
    assert screen.getvalue() == ""
    assert [stage.title for stage in progress.stages] == ["Lit les notes", "Assemble le document"]


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.04, "0,0 s"), (3.21, "3,2 s"), (8, "8 s"), (48.3, "48 s"), (125, "2 min 5 s")]
)
def test_times(seconds: float, told: str) -> None:
    assert seconds_told(seconds) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, ""), (2, "bientôt fini"), (12, "encore 20 s environ"), (89, "encore 90 s environ"),
     (130, "encore 3 minutes environ")],
)  # fmt: skip
def test_estimates_are_rounded(seconds: float | None, told: str) -> None:
    assert left_told(seconds) == told


class OldConsole(io.TextIOWrapper):
    """A code page without accents, whose stream refuses what it lacks."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="ascii", errors="strict", write_through=True)


def test_an_old_console_gets_the_nearest_signs() -> None:
    screen = OldConsole()
    progress = Progress(stream=screen)
    progress.say("Écrit « l’œuvre »…")
    screen.flush()
    assert screen.buffer.getvalue().decode().strip() == 'Ecrit " l\'oeuvre "...'  # type: ignore[attr-defined]


def test_a_command_that_tells_no_progress_imports_none() -> None:
    told = "import sys, restitution.cli.app; print(any(n.startswith('restitution.progress') for n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"
