"""A file that was read is not read again, in whichever project; and nothing of that changes what is published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.cache import Cache, Held, opened, usual_place
from restitution.cache.place import FOLDER_VARIABLE, KEY_VARIABLE, MOST_VARIABLE
from restitution.intake.recognise import recognise
from restitution.model import Finding, Reading, Source
from restitution.pandoc.run import TOO_HARD
from restitution.plan.locks import release_build_lock
from restitution.readers.batch import READERS, File
from restitution.stages import forgetting, found, job, kept_readings, normalise, reading, sharing
from restitution.stages.reading import Read
from restitution.stages.withdrawn import holds, sieve_of
from restitution.stages.withdrawn import read_notes as read_unmasked
from restitution.store import Store
from tests.builds.conftest import ROOT
from tests.fuzz.targets import seeds
from tests.people.traces import traces
from tests.security import pipeline

from .conftest import Project

SAID = "Anselme Vidalbert a repris la forge.\n"
REGISTER = "personnes:\n  - {{nom: Anselme Vidalbert, niveau: nominatif, accord: {{le: 2025-03-18{}}}}}\n"
GONE = ", retire_le: 2025-09-01"
NOT_COMPARED = ("benchmarks", "build.owner", "stages.locks", "logs", "cache", "store")
"""Of `.restitution/`: what tells of this one build, its clock and its place."""


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for every project, in place of the account's own."""
    folder = tmp_path / "lectures"
    folder.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "cle"))
    return folder


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path / "un autre projet")
    yield made
    release_build_lock(made.work)


def cache_of_today() -> Cache:
    place = usual_place()
    assert place
    return opened(place)


