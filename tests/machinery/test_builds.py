"""Whole builds of a small project, as a person runs them, and everything that can happen to one."""

from __future__ import annotations

import gc
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from restitution.plan.locks import release_build_lock
from restitution.publication.sendings import SENDINGS
from restitution.resources import home

from .conftest import BIN, LONG_AGO, Project

pytestmark = pytest.mark.slow
PORTRAIT = "territoire-a/portrait.md"
FIRST_STAGE = "intake/territoire-a.log"
KILLS = (1, 2, 3)
"""How often builds are killed one after another, before one may end: together, at moments all over a build."""
NOTHING = "Rien n'a changé : les documents sont à jour."
GIT = ("git", "-c", "user.name=Essai", "-c", "user.email=essai@cap2040.example")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was built once: tests work on copies of it."""
    project = Project(tmp_path_factory.mktemp("modele") / "mon projet é")
    said = project.build()
    assert "3 fichiers repris, 0 mis de côté, 5 ignorés." in said
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """The built project, elsewhere; its working folder too, so that a build has nothing to do."""
    copy = Project.__new__(Project)
    copy.path = shutil.copytree(built.path, tmp_path / "mon projet é", symlinks=True)
    return copy


def edit(project: Project, word: str, when: float = LONG_AGO + 1) -> None:
    project.note(
        PORTRAIT, f"# Portrait du territoire A\n\n## Gouvernance\n\nLe pays compte {word} communes.\n", when
    )


def is_whole(name: str, data: bytes) -> bool:
    """Whether a published file is a whole document."""
    if name.endswith(".pdf"):
        return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    path = Path(name)
    assert path.suffix == ".docx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


# --- nothing to do, and small changes -----------------------------------------------------------------


def test_nothing_to_do_is_said_at_once(project: Project) -> None:
    before = project.published()
    assert NOTHING in project.build()
    assert project.published() == before


@pytest.mark.parametrize(
    "when", [LONG_AGO + 1, LONG_AGO - 86_400, 9e9], ids=["later", "one day back", "in the future"]
)
def test_an_edit_is_in_the_document_whatever_its_date(project: Project, when: float) -> None:
    assert "douze communes" in project.text()
    edit(project, "seize", when)
    assert NOTHING not in project.build("docx")
    assert "seize communes" in project.text()
    assert "douze communes" not in project.text()
    assert NOTHING in project.build("docx")


def test_an_edit_undone_gives_the_first_bytes_back(project: Project) -> None:
    before = project.published()
    text = (project.path / "sources" / PORTRAIT).read_bytes()
    edit(project, "seize")
    project.build("docx")
    project.note(PORTRAIT, text)
    project.build()
    assert project.published() == before


def test_deleted_and_changed_outputs_are_published_again_from_what_was_built(project: Project) -> None:
    before = project.published()
    project.output("restitution.pdf").unlink()
    project.output().write_bytes(b"relu par Maud")
    said = project.build()
    assert "Assemble le document" not in said
    assert "output/restitution.docx avait été modifié : sa copie est gardée dans sources/relectures/" in said
    assert project.published() == before
    (kept,) = (project.path / "sources" / "relectures").glob("*/original.docx")
    assert kept.read_bytes() == b"relu par Maud"
    assert NOTHING in project.build()


def test_without_its_working_folder_a_project_gives_the_same_bytes(project: Project) -> None:
    before, files = project.published(), project.tree()
    for name in (".restitution", "output", "interne"):
        shutil.rmtree(project.path / name, ignore_errors=True)
    project.build()
    assert project.published() == before
    assert project.tree() == files - {"output/LISEZMOI.txt"}


def test_plain_snakemake_gives_the_same_bytes(project: Project) -> None:
    before = project.published()
    shutil.rmtree(project.work)
    shutil.rmtree(project.path / "output")
    outside = {**os.environ, "PATH": "/usr/bin:/bin"}  # nothing was activated
    command = [str(BIN / "snakemake")]
    done = subprocess.run(command, cwd=project.path, env=outside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert project.published() == before
    assert NOTHING in project.build()


def test_the_environment_s_date_is_the_document_s(project: Project) -> None:
    before = project.published()
    done = project.run("build", "docx", "pdf", env={"SOURCE_DATE_EPOCH": "0"})
    assert done.returncode == 0, done.stderr
    assert project.published() != before
    assert is_whole("restitution.docx", project.output().read_bytes())
    project.build("docx", "pdf")
    assert project.published() == before


# --- damage -------------------------------------------------------------------------------------------


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_damaged_working_files_are_made_again_without_a_word(project: Project) -> None:
    """Everything is damaged at once: results, reading cache, private copies, manifest."""
    before = project.published()
    for name in ("notes", "public", "cache", "store", "document.json", "build", "manifest.json"):
        root = project.work / name
        for path in [root] if root.is_file() else [p for p in root.rglob("*") if p.is_file() and p.stat().st_size]:
            damage(path)
    for file in (project.output(), project.output("restitution.pdf")):
        file.unlink()
    project.build()
    assert project.published() == before


def test_a_lost_picture_is_read_again_from_its_note(project: Project) -> None:
    """A picture of a note lies only in the store: no stamp vouches for it."""
    project.note("territoire-a/plan.png", PIXEL)
    project.note("territoire-a/image.md", "# Portrait\n\n## Gouvernance\n\nVoici.\n\n![Le plan](plan.png)\n")
    project.build("docx", "pdf")
    before = project.published()
    shutil.rmtree(project.work / "store")
    (project.work / "build" / "restitution.docx").unlink()
    project.output().unlink()
    project.build("docx", "pdf")
    assert project.published() == before


def test_a_stage_that_fails_leaves_the_published_files_and_says_where_the_log_is(project: Project) -> None:
    before = project.published()
    project.file("templates/plan/portraits.md.j2", "{% endfor %}")
    said = project.build(code=1)
    assert project.published() == before
    assert "portraits.md.j2" in said or ".restitution/logs/assemble.log" in said
    project.file("templates/plan/portraits.md.j2", (home() / "templates/plan/portraits.md.j2").read_bytes())
    project.build("docx", "pdf")
    assert project.published() == before


def test_a_page_template_that_fails_names_its_log(project: Project) -> None:
    before = project.published()
    project.file("templates/typst/restitution.typ", "#panic(")
    said = project.build(code=1)
    assert project.published() == before
    last = [line for line in said.splitlines() if line.strip()][-2:]
    assert all(len(line) < 400 for line in last), last
    edit(project, "seize")
    project.build("docx")  # the Word file does not need it
    assert "seize communes" in project.text()


@pytest.mark.parametrize("limit", [8_000, 30_000])
def test_a_full_disk_is_told_and_loses_nothing(project: Project, limit: int) -> None:
    """A limit on the size of files fails each large write as a full disk does."""
    before = project.published()
    edit(project, "seize")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    command = project.command("build")
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=small_files)
    assert done.returncode == 1, done.stderr
    assert "Le disque est plein" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.published() == before
    assert not [name for name in project.tree() if name.endswith(".tmp")]
    project.build("docx")
    assert "seize communes" in project.text()


@pytest.mark.parametrize("name", ["bruit", "vide"])
def test_a_settings_file_that_says_nothing_stops_politely(project: Project, name: str) -> None:
    before = project.published()
    project.file("restitution.yaml", bytes(range(256)) if name == "bruit" else b"")
    said = project.build(code=2)
    assert "restitution.yaml" in said
    assert project.published() == before


# --- several at once, and kills -----------------------------------------------------------------------


def begun(project: Project, stage: str, *words: str) -> subprocess.Popen[str]:
    """A build, in a group of its own, that has come to a stage: the one which writes that log."""
    log = project.work / "logs" / stage
    log.unlink(missing_ok=True)
    running = subprocess.Popen(
        project.command("build", *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while not log.exists():
        assert running.poll() is None, running.communicate()[0]
        time.sleep(0.02)
    return running


def test_two_builds_at_once(project: Project) -> None:
    edit(project, "seize")
    first = begun(project, FIRST_STAGE, "docx")
    said = project.build(code=4)
    assert first.communicate()[0]
    assert first.returncode == 0
    assert "déjà en cours (processus " in said
    assert "seize communes" in project.text()


def test_a_note_dropped_during_a_build_is_in_this_document_or_the_next(project: Project) -> None:
    edit(project, "seize")
    running = begun(project, FIRST_STAGE, "docx")
    project.note("territoire-b/arrivée.md", "# Portrait\n\n## Gouvernance\n\nUne note arrivée pendant ce temps.\n")
    edit(project, "vingt")
    said, _ = running.communicate()
    assert running.returncode == 0, said
    project.build("docx")
    assert "Une note arrivée pendant ce temps" in project.text()
    assert "vingt communes" in project.text()
    assert NOTHING in project.build("docx")


def test_notes_that_never_stand_still_do_not_keep_a_build_from_publishing(project: Project) -> None:
    edit(project, "seize")
    done = threading.Event()

    def keep_writing() -> None:
        while not done.wait(0.7):
            project.note("territoire-b/journal.md", f"# Journal\n\nÉcrit à {time.time()}.\n", LONG_AGO)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        project.build("docx")
    finally:
        done.set()
        writer.join()
    assert "seize communes" in project.text()


class Watcher(threading.Thread):
    """Looks at the published files all the time; remembers each look at something that is no whole document."""

    def __init__(self, project: Project) -> None:
        super().__init__(daemon=True)
        self.project = project
        self.looks, self.bad = 0, [""][:0]
        self.last: dict[str, bytes] = {}
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.02):
            for name in ("restitution.docx", "restitution.pdf"):
                try:
                    data = self.project.output(name).read_bytes()
                except FileNotFoundError:
                    self.bad.append(f"{name} missing")
                    continue
                self.looks += 1
                if self.last.get(name) == data:
                    continue  # it was looked at
                self.last[name] = data
                if not is_whole(name, data):
                    self.bad.append(f"{name}: {len(data)} bytes")


@pytest.fixture
def watched(project: Project) -> Iterator[Watcher]:
    watcher = Watcher(project)
    watcher.start()
    yield watcher
    watcher.stopped.set()
    watcher.join()
    assert watcher.looks
    assert watcher.bad == []


def kill_group(project: Project, delay: float) -> bool:
    """Build, and kill the whole group after `delay`; whether it was still running."""
    command = project.command("build")
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(delay)
    alive = running.poll() is None
    if alive:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return alive


@pytest.mark.usefixtures("watched")
def test_a_killed_build_is_recovered_by_the_ordinary_command(project: Project) -> None:
    edit(project, "seize")
    alone = project.path.parent / "témoin"
    shutil.copytree(project.path, alone, symlinks=True)
    witness = Project.__new__(Project)
    witness.path = alone
    start = time.monotonic()
    witness.build()
    whole = time.monotonic() - start
    expected, files = witness.published(), witness.tree()
    moments = [(number + 0.5) / sum(KILLS) * whole for number in range(sum(KILLS))]
    random.Random(2040).shuffle(moments)  # noqa: S311 not for secrets
    killed = 0
    for times in KILLS:
        for number in range(times):
            edit(project, "seize" if number % 2 else f"numéro {len(moments)}, puis")
            killed += kill_group(project, moments.pop())
        edit(project, "seize")
        project.build()
        assert project.published() == expected
        tree = project.tree()
        assert files <= tree
        # what a build was publishing when it was killed may have been seen, and come back
        assert {Path(name).parent for name in tree - files} <= {SENDINGS}
        assert NOTHING in project.build()
    assert killed >= sum(KILLS) // 2


@pytest.mark.usefixtures("watched")
def test_a_build_whose_main_process_alone_is_killed_is_recovered(project: Project) -> None:
    for stage in (FIRST_STAGE, "assemble.log"):
        edit(project, f"{stage}")
        running = begun(project, stage)
        running.kill()
        running.wait()
        edit(project, "seize")
        project.build()
        assert "seize communes" in project.text()
        assert NOTHING in project.build()


def test_an_interruption_is_told_in_a_sentence(project: Project) -> None:
    before = project.published()
    edit(project, "seize")
    running = begun(project, FIRST_STAGE)
    os.killpg(running.pid, signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "Traceback" not in said
    assert "Interrompu" in said
    assert project.published() == before
    project.build("docx")
    assert "seize communes" in project.text()


# --- watching -----------------------------------------------------------------------------------------


class Watching:
    """`restitution watch` in a process of its own, and what it says."""

    def __init__(self, project: Project) -> None:
        self.running = subprocess.Popen(
            project.command("watch"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.running.stdout
        self.said.extend(self.running.stdout)

    def hear(self, words: str, times: int = 1) -> None:
        end = time.monotonic() + 240
        while sum(words in line for line in self.said) < times:
            assert time.monotonic() < end, self.said
            assert self.running.poll() is None, self.said
            time.sleep(0.05)

    def ended(self, sign: int, *, group: bool = False) -> str:
        (os.killpg if group else os.kill)(self.running.pid, sign)
        assert self.running.wait(60) == 1, self.said
        said = "".join(self.said)
        assert "Traceback" not in said
        return said


def handed(project: Project) -> dict[str, bytes]:
    """Every file that was published."""
    folders = (project.path / "output", project.path / "interne")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(project.path).as_posix(): path.read_bytes() for path in files}


def test_a_watched_project_has_the_bytes_of_a_cold_build(project: Project) -> None:
    first, text = handed(project), (project.path / "sources" / PORTRAIT).read_bytes()
    watching = Watching(project)
    watching.hear("Rien à refaire")
    edit(project, "seize")
    watching.hear("Publié")
    assert "seize communes" in project.text()
    assert any("1 fichier changé : territoire-a/portrait.md." in line for line in watching.said)
    project.note(PORTRAIT, text)
    watching.hear("Publié", 2)
    assert handed(project) == first
    edit(project, "vingt")
    (project.path / "sources/territoire-b/visite.txt").rename(project.path / "sources/territoire-b/le moulin.txt")
    (project.path / "sources/territoire-a/éclairage d'été.txt").unlink()
    watching.hear("Publié", 3)
    assert "vingt communes" in project.text()
    watched = handed(project)
    edit(project, "trente")
    time.sleep(1.5)  # its build has begun, or is about to
    assert "Interrompu" in watching.ended(signal.SIGINT, group=True)
    edit(project, "vingt")
    for name in (".restitution", "output", "interne"):
        shutil.rmtree(project.path / name)
    project.build()
    assert handed(project) == {name: data for name, data in watched.items() if name != "output/LISEZMOI.txt"}


def test_a_watch_that_is_ended_in_the_middle_of_a_build_says_so(project: Project) -> None:
    before = project.published()
    edit(project, "seize")
    watching = Watching(project)
    watching.hear("Je surveille")
    time.sleep(3)
    said = watching.ended(signal.SIGTERM)
    assert "Interrompu" in said
    assert "Je surveille" in said
    if "Publié" not in said:  # a fast machine had built already
        assert project.published() == before
    project.build()
    assert "seize communes" in project.text()


def test_a_process_that_builds_again_and_again_keeps_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from restitution import engine  # noqa: PLC0415 loads Snakemake

    monkeypatch.chdir(project.path)  # the engine moves the process
    ends = signal.getsignal(signal.SIGTERM)
    for _ in range(2):
        (project.work / "published.json").unlink()
        engine.run(project.path, 2, lambda _: None)
        assert (project.work / "published.json").is_file()
    release_build_lock(project.work)
    gc.collect()
    assert [kept for kept in gc.get_objects() if type(kept).__name__ == "Workflow"] == []
    assert signal.getsignal(signal.SIGTERM) == ends


# --- what stays clean ---------------------------------------------------------------------------------


def git(project: Project, *words: str) -> str:
    done = subprocess.run([*GIT, *words], cwd=project.path, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_build_of_a_committed_project_leaves_git_clean(project: Project) -> None:
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Premier état")
    assert "output/restitution.docx" not in git(project, "ls-files")
    assert ".restitution" not in git(project, "ls-files")
    shutil.rmtree(project.work)
    project.build()
    assert git(project, "status", "--porcelain") == ""
    edit(project, "seize")
    git(project, "commit", "-qam", "Une note corrigée")
    project.build()
    assert set(git(project, "status", "--porcelain").split()) <= {"M", "sources/relectures/ancres.jsonl"}


def test_the_editor_s_table_is_filled_and_her_cells_stay(project: Project) -> None:
    table = project.path / "sources" / "classement.csv"
    assert "territoire-a/portrait.md;;;;;;;;;portrait de territoire · TA" in table.read_text("utf-8-sig")
    text = table.read_text("utf-8-sig").replace(
        "portrait.md;;;;;;;;;", 'portrait.md;;;;;;non;;"à revoir ; demain";'
    )
    table.write_bytes(text.encode("cp1252"))
    project.note("territoire-b/neuve.md", "# Neuve\n")
    project.build("docx")
    after = table.read_text("utf-8-sig")
    assert 'territoire-a/portrait.md;;;;;;non;;"à revoir ; demain";' in after
    assert "territoire-b/neuve.md;;;;;;;;;" in after
    assert "douze communes" not in project.text()


def test_what_is_wrong_in_the_editor_s_tables_comes_first_with_its_line(project: Project) -> None:
    choices = "fichier;repere;qui;texte;themes;territoire;choisi;remarque"
    lines = ["absent.md;;;Bonjour;;;oui;", f"{PORTRAIT};;;Le pays compte;;;peut-être;"]
    project.note("choix/verbatims.csv", "\r\n".join([choices, *lines, ""]))
    project.note("territoire-a/cassé.json", b'{"rien": ')
    wrong = f"{PORTRAIT};bidule;XX;zorglub;;;;;;"
    project.note(
        "classement.csv", f"fichier;genre;territoire;themes;date;statut;reprise;ordre;remarque\r\n{wrong}\r\n"
    )
    for number in range(14):
        project.note(f"territoire-b/sans genre {number}.md", f"Texte numéro {number}.\n")
    said = project.build("docx")
    head, _, rest = said.partition("5 remarques sur vos tableaux et réglages :\n")
    assert head
    assert "remarques sur les notes :" in rest
    hers = rest.partition("remarques sur les notes :")[0]
    assert "sources/choix/verbatims.csv, ligne 2 : « Bonjour »" in hers
    assert "sources/choix/verbatims.csv, ligne 3 : « Le pays compte » : « peut-être »" in hers
    assert all(f"({PORTRAIT}) : Colonne {name}" in hers for name in ("genre", "territoire", "themes"))
    assert "« restitution status --tout » les montre toutes" in rest
    status = " ".join(project.run("status").stdout.split())
    assert "VOS TABLEAUX ET RÉGLAGES : 5 remarques" in status
    assert "ligne 3 : « Le pays compte »" in status
    every = " ".join(project.run("status", "--tout").stdout.split())
    assert all(f"sans genre {number}.md • Le genre" in every for number in range(14))
    assert "pour territoire-a/cassé.json" in status.partition("PROCHAIN PAS")[2]
    done = project.run("classify", "cassé.json", "--exclure", "--territoire", "Territoire A")
    assert done.returncode == 0, done.stderr
    status = " ".join(project.run("status").stdout.split())
    assert "cassé.json" not in status.partition("PROCHAIN PAS")[2]
    assert "territoire-a/cassé.json Exclu par l'éditeur" in status
    assert json.loads(project.run("status", "cassé.json", "--json").stdout)["sources"][0]["state"] == "set_aside"


def test_a_column_deleted_by_mistake_is_kept_told_and_stops_nothing(project: Project) -> None:
    table = project.path / "sources" / "classement.csv"
    head = "fichier;genre;territoire;themes;date;statut;reprise;ordre;remarque"
    project.note("classement.csv", f"{head}\r\n{PORTRAIT};portrait;;;;;oui;;\r\n")
    assert "disparu" not in project.build("docx")
    before = table.read_bytes()
    project.note("classement.csv", f"{head.replace(';reprise', '')}\r\n{PORTRAIT};portrait;;;;;;\r\n")
    said = project.build("docx")
    assert "disparu de sources/classement.csv ; l'ancienne version est gardée dans" in said
    (kept,) = (project.path / "sources" / "relectures" / "tableaux").iterdir()
    assert kept.read_bytes() == before
    assert NOTHING in project.build("docx")
    assert [kept] == list(kept.parent.iterdir())


def test_a_folder_in_the_place_of_a_table_is_said_and_stops_nothing(project: Project) -> None:
    table = project.path / "sources" / "classement.csv"
    table.unlink()
    table.mkdir()
    edit(project, "seize")
    said = project.build("docx")
    assert "sources/classement.csv n'est pas un fichier" in said
    assert "seize" in project.text()
    assert table.is_dir()


def test_the_contributors_pages_can_be_made_alone(project: Project) -> None:
    shutil.rmtree(project.path / "interne", ignore_errors=True)
    assert "interne/retours/index.html" in project.build("retours")
    assert (project.path / "interne" / "retours" / "index.html").is_file()


def test_files_of_every_sort_have_a_fate_and_no_name_stops_a_build(project: Project) -> None:
    for name in (
        "{territoire}.md",
        "a{{b}}.md",
        "retour\nligne.md",
        "--version.md",
        'l\'« été » "ici".md',
        "é" * 126 + ".md",
    ):
        project.note(f"{{lot}} \" ' é/{name}", f"# Note\n\nTexte de {name.encode().hex()}.\n")
    os.mkfifo(project.path / "sources" / "tube.md")
    (project.path / "sources" / "lien.md").symlink_to("/etc/hostname")
    for name, data in {
        "~$x.docx": b"x",
        ".DS_Store": b"x",
        "vide.md": b"",
        "vieux.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }.items():
        project.note(f"territoire-a/{name}", data)
    said = project.build()
    assert "tube.md : Ce n'est pas un fichier ordinaire : retirez-le du dossier." in said
    status = json.loads(project.run("status", "--json").stdout)
    states = {source["path"]: source["state"] for source in status["sources"]}
    assert states["lien.md"] == states["tube.md"] == states["territoire-a/vide.md"] == "set_aside"
    assert states["territoire-a/~$x.docx"] == "ignored"
    assert sum(path.startswith("{lot}") and state == "taken" for path, state in states.items()) == 6


def test_commands_that_look_publish_nothing_and_do_not_disturb(project: Project) -> None:
    before, files = project.published(), project.tree()
    edit(project, "seize")
    for command in ("status", "check", "plan"):
        done = project.run(command)
        assert done.returncode in {0, 3}, done.stderr
    assert project.published() == before
    assert project.tree() == files
    project.build("docx")
    assert "seize communes" in project.text()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc00000030101"
    "00c9fe92ef0000000049454e44ae426082"
)
