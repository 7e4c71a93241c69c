"""What runs in a cage cannot have more than it was given, and nothing that it started outlives it."""

from __future__ import annotations

import errno
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from restitution import cage
from restitution.cage import Limits
from restitution.errors import UnreadableSource
from restitution.readers import batch
from restitution.readers.batch import File
from restitution.stages import reading

ROOM = Limits(memory=400 << 20, seconds=20)
pytestmark = pytest.mark.skipif(not cage.LINUX, reason="these go into the cage as copies of this process")


def writes(folder: Path) -> None:
    (folder / "dit.txt").write_text(f"{sorted(os.environ)} {Path.cwd()} {tempfile.gettempdir()}", "utf-8")


def test_it_works_in_its_folder_with_an_environment_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOT_DE_PASSE", "x")
    assert not cage.run(writes, tmp_path, ROOM)
    told = (tmp_path / "dit.txt").read_text("utf-8")
    assert "MOT_DE_PASSE" not in told
    assert told.endswith(f"{tmp_path} {tmp_path}")


def eats(_: Path) -> None:
    held = []
    while True:
        held.append(b"x" * (8 << 20))


def eats_in_another(_: Path) -> None:
    subprocess.run([sys.executable, "-c", "held = bytearray(900 << 20); import time; time.sleep(60)"], check=False)


def is_two_for_a_moment(_: Path) -> None:
    held = bytearray(b"x") * (250 << 20)
    for _ in range(10):
        copy = os.fork()
        if not copy:
            time.sleep(0.006)
            os._exit(len(held) % 2)
        os.waitpid(copy, 0)
        time.sleep(0.05)


def test_who_starts_another_is_not_ended_for_what_both_share(tmp_path: Path) -> None:
    assert not cage.run(is_two_for_a_moment, tmp_path, ROOM)


def turns(_: Path) -> None:
    while True:
        pass


def waits(_: Path) -> None:
    time.sleep(600)


def breaks(_: Path) -> None:
    os._exit(7)


@pytest.mark.parametrize(
    ("work", "limits", "ended"),
    [
        (eats, ROOM, "mémoire"),
        (turns, Limits(ROOM.memory, 0.3), "temps"),
        (waits, Limits(ROOM.memory, 0.05), "temps"),
        (breaks, ROOM, "arrêt"),
    ],
)
def test_what_goes_beyond_is_ended(
    work: Callable[[Path], None], limits: Limits, ended: str, tmp_path: Path
) -> None:
    assert cage.run(work, tmp_path, limits) == ended


def is_full(_: Path) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_no_fault_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="space") as told:
        cage.run(is_full, tmp_path, ROOM)
    assert told.value.errno == errno.ENOSPC


def test_no_limit_of_the_machine_is_raised(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        assert not cage.run(writes, tmp_path, ROOM)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def starts_another(folder: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    (folder / "autre").write_text(str(other.pid), "utf-8")
    time.sleep(600)


def test_what_it_started_is_ended_with_it(tmp_path: Path) -> None:
    assert cage.run(starts_another, tmp_path, Limits(ROOM.memory, 0.5)) == "temps"
    other = int((tmp_path / "autre").read_text("utf-8"))
    end = time.monotonic() + 10
    while psutil.pid_exists(other) and psutil.Process(other).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.05)


def goes_on(folder: Path) -> None:
    for number in range(4):
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        (folder / str(number)).touch()


def test_who_gets_on_may_take_long(tmp_path: Path) -> None:
    assert not cage.run(goes_on, tmp_path, Limits(ROOM.memory, 0.8))


def gets_on(_: Path) -> None:
    for _step in range(4):
        end = time.process_time() + 0.5
        while time.process_time() < end:
            pass
        cage.advance()


def test_a_step_done_is_progress(tmp_path: Path) -> None:
    assert not cage.run(gets_on, tmp_path, Limits(ROOM.memory, 1.0))


def test_outside_a_cage_steps_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cage.advance()
    assert not list(tmp_path.iterdir())


def calls(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.settimeout(2)
        try:
            client.connect(server.getsockname())
        except OSError:
            (folder / "coupé").touch()


def test_it_reaches_no_network(tmp_path: Path) -> None:
    assert not cage.run(calls, tmp_path, ROOM)
    if not (tmp_path / "coupé").exists():
        pytest.skip("this system gives no network of one's own")


class Treacherous:
    """A reader that one file breaks."""

    def __init__(self, harm: Callable[[], None]) -> None:
        self.harm = harm
        self.reader = batch.READERS["txt"]

    def prepare(self, data: bytes, path: str) -> object:
        if b"piege" in data:
            self.harm()
        return self.reader.prepare(data, path)

    def finish(self, *told: object) -> object:
        return self.reader.finish(*told)  # type: ignore[arg-type]


FAULT = "erreur du programme"


def dies() -> None:
    os._exit(7)


def fails() -> None:
    raise ZeroDivisionError


def refuses() -> None:
    raise UnreadableSource("Refusé : déposez-le à nouveau.")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda: os._exit(7), "erreur du programme"),
        (fails, "erreur du programme"),
        (refuses, "Refusé"),
        (eats, "mémoire"),
    ],
)
def test_a_file_that_breaks_a_batch_is_set_aside_alone(
    harm: Callable[..., None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMITS", ROOM)
    act = (lambda: harm(Path())) if harm is eats else harm
    monkeypatch.setitem(batch.READERS, "txt", Treacherous(act))  # type: ignore[arg-type]
    texts = ["Le moulin tourne.", "Un piege.", "La scierie scie."]
    files = [File(f"{number}.txt", "txt", text.encode()) for number, text in enumerate(texts)]
    first, broken, last = reading.each(files)
    assert said in broken.refused
    assert broken.reading is None
    assert [first.refused, last.refused] == ["", ""]
    assert first.words_in == last.words_in == len(texts[0].split())
