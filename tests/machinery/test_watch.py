"""What is watched, when a build follows, and what is said: the builds themselves are pretended here."""

from __future__ import annotations

import errno
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from restitution import watch as watching
from restitution.build import Outcome
from restitution.cli.screen import rest_of
from restitution.cli.watch import Teller, _tell_a_program, landed_in_words
from restitution.errors import AnotherBuild, NeedsEditor, RestitutionError, WrongUse
from restitution.model import Source
from restitution.plan import Plan
from restitution.plan.outputs import MANIFEST
from restitution.publication import Beside, Manifest
from restitution.store import encode, write
from restitution.watch import Built, Event, Failed, Landed, seen, waking

from .conftest import Project

NOTE = "territoire-a/portrait.md"
LONGEST = 20.0
"""Seconds that a busy machine may take."""
IDLE = 0.7
BROKEN = RestitutionError("Le réglage « titre » manque.", "Ajoutez-le.")


class Watched:
    """A project that is watched in a thread. `does`: what each build does in turn; then builds do nothing."""

    def __init__(self, project: Project, plan: Plan, does: list[Callable[[], object]]) -> None:
        self.project, self.plan, self.does = project, plan, does
        self.builds = 0
        self.events: list[Event] = []
        self.failure: BaseException | None = None
        self.ending = False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            for event in watching.watch(self.project.path, 1):
                self.events.append(event)
        except BaseException as error:  # noqa: BLE001 looked at by the test
            self.failure = error

    def build(self, *_: object) -> Outcome:
        if self.ending:
            raise KeyboardInterrupt
        number, self.builds = self.builds, self.builds + 1
        given = self.does[number]() if number < len(self.does) else None
        plan = given if isinstance(given, Plan) else self.plan
        return Outcome(plan=plan, seconds=0.1, built=number < len(self.does))

    def until(self, happened: Callable[[], object]) -> None:
        end = time.monotonic() + LONGEST
        while not happened():
            assert time.monotonic() < end, (self.builds, self.events, self.failure)
            time.sleep(0.02)

    def idle(self) -> int:
        """How many builds there were once nothing has happened for a while."""
        before = -1
        while before != self.builds:
            before = self.builds
            time.sleep(IDLE)
        return before

    def end(self) -> None:
        self.ending = True
        while self.thread.is_alive():
            self.project.note("territoire-b/fin.txt", str(time.time()), time.time())
            self.thread.join(0.2)

    def failures(self) -> list[str]:
        return [str(event.error) for event in self.events if isinstance(event, Failed)]

    def landed(self) -> list[Landed]:
        return [event for event in self.events if isinstance(event, Landed)]


@pytest.fixture
def start(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Watched]]:
    monkeypatch.setattr(seen, "QUIET", 0.1)
    monkeypatch.setattr(waking, "BEAT", 0.3)
    monkeypatch.setattr(watching, "SOON", 0.2)
    monkeypatch.setattr(watching, "LATER", 0.2)
    plan = project.prepared()
    running: list[Watched] = []

    def begin(*does: Callable[[], object]) -> Watched:
        watched = Watched(project, plan, list(does))
        monkeypatch.setattr(watching, "build", watched.build)
        watched.thread.start()
        watched.until(lambda: watched.events)
        running.append(watched)
        return watched

    yield begin
    for watched in running:
        watched.end()


def nothing() -> None:
    """A build that writes nothing of what is watched."""


