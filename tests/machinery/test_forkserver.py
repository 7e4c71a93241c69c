"""Jobs are done by copies of a process that is ready, and end with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from restitution.forkserver import ADDRESS, DIED, serving
from restitution.forkserver.asking import ask
from restitution.forkserver.running import kept, running
from restitution.stages.__main__ import main
from tests.machinery.conftest import Project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Ailleurs que sous Linux, chaque tâche se charge.")

JOBS = """
import os, sys, time
from restitution.forkserver.serving import serve

def job(arguments):
    exec(arguments[0])
    return len(arguments) - 1

serve(int(sys.argv[1]), job)
"""
SERVER = (sys.executable, "-c", JOBS)
"""Does what the first argument says in Python; its exit code is the number of the others."""
WAITS = "open('commencé', 'w').close(); time.sleep(600)"
BUILDS = f"""
import os, sys, threading
from restitution.forkserver.asking import ask
from restitution.forkserver.running import running
with running({SERVER!r}):
    ask([{WAITS!r}])
"""


@pytest.fixture
def server() -> Iterator[None]:
    with running(SERVER):
        yield


@pytest.mark.usefixtures("server")
def test_a_job_has_the_folder_environment_and_output_of_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OÙ", "été")
    assert ask(["print(os.environ['OÙ'], os.getcwd()); print('erreur', file=sys.stderr)"]) == 0
    assert capfd.readouterr() == (f"été {tmp_path}\n", "erreur\n")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("does", "code", "said"),
    [
        (["pass", "un", "deux"], 2, ""),
        (["raise ValueError('voilà')"], DIED, "ValueError: voilà"),
        (["os.kill(os.getpid(), 9)"], DIED, ""),
        (["os.close(1); os.close(2)"], 0, ""),
    ],
)
def test_the_exit_code_of_a_job_is_told(
    does: list[str], code: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(does) == code
    assert said in capfd.readouterr().err
    assert ask(["pass"]) == 0  # the next one finds the server


@pytest.mark.usefixtures("server")
def test_a_job_knows_how_what_it_starts_ends() -> None:
    assert (
        ask(["import subprocess; assert subprocess.run([sys.executable, '-c', 'exit(3)']).returncode == 3"]) == 0
    )


def test_jobs_end_with_the_server() -> None:
    with running(SERVER):
        with running(()):  # the same one
            assert ask(["pass"]) == 0
        assert ask(["pass"]) == 0
    assert ADDRESS not in os.environ


def test_who_finds_no_server_does_the_job_itself(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.prepared()
    lot = "territoire-b"
    monkeypatch.chdir(project.work)
    monkeypatch.setenv(ADDRESS, "personne")
    assert ask(["pass"]) is None
    assert main(["intake", "--", f"intake/{lot}.jsonl"]) == 0
    assert "visite.txt" in Path(f"intake/{lot}.jsonl").read_text("utf-8")


def test_a_server_that_does_not_start_is_none() -> None:
    with running((sys.executable, "-c", "raise SystemExit(1)")):
        assert ask(["pass"]) is None


@pytest.mark.usefixtures("server")
def test_another_user_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket  # noqa: PLC0415

    ours, _ = socket.socketpair()
    assert serving._is_ours(ours)
    monkeypatch.setattr(os, "getuid", lambda: 1_000_000)
    assert not serving._is_ours(ours)


def test_a_server_that_is_kept_stays_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    with kept():
        assert ADDRESS not in os.environ, "nobody had one yet"
        with running(SERVER):
            first = os.environ[ADDRESS]
        with running(SERVER):
            assert os.environ[ADDRESS] == first
            assert ask(["pass", "un"]) == 1
        with kept(), running(SERVER):
            assert os.environ[ADDRESS] == first
        assert os.environ[ADDRESS] == first, "the outer one keeps it"
    assert ADDRESS not in os.environ
    with running(SERVER):
        assert os.environ[ADDRESS] != first


def test_who_asks_does_not_wait_for_all_that_is_to_be_prepared() -> None:
    endless = "job, itertools.repeat(lambda: time.sleep(0.01)))"
    served = JOBS.replace("job)", endless).replace("import os", "import itertools, os")
    with running((sys.executable, "-c", served)):
        assert ask(["pass", "un"]) == 1
        assert ask(["pass", "un", "deux"]) == 2


def test_what_was_prepared_is_found_done() -> None:
    served = JOBS.replace("job)", "job, [lambda: sys.modules.setdefault('prêt', sys)])")
    with running((sys.executable, "-c", served)):
        wait_for(lambda: ask(["assert 'prêt' in sys.modules"]) == 0)


def test_a_build_that_is_killed_takes_its_jobs_with_it(tmp_path: Path) -> None:
    build = subprocess.Popen([sys.executable, "-c", BUILDS], cwd=tmp_path)
    wait_for((tmp_path / "commencé").exists)
    family = psutil.Process(build.pid).children(recursive=True)
    assert len(family) == 2, "the server, and a job"
    build.send_signal(signal.SIGKILL)
    build.wait()
    wait_for(lambda: not any(one.is_running() for one in family))


def test_a_build_gives_the_same_without_a_server(project: Project) -> None:
    project.build()
    before = outputs(project)
    shutil.rmtree(project.work / "stamps")
    done = project.run("build", env={ADDRESS: "personne"})
    assert done.returncode == 0, done.stderr
    assert outputs(project) == before


def outputs(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (project.path / "output").rglob("*") if path.is_file()}


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)
