"""The keys of the JSON that commands print, their one line with -q, and their details with -v."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from restitution.cli.answer import Answer, deliver
from restitution.cli.manner import MANNER
from restitution.plan.locks import release_build_lock
from restitution.plan.outputs import WORK
from restitution.progress import Progress
from restitution.progress.stages import Stage
from restitution.remarks import Kind, Mark
from tests.cli.conftest import Run
from tests.review.documents import document  # noqa: F401 the world needs it
from tests.review.test_commands import mark
from tests.review.world import World, src

REVIEW: list[tuple[str, str, set[str]]] = [
    ("review list", "{n} en attente", {"items", "balance", "trouble"}),
    ("review decide R-001 rejeter", "1 décision écrite.", {"decided", "same", "unsure", "messages"}),
    ("review place R-002 ¶1.2-1", "R-002 : ¶ 1.2-1", {"number", "written", "passage", "code", "text"}),
    (
        "review note Treize. --de Zoé --sur ¶1.1-1",
        "R-003",
        {"number", "written", "placed", "confidence", "passage", "code", "text"},
    ),
    (
        "fix ¶1.1-1 Treize",
        "¶ 1.1-1 : correction gardée.",
        {"code", "passage", "path", "before", "after", "lost_looks", "masked"},
    ),
    ("edition list", "", {"editions"}),
]
"""Command, the one line of -q, keys."""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = World(tmp_path / "projet", monkeypatch)
    kind: Kind = "comment"
    base = "Le pays compte douze communes. Le conseil se réunit le mardi."
    marks: list[Mark] = [
        mark(1, kind, "Vraiment douze ?", src(3), quote="douze communes", base=base, offset=15),
        mark(2, kind, "Où donc ?", src(4), confidence=0.6, author="Jean Bost"),
    ]
    made.copy("2026-10-08", *marks)
    yield made
    release_build_lock(made.root / WORK)


@pytest.mark.parametrize(("words", "short", "keys"), REVIEW, ids=[words for words, _, _ in REVIEW])
def test_a_command_tells_the_same_in_three_ways(
    words: str, short: str, keys: set[str], world: World, run: Run
) -> None:
    project = ("--project", str(world.root))
    told = run(*words.split(), "--json", *project)
    assert (told.code, told.err, set(told.json)) == (0, "", keys | ({"trouble"} & set(told.json)))
    again = run(*words.split(), "-q", *project)
    assert (again.code, again.err) in {(0, ""), (2, again.err)}, "what is said twice may be refused"
    assert len(again.out.splitlines()) <= 1
    if again.code == 0 and short and "{n}" not in short and "décision" not in short:
        assert again.out.strip() == short


def test_a_new_project_and_a_new_sheet(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("creer", "mon projet é", "--json").json
    assert set(made) == {"folder", "files", "kept"}
    assert all((Path(made["folder"]) / name).is_file() for name in made["files"])
    assert run("creer", "autre", "--bref").out == f"{tmp_path / 'autre'}\n"
    monkeypatch.chdir("mon projet é/sources")
    sheet = run("nouveau", "portrait", "--territoire", "TA", "--json").json
    assert set(sheet) == {"path", "kind", "format", "territory", "whose", "same", "fields", "place"}
    assert (sheet["territory"], sheet["place"]) == ("TA", "territory"), "the project is found from its folders"
    assert Path(sheet["path"]).is_file()
    name = Path(sheet["path"]).name
    classified = run("classer", name, "--genre", "portrait", "--territoire", "TA", "--json").json
    assert classified["files"] == {f"territoire-a/{name}": {"genre": "portrait_territoire", "territoire": "TA"}}
    assert set(classified) == {"table", "files", "messages"}


def test_an_error_that_comes_with_an_answer_is_said_beside_it(run: Run, world: World) -> None:
    copy = world.root / "copie.docx"
    copy.write_bytes(b"pas un document")
    done = run("review", "add", str(copy), "--json", "--project", str(world.root))
    assert (done.code, set(done.json)) == (1, {"error"})


def test_the_version_and_its_details(run: Run, project: Path) -> None:
    assert project.is_dir()
    assert run("--version").out.startswith("restitution 0.")
    assert {"version", "python", "system", "libraries"} == set(run("--version", "--json").json)
    assert "typst" in run("--version", "-v").out
    assert len(run("--version", "-q").out.split()) == 1


class Said(Answer, kw_only=True):
    word: str

    def show(self) -> None:
        print(self.word)  # noqa: T201 what a person reads


def test_details_tell_stages_and_versions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    MANNER.begin(["-v"])
    MANNER.verbose = True
    MANNER.progress = Progress(quiet=True)
    logs = ["logs/normalise/a.log", "logs/normalise/b.log"]
    stage = Stage(rule="normalise", title="Lit les notes", wanted=2, done=2, files_done=31, seconds=65, logs=logs)
    MANNER.progress.work.stages["normalise"] = stage
    deliver(Said(word="bonjour"))
    said = capsys.readouterr().out
    assert said.startswith("bonjour\n")
    row = next(line.split() for line in said.splitlines() if "Lit les notes" in line)
    assert row == ["Lit", "les", "notes", "2", "31", "1", "min", "5", "s", "normalise/", "(2", "journaux)"]
    assert "snakemake" in said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("état", "status"),
        ("VÉRIFIER", "check"),
        ("Créer", "init"),
        ("relire lister", "review list"),
        ("relire décider", "review decide"),
        ("édition créer", "edition create"),
        ("aide build", "build"),
        ("aide relire noter", "review note"),
        ("help", ""),
    ],
)
def test_words_may_bear_accents(typed: str, meant: str, run: Run, project: Path) -> None:
    assert project.is_dir()
    words = [*typed.split(), *([] if typed.startswith(("aide", "help")) else ["--aide"])]
    said = run(*words)
    expected = run(*meant.split(), "--help")
    assert (said.code, said.out.splitlines()[2:]) == (0, expected.out.splitlines()[2:])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("review decide --réponse", "--reponse"),
        ("build --cœurs", "--coeurs"),
        ("review list --état", "--etat"),
        ("redline --SORTIE", "--sortie"),
    ],
)
def test_options_may_bear_accents(typed: str, asked: str, run: Run, project: Path) -> None:
    assert project.is_dir()
    assert f"{asked} : il manque ce qu'elle doit dire" in run(*typed.split()).err.replace("--output", "--sortie")


METHOD = (
    "Préparer :", "  init ", "  new ", "Construire :", "  build ", "Relire :", "  review ", "Envoyer :",
    "  edition ", "Options :",
)  # fmt: skip


def test_the_help_follows_the_method(run: Run) -> None:
    said = run("--aide").out
    places = [said.index(word) for word in METHOD]
    assert places == sorted(places)
    assert "construire  " not in said, "aliases are not listed"
    assert "..." not in said.replace("COMMANDE [ARGUMENTS]...", ""), "no sentence is cut"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("constuire", "construire"),
        ("review ajuter", "ajouter"),
        ("build --coures 2", "--co"),
        ("new portrat", "portrait"),
        ("build reletcure", "relecture"),
        ("review list --etat nouvele", "nouvelle"),
        ("new portrait --territoire TAA", "TA"),
        ("redline x --moteur docxodu", "docxodus"),
        ("--install-completion basch", "bash"),
    ],
)
def test_the_nearest_word_is_told(typed: str, near: str, run: Run, project: Path) -> None:
    assert project.is_dir()
    done = run(*typed.split())
    assert done.code == 2
    assert near in done.err.splitlines()[-1]
