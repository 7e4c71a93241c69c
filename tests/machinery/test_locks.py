from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from restitution.errors import AnotherBuild, RestitutionError
from restitution.plan import locks

from .conftest import Project

HOLD = """
import sys, time
from pathlib import Path
from restitution.plan import locks
work = Path(sys.argv[1])
held = locks.hold_build_lock(work) if sys.argv[2] == "build" else locks.mark_stage_running(work)
print("held", flush=True)
time.sleep(60)
"""


class Holder:
    """Another process that holds a lock until it is killed."""

    def __init__(self, work: Path, what: str) -> None:
        work.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", HOLD, str(work), what]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "held\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / ".restitution"
    locks.release_build_lock(tmp_path / ".restitution")


def test_a_second_build_is_told_who_is_first_and_a_kill_frees_the_lock(work: Path) -> None:
    other = Holder(work, "build")
    with pytest.raises(AnotherBuild) as said:
        locks.hold_build_lock(work)
    assert said.value.code == 4
    assert f"processus {other.process.pid}, depuis " in said.value.message
    other.kill()
    locks.hold_build_lock(work)


def test_the_same_process_may_ask_twice_and_can_let_go(work: Path) -> None:
    locks.hold_build_lock(work)
    locks.hold_build_lock(work / ".." / work.name)
    locks.release_build_lock(work)
    Holder(work, "build").kill()
    locks.release_build_lock(work)  # nothing held: nothing done


def test_a_new_build_waits_for_the_stages_of_a_killed_one(work: Path) -> None:
    orphan = Holder(work, "stage")
    began = time.monotonic()
    threading.Timer(0.4, orphan.kill).start()
    locks.hold_build_lock(work)
    assert time.monotonic() - began >= 0.4


def test_stages_run_side_by_side(work: Path) -> None:
    other = Holder(work, "stage")
    locks.mark_stage_running(work).close()
    other.kill()


def test_what_stages_leave_behind_is_taken_away(work: Path) -> None:
    for _ in range(2):
        Holder(work, "stage").kill()
    assert len(list((work / locks.STAGES).iterdir())) == 2
    locks.hold_build_lock(work)
    assert list((work / locks.STAGES).iterdir()) == []


def test_a_drive_that_knows_no_lock_is_told_as_such(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(RestitutionError, match="ne sait pas empêcher deux constructions") as told:
        locks.hold_build_lock(work)
    assert "Copiez le projet" in told.value.hint


@pytest.mark.parametrize("command", ["build", "status", "check", "plan"])
def test_the_commands_say_it_in_a_sentence_with_exit_code_4(project: Project, command: str) -> None:
    locks.hold_build_lock(project.work)
    done = project.run(command)
    assert done.returncode == 4
    assert "Une construction de ce projet est déjà en cours (processus" in done.stderr
    assert "Traceback" not in done.stderr