def read_notes(project: Project, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The notes of a project, lot by lot, without the key of their contract."""
    plan = project.prepared()
    with monkeypatch.context() as patched:
        patched.chdir(project.work)
        for lot in plan.lots:
            job.run(project.work, "intake", [], [f"intake/{lot}.jsonl"])
            job.run(project.work, "normalise", [f"intake/{lot}.jsonl"], [f"notes/{lot}.jsonl"])
    return {lot: (project.work / f"notes/{lot}.jsonl").read_bytes().partition(b"\n")[2] for lot in plan.lots}


class NotRead(AssertionError):
    """A file was read that need not be."""


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def each(files: list[File]) -> Iterator[Read]:
        if files:
            raise NotRead([file.path for file in files])
        return iter(())

    return lambda: monkeypatch.setattr(normalise.readings, "each", each)


# --- what a reading follows from --------------------------------------------------------------------------------


def every_format() -> Iterator[tuple[str, bytes]]:
    """A file of each ending of the example, then small ones of what it has not."""
    files = sorted(path for path in (ROOT / "sources").rglob("*") if path.is_file())
    yield from ((path.suffix, path.read_bytes()) for path in {path.suffix: path for path in files}.values())
    for ending in ("vtt", "srt", "md", "html", "rtf", "json", "txt"):
        yield from ((f".{ending}", data) for data in seeds("porte") if data)
    yield ".eml", b"From: Ida <ida@a.example>\nSubject: Visite\n\nNous avons vu la forge.\n"
    yield ".tsv", b"start\tend\ttext\n0\t1000\tBonjour\n"


def test_a_reading_follows_from_nothing_that_the_name_of_its_file_says() -> None:
    seen = set()
    files = [
        File("", intake.format, data)
        for suffix, data in every_format()
        if (intake := recognise(Source(path=f"a{suffix}", sha256="0", size=len(data)), data)).state == "taken"
        and intake.format in READERS
    ]
    names = ("territoire-a/Portrait de Jeanne.docx", "commun/atelier-20260205_140312-Recording (1).vtt")
    one, other = ([File(name, file.format, file.data) for file in files] for name in names)
    for file, first, second in zip(files, reading.each(one), reading.each(other), strict=True):
        assert kept_readings.named(first, "") == kept_readings.named(second, ""), file.format
        findings = first.reading.findings if first.reading else []
        assert {finding.path for finding in findings} <= {names[0]}, file.format
        seen.add(file.format)
    assert len(seen) > 10


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
INLINES = st.recursive(
    st.just({"t": "Space"}) | TEXTS.map(lambda text: {"t": "Str", "c": text}),
    lambda inner: st.lists(inner, max_size=3).map(lambda held: {"t": "Emph", "c": held}),
    max_leaves=8,
)
READS = st.builds(
    Read,
    refused=TEXTS,
    lost=st.booleans(),
    sheet=st.booleans(),
    words_in=st.integers(0, 10**9),
    reading=st.none()
    | st.builds(
        Reading,
        blocks=st.lists(INLINES.map(lambda one: {"t": "Para", "c": [one, 0.25, None, -1]}), max_size=3),
        fields=st.dictionaries(TEXTS, TEXTS, max_size=3),
        media=st.dictionaries(TEXTS, st.binary(max_size=20), max_size=2),
        findings=st.lists(st.builds(Finding, code=TEXTS, level=st.just("info"), message=TEXTS), max_size=2),
    ),
)


@given(READS)
def test_a_reading_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory, read: Read) -> None:
    import msgspec  # noqa: PLC0415 only here

    cache = Cache(tmp_path_factory.mktemp("cache"), b"cle", 10**9)
    cache.begin()
    cache.put(cache.name("x"), msgspec.json.encode(read))
    kept = cache.get(cache.name("x"))
    assert kept is not None
    assert msgspec.json.decode(kept, type=Read) == read


# --- shared -----------------------------------------------------------------------------------------------------


def test_another_project_does_not_read_again_what_bears_another_name(
    shared: Path,
    project: Project,
    another: Project,
    monkeypatch: pytest.MonkeyPatch,
    nothing_is_read: Callable[[], None],
) -> None:
    read_notes(project, monkeypatch)
    kept = cache_of_today().held().count
    assert kept >= 3
    for path in sorted((another.path / "sources").glob("territoire-*/[!L]*")):
        path.rename(path.with_stem(f"v2 {path.stem}"))
    nothing_is_read()
    notes = read_notes(another, monkeypatch)
    assert b"v2 portrait.md" in notes["territoire-a"]
    assert b"territoire-a/portrait.md" not in notes["territoire-a"]
    assert not (another.work / sharing.OWN).exists()
    assert not traces(shared, ["portrait.md", "mon projet"]), "what is kept tells no name of a project's"


def test_the_same_project_does_not_read_again_what_it_lost(
    shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch, nothing_is_read: Callable[[], None]
) -> None:
    cold = read_notes(project, monkeypatch)
    release_build_lock(project.work)
    shutil.rmtree(project.work)
    nothing_is_read()
    assert read_notes(project, monkeypatch) == cold
    assert traces(shared, ["Roncelles"])


@pytest.mark.parametrize(
    "word",
    ["code", "limits", "contribution", "reader", "python"],
)
def test_what_is_read_otherwise_is_read_again(
    word: str, shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch, nothing_is_read: Callable[[], None]
) -> None:
    del shared
    read_notes(project, monkeypatch)
    changes = {
        "code": lambda: monkeypatch.setattr(kept_readings, "code_digest", lambda: "autre"),
        "limits": lambda: monkeypatch.setattr(kept_readings, "is_lifted", lambda *_: True),
        "contribution": lambda: monkeypatch.setattr(kept_readings, "is_contribution", lambda _: True),
        "reader": lambda: monkeypatch.setattr(kept_readings, "read_as", lambda *_: "txt"),
        "python": lambda: monkeypatch.setattr(kept_readings.sys, "platform", "plan9"),
    }
    changes[word]()
    nothing_is_read()
    with pytest.raises(NotRead):
        read_notes(project, monkeypatch)


@pytest.mark.parametrize("read", [Read(refused="Trop long.", broke=True), Read(refused=TOO_HARD)])
def test_what_a_busy_machine_could_not_read_is_tried_again(
    read: Read, shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    del shared
    with monkeypatch.context() as patched:
        patched.setattr(normalise.readings, "each", lambda files: iter([read] * len(files)))
        read_notes(project, monkeypatch)
    assert cache_of_today().held().count == 0


def test_so_much_is_kept_at_most(shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    del shared
    monkeypatch.setenv(MOST_VARIABLE, "1 ko")
    read_notes(project, monkeypatch)
    assert cache_of_today().held().size <= 1_000


def test_a_project_may_keep_its_readings_to_itself(
    shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch, nothing_is_read: Callable[[], None]
) -> None:
    read_notes(project, monkeypatch)
    assert traces(shared, ["Roncelles"])
    settings = project.path / "restitution.yaml"
    settings.write_text(settings.read_text("utf-8") + "lectures: projet\n", "utf-8")
    read_notes(project, monkeypatch)
    assert cache_of_today().held() == Held()
    nothing_is_read()
    read_notes(project, monkeypatch)


# --- the same bytes ---------------------------------------------------------------------------------------------


def published(project: Project, **environ: str) -> dict[str, bytes]:
    """All that a whole build leaves, but for what tells of its clock and its place."""
    done = subprocess.run(
        [sys.executable, pipeline.__file__, str(project.path)],
        capture_output=True, text=True, check=False, timeout=240, env={**os.environ, **environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(project.path).as_posix(): path.read_bytes().replace(str(project.path).encode(), b"")
        for folder in ("output", "interne", "sources", ".restitution")
        for path in sorted((project.path / folder).rglob("*"))
        if path.is_file() and not set(NOT_COMPARED).intersection(path.relative_to(project.path).parts)
    }


@pytest.mark.slow
def test_with_and_without_what_was_kept_every_file_is_the_same(shared: Path, tmp_path: Path) -> None:
    builds = []
    for number, environ in enumerate(({}, {}, {FOLDER_VARIABLE: "non"})):
        project = Project(tmp_path / f"{number}" / "projet")
        for path in (ROOT / "sources" / "haute-galdonne").glob("*.docx"):
            shutil.copy(path, project.path / "sources" / "territoire-a")
        builds.append(published(project, **environ))
        assert (project.work / sharing.OWN).exists() is (number == 2)
    cold, warm, alone = builds
    assert {"output/restitution.docx", ".restitution/document.json"} <= cold.keys()
    assert {name for name in cold.keys() | warm.keys() if cold.get(name) != warm.get(name)} == set()
    assert {name for name in cold.keys() | alone.keys() if cold.get(name) != alone.get(name)} == set()
    assert traces(shared, ["Roncelles"])


# --- each way to fail -------------------------------------------------------------------------------------------


def _spoil(shared: Path, _: pytest.MonkeyPatch) -> None:
    for path in shared.rglob("*"):
        if len(path.name) == 64:
            path.write_bytes(path.read_bytes()[:-1])


def _forge(shared: Path, _: pytest.MonkeyPatch) -> None:
    """Somebody else writes a reading of hers in the place of each of ours."""
    theirs = Cache(shared, b"la cle de quelqu'un d'autre", 10**9)
    forged = b'{"reading": {"blocks": [{"t": "Para", "c": [{"t": "Str", "c": "Mensonge"}]}]}}'
    for path in shared.rglob("*"):
        if len(path.name) == 64:
            path.write_bytes(theirs._seal(path.name, forged) + forged)


def _close(shared: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(shared)
    shared.write_text("plus un dossier")


def _misspell(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MOST_VARIABLE, "beaucoup")


def _lose_the_key(_: Path, __: pytest.MonkeyPatch) -> None:
    Path(os.environ[KEY_VARIABLE]).write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_spoil, "abîmée ou étrangère"),
        (_forge, "abîmée ou étrangère"),
        (_close, "ne peut pas servir"),
        (_misspell, "n'est pas une taille"),
        (_lose_the_key, "trop courte"),
    ],
)
def test_what_is_wrong_with_the_folder_is_for_the_log_alone(
    harm: Callable[[Path, pytest.MonkeyPatch], None],
    told: str,
    shared: Path,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sound = read_notes(project, monkeypatch)
    capsys.readouterr()
    harm(shared, monkeypatch)
    assert read_notes(project, monkeypatch) == sound
    assert told in capsys.readouterr().err


# --- somebody withdraws -----------------------------------------------------------------------------------------


@pytest.fixture
def about_her(shared: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of which two versions of a note that names her were read."""
    del shared
    project.file("sources/_confidentiel/personnes.yaml", REGISTER.format(""))
    project.note("territoire-a/forge.txt", f"{SAID}Elle est fermée depuis.\n")
    read_notes(project, monkeypatch)
    project.note("territoire-a/forge.txt", SAID)
    read_notes(project, monkeypatch)
    return project


def withdrawn(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What a build reads and forgets once she withdrew; what is then told of what is still there."""
    project.file("sources/_confidentiel/personnes.yaml", REGISTER.format(GONE))
    read_notes(project, monkeypatch)
    plan = project.prepared()
    notes = read_unmasked(plan, plan.notes_of_withdrawn(), project.work)
    sieve = sieve_of(plan, Store(project.work / "store"), notes=notes)
    clean = {note.path for note in notes if not holds(note, sieve)}
    assert clean == {note.path for note in notes} - {"territoire-a/forge.txt"}
    kept_readings.leave_shared(plan, project.work, forgetting._intakes(plan, project.work), clean)
    return sharing.still_shared(project.work)


def test_her_words_leave_what_projects_share(
    shared: Path, about_her: Project, monkeypatch: pytest.MonkeyPatch, nothing_is_read: Callable[[], None]
) -> None:
    assert traces(shared, ["Vidalbert"])
    assert traces(shared, ["fermée"]), "of a version that is gone"
    release_build_lock(about_her.work)
    shutil.rmtree(about_her.work)  # nothing there says any more what was read
    assert withdrawn(about_her, monkeypatch) == []
    assert not traces(shared, ["Vidalbert", "fermée"])
    assert traces(shared, ["Roncelles"]), "other files' readings stay"
    about_her.note("territoire-a/forge.txt", f"{SAID}Une phrase de plus.\n")
    read_notes(about_her, monkeypatch)
    assert not traces(shared, ["Vidalbert"]), "what is read of her later stays in the project"
    nothing_is_read()
    read_notes(about_her, monkeypatch)


def test_what_could_not_be_taken_away_is_told_by_the_check_until_it_is(
    shared: Path, about_her: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Cache, "drop", lambda *_: False)
        patched.setattr(os, "access", lambda *_: False)  # a folder that has become read-only
        (told,) = withdrawn(about_her, patched)
    assert told.path == str(shared)
    assert "garde encore 2 lectures gardées" in told.message
    assert found.withdrawals(about_her.work, about_her.prepared()) == [told]
    cache_of_today().bound(0)
    assert found.withdrawals(about_her.work, about_her.prepared()) == []


def test_a_project_that_moved_takes_away_what_names_her(
    about_her: Project, another: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sources/territoire-a/forge.txt", "sources/_confidentiel/personnes.yaml"):
        another.file(name, (about_her.path / name).read_bytes())
    withdrawn(another, monkeypatch)
    cache = cache_of_today()
    assert len(cache.names_of(str(about_her.path))) > len(cache.names_of(str(another.path)))
    assert not [name for name in cache.names_of(str(another.path)) if b"Vidalbert" in (cache.get(name) or b"")]


def test_other_projects_keep_theirs(
    shared: Path, about_her: Project, another: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    another.note("territoire-b/lavoir.txt", "Le lavoir sert encore.\n")
    read_notes(another, monkeypatch)
    withdrawn(about_her, monkeypatch)
    assert traces(shared, ["lavoir"])