def failing(error: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise error

    return fail


def test_it_builds_once_then_at_each_change(project: Project, start: Callable[..., Watched]) -> None:
    watched = start(nothing, nothing)
    assert watched.idle() == 1
    assert [type(event) for event in watched.events] == [Built]
    project.note(NOTE, "# Portrait\n\nSeize communes.\n")
    project.note("territoire-b/arrivée.md", "# Une arrivée\n")
    (project.path / "sources/territoire-b/visite.txt").unlink()
    watched.until(lambda: watched.builds == 2)
    assert watched.idle() == 2
    assert watched.landed() == [
        Landed(
            new=["sources/territoire-b/arrivée.md"],
            changed=[f"sources/{NOTE}"],
            gone=["sources/territoire-b/visite.txt"],
        )
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("restitution.yaml", "restitution.yaml"),
        ("templates/plan/couverture.md.j2", "templates/plan/couverture.md.j2"),
        ("sources/classement.csv", "sources/classement.csv"),
        ("sources/relectures/decisions/2025/r.yaml", "sources/relectures/decisions/2025/r.yaml"),
        ("output/restitution.docx", "output/restitution.docx"),
        ("sources/territoire-neuf/fond/note.md", "sources/territoire-neuf/fond/note.md"),
    ],
)
def test_it_watches_all_that_a_build_follows_from(
    project: Project, start: Callable[..., Watched], changed: str, told: str
) -> None:
    watched = start(nothing, nothing)
    project.file(changed, b"autre chose", time.time())
    watched.until(lambda: watched.builds >= 2)
    watched.until(watched.landed)
    assert told in {*watched.landed()[0].new, *watched.landed()[0].changed}


@pytest.mark.parametrize(
    "name",
    [
        "sources/territoire-a/~$portrait.docx", "sources/territoire-a/.~lock.portrait.odt#",
        "sources/territoire-a/portrait.docx.crdownload", "sources/territoire-a/.portrait.md.tmp",
        "sources/.DS_Store", "sources/Thumbs.db", ".restitution/cache/x", "interne/retours/index.html",
        "sources/.classement.csv.123.restitution.tmp", "notes à part.md",
    ],
)  # fmt: skip
def test_it_is_not_woken_by_locks_temporary_files_and_other_folders(
    project: Project, start: Callable[..., Watched], name: str
) -> None:
    watched = start(nothing)
    project.file(name, b"x", time.time())
    assert watched.idle() == 1
    assert watched.landed() == []


def test_what_a_build_writes_itself_asks_for_no_build_without_end(
    project: Project, start: Callable[..., Watched]
) -> None:
    def publish() -> None:
        for name in (
            "sources/classement.csv", "sources/choix/verbatims.csv", "sources/relectures/ancres.jsonl",
            "output/restitution.docx",
        ):  # fmt: skip
            project.file(name, str(time.time()), time.time())

    watched = start(publish)
    assert watched.idle() == 2  # the second finds nothing to do
    assert [type(event) for event in watched.events] == [Built]
    project.file("sources/classement.csv", "fichier;genre\n", time.time())
    watched.until(watched.landed)
    assert watched.landed() == [Landed(changed=["sources/classement.csv"])]
    assert watched.idle() == 3


def test_builds_that_never_come_to_rest_are_given_up_and_said(
    project: Project, start: Callable[..., Watched]
) -> None:
    def restless() -> None:
        project.file("sources/classement.csv", str(time.time_ns()), time.time())

    watched = start(*[restless] * 50)
    builds = watched.idle()
    assert builds <= watching.ECHOES + 3
    assert watched.failures() == [str(watching.RESTLESS)]
    project.note(NOTE, "# Portrait\n")
    watched.until(lambda: watched.builds > builds)


def test_a_note_that_lands_during_a_build_is_not_lost(project: Project, start: Callable[..., Watched]) -> None:
    watched = start(lambda: project.note("territoire-b/arrivée.md", "# Arrivée\n", time.time()), nothing)
    watched.until(lambda: len(watched.events) == 3)
    assert watched.idle() == 2
    first, landed, second = watched.events
    assert isinstance(first, Built)
    assert landed == Landed(new=["sources/territoire-b/arrivée.md"])
    assert isinstance(second, Built)


def test_a_note_that_the_running_build_took_is_not_told_as_news(
    project: Project, start: Callable[..., Watched]
) -> None:
    watched = start(lambda: project.note(NOTE, "# Portrait\n", time.time()))
    assert watched.idle() == 2  # and the second has nothing to do
    assert [type(event) for event in watched.events] == [Built]


def test_a_build_that_fails_is_said_once_and_watching_goes_on(
    project: Project, start: Callable[..., Watched]
) -> None:
    full = OSError(errno.ENOSPC, "plein")
    watched = start(failing(BROKEN), failing(BROKEN), failing(full), nothing)
    watched.until(lambda: len(watched.events) >= 3)
    assert [type(event) for event in watched.events] == [Failed, Failed, Built]
    assert watched.failures() == [str(BROKEN), str(full)]
    project.note(NOTE, "# Portrait\n", time.time())
    watched.until(watched.landed)


def test_the_same_failure_is_said_again_after_a_change(project: Project, start: Callable[..., Watched]) -> None:
    wrong = WrongUse("Réglages", "")
    watched = start(*[failing(wrong)] * 2)
    assert watched.idle() == 1  # time alone mends no settings
    project.file("restitution.yaml", "projet:\n", time.time())
    watched.until(lambda: len(watched.failures()) == 2)


def test_another_build_is_waited_for(start: Callable[..., Watched]) -> None:
    watched = start(*[failing(AnotherBuild("Une construction est en cours."))] * 3, nothing)
    watched.until(lambda: watched.builds >= 4)
    watched.until(lambda: isinstance(watched.events[-1], Built))
    assert [type(event) for event in watched.events] == [Failed, Built]


@pytest.mark.parametrize("trouble", ["instable", "illisible"])
def test_a_file_that_waited_is_come_back_for(start: Callable[..., Watched], trouble: str) -> None:
    watched = start(nothing)
    moving = Source(path="territoire-a/lent.docx", sha256=None, trouble=trouble)
    watched.idle()
    plan = msgspec.structs.replace(watched.plan, sources={"territoire-a": [moving]})
    watched.does = [nothing, lambda: plan, nothing]
    watched.project.note(NOTE, "# Portrait\n", time.time())
    watched.until(lambda: watched.builds >= 3)


def test_a_published_file_that_was_held_open_is_replaced_once_it_is_closed(
    project: Project, start: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = True
    monkeypatch.setattr(watching, "_is_held", lambda _: held)

    def beside() -> None:
        copies = {"restitution.pdf": Beside(key="k", sha256="s", name="restitution (2026-10-08 10h00).pdf")}
        write(project.work / MANIFEST, encode(Manifest(beside=copies)))

    def replaced() -> None:
        write(project.work / MANIFEST, encode(Manifest()))

    watched = start(beside, replaced)
    assert watched.idle() == 1
    held = False
    watched.until(lambda: watched.builds == 2)
    assert watched.idle() == 2


def test_a_file_that_grows_is_awaited(
    project: Project, start: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = start(nothing, nothing)
    monkeypatch.setattr(seen, "QUIET", 0.6)  # many times what a busy machine sleeps too long
    for size in range(1, 12):
        project.note("territoire-b/lent.docx", b"x" * size, time.time())
        assert watched.builds == 1
        time.sleep(0.03)
    watched.until(lambda: watched.builds == 2)


def test_a_folder_that_goes_and_comes_back_is_watched_again(
    project: Project, start: Callable[..., Watched], tmp_path: Path
) -> None:
    watched = start(nothing, failing(WrongUse("Le dossier « sources » est introuvable.")), nothing, nothing)
    away = shutil.move(project.path / "sources", tmp_path / "ailleurs")
    watched.until(watched.failures)
    assert watched.idle() == 2
    shutil.move(away, project.path / "sources")
    watched.until(lambda: watched.builds == 3)
    watched.idle()
    project.note(NOTE, "# Portrait\n", time.time())
    watched.until(lambda: watched.builds == 4)


def test_a_project_whose_drive_disappears_is_awaited(
    project: Project, start: Callable[..., Watched], tmp_path: Path
) -> None:
    watched = start(nothing, nothing, nothing)
    away = shutil.move(project.path, tmp_path / "débranché")
    watched.until(watched.failures)
    assert watched.failures() == [str(watching.AWAY)]
    assert watched.idle() == 1
    assert not project.path.exists()
    shutil.move(away, project.path)
    watched.until(lambda: watched.builds == 2)
    assert watched.landed() == []


def test_a_program_that_was_updated_says_to_start_again(
    project: Project, start: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = start(nothing)
    watched.idle()
    monkeypatch.setattr(watching, "code_was_changed", lambda: True)
    project.note(NOTE, "# Portrait\n", time.time())
    watched.thread.join(LONGEST)
    assert watched.failure is watching.UPDATED
    assert watched.builds == 1


def test_a_network_drive_is_polled(
    project: Project, start: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "network_drive", lambda *_: "cifs")
    monkeypatch.setattr(waking, "POLL_MS", 100)
    watched = start(nothing, nothing)
    watched.idle()
    project.note("territoire-b/arrivée.md", "# Arrivée\n", time.time())
    watched.until(lambda: watched.builds == 2)


def test_without_notices_a_change_is_found_at_the_next_beat(
    project: Project, start: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[object]:
        raise OSError(errno.ENOSPC, "OS file watch limit reached")

    monkeypatch.setattr(waking.Waker, "_notices", full)
    watched = start(nothing, nothing)
    watched.idle()
    project.note(NOTE, "# Portrait\n", time.time())
    watched.until(lambda: watched.builds == 2)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BROKEN, ["Le réglage « titre » manque.", "→ Ajoutez-le."]),
        (
            RestitutionError("Le disque est plein.", "Libérez de la place, puis relancez."),
            ["→ Libérez de la place."],
        ),
        (AnotherBuild("Déjà en cours.", "Attendez sa fin, puis relancez."), ["→ J'attends qu'elle finisse."]),
        (
            NeedsEditor("Publication refusée.\nK14 Un nom.", "Ajoutez"),
            ["Publication refusée.", "restitution check"],
        ),
        (OSError(errno.ENOSPC, "plein"), ["Le disque est plein", "→ Libérez de la place."]),
        (ValueError("bogue"), ["Rien n'a été perdu.", "Joindre ce fichier"]),
    ],
)
def test_a_failure_is_said_in_a_sentence_and_what_to_do(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    error: Exception, said: list[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(project.path)
    Teller(project.path, quiet=True).tell(Failed(error))
    printed = " ".join(capsys.readouterr().out.split())
    assert all(words in printed for words in said)
    assert "relancez" not in printed
    assert "K14" not in printed


def test_a_program_is_told_one_event_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    _tell_a_program(Landed(new=["sources/é\n.md"]))
    _tell_a_program(Failed(NeedsEditor("Rien n'est publié.", "Décidez.")))
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"event": "landed", "new": ["sources/é\n.md"], "changed": [], "gone": []},
        {"event": "failed", "message": "Rien n'est publié.", "hint": "Décidez.", "code": 3},
    ]


def test_quiet_says_only_what_goes_wrong(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    teller = Teller(project.path, quiet=True)
    teller.tell(Landed(new=["sources/a.md"]))
    assert not capsys.readouterr().out
    teller.tell(Failed(BROKEN))
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("landed", "said"),
    [
        (Landed(changed=["sources/a/x.md"]), "1 fichier changé : a/x.md."),
        (
            Landed(new=["sources/b.docx"], changed=["restitution.yaml"], gone=["sources/c.txt"]),
            "3 fichiers changés : restitution.yaml, b.docx (nouveau) et c.txt (retiré).",
        ),
        (Landed(new=list("abcdef")), "6 fichiers changés : a (nouveau), b (nouveau), c (nouveau) et 3 autres."),
    ],
)
def test_what_landed_is_said_in_a_line(landed: Landed, said: str) -> None:
    assert landed_in_words(landed) == said


def test_a_rest_of_one_is_named() -> None:
    assert rest_of(list("abcd"), 3) == "a, b, c et d"
    assert rest_of(list("abcde"), 3) == "a, b, c et 2 autres"
