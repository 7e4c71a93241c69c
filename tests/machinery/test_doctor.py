"""What `restitution doctor` says: of machines that are simulated, then of this one."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replaced

from restitution.cache import Place
from restitution.cli.answer import deliver
from restitution.cli.doctor import run as doctor
from restitution.cli.init import run as init
from restitution.doctor import Line, Machine, State, examine
from restitution.doctor.project import standing
from restitution.errors import RestitutionError, WrongUse
from restitution.plan.locks import hold_build_lock, release_build_lock
from restitution.plan.outputs import WORK
from restitution.shared_folders import MAC, WINDOWS, Mount, Surroundings
from tests.builds.conftest import copy_of_the_example

COMMAND = str(Path(sys.executable).parent / "restitution")
GIGABYTE = 1 << 30


def pandoc(*words: str, data: bytes = b"") -> bytes:
    """A pandoc that works, in no time."""
    if words == ("--version",):
        return b"pandoc 3.9\nFeatures: +server\n"
    if "docx" in words[words.index("-t") + 1]:
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as parts:
            parts.writestr("word/document.xml", data)
        return package.getvalue()
    return b"Un mot **gras**"


VERSIONS = {"restitution": "0.1.0", "typst": "0.15.2", "lxml": "6.1"}


def version(name: str) -> str:
    if name not in VERSIONS:
        raise PackageNotFoundError(name)
    return VERSIONS[name]


def raising(error: Exception) -> Callable[..., Any]:
    def ask(*_words: Any, **_named: Any) -> Any:
        raise error

    return ask


QUIET = Surroundings(
    system="linux", home=Path("/home/ida"), environ={}, mounts=list, synchronised=list, names_in=lambda _folder: []
)
SYNCTHING = replace(QUIET, names_in=lambda folder: [".stfolder"] if "doctor" in folder.name else [])
WELL = Machine(
    around=QUIET, python="/opt/python", python_version="3.12.1", requirements=lambda _name: ["lxml>=5.3"],
    version=version, pandoc=pandoc, compose=lambda _template, _fonts: b"%PDF-1.7",
    families=lambda folder: ["Calibri"] if folder is None else ["Noto Sans", "Noto Serif"],
    which=lambda name: f"/usr/bin/{name}", is_file=lambda _path: True, ask=lambda _command, _folder: 0,
    cache=lambda: None, is_open=lambda _folder: False,
    free=lambda _folder: 80 * GIGABYTE, long_paths=lambda: True, screen="utf-8", names="utf-8",
)  # fmt: skip


A_KEY = Place(folder=Path("/srv/lectures"), key=Path(__file__), most=0)
SHARED = Place(folder=Path("/srv/lectures"), key=Path("/srv/cle"), most=2 * 10**9)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctor") / "mon projet é"
    init(folder)
    return folder


stands = cache(standing)
"""Sheets are written to be compared, which takes a while."""


def said(place: Path, machine: Machine) -> tuple[bool, dict[str, Line]]:
    report = examine(place, machine, stands)
    return report.ready, {line.id: line for line in report.lines}


def on(system: str, **answers: Any) -> Machine:
    return replace(WELL, around=replace(QUIET, system=system), **answers)


def refused_in(name: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        if folder.name == name:
            raise PermissionError(13, "refusé", str(folder))

    return write


CASES: dict[str, tuple[Machine, str, State, list[str]]] = {
    "a library is missing": (
        replace(WELL, requirements=lambda _name: ["lxml>=5.3", "msgspec>=0.19", "odd; extra == 'redline'"]),
        "libraries", State.MISSING, ["il manque msgspec", "aucun document", ".whl"],
    ),
    "a library is too old": (
        replace(WELL, requirements=lambda _name: ["lxml>=7"]), "libraries", State.MISSING, ["lxml >=7", "6.1"],
    ),
    "pandoc is missing": (
        replace(WELL, pandoc=raising(FileNotFoundError(2, "No such file", "pandoc"))),
        "pandoc", State.MISSING, ["ne marche pas : introuvable (pandoc)", "aucun document", "Réinstallez"],
    ),
    "pandoc answers nonsense": (
        replace(WELL, pandoc=lambda *_words, data=b"": b"3.9"),  # noqa: ARG005
        "pandoc", State.MISSING, ["convertit mal"],
    ),
    "Typst cannot be loaded": (
        replace(WELL, compose=raising(ImportError("DLL load failed"))),
        "typst", State.MISSING, ["DLL load failed"],
    ),
    "no LibreOffice": (
        replace(WELL, is_file=lambda _path: False), "libreoffice", State.NOTE, ["facultatif", "sans lui ni Word"],
    ),
    "LibreOffice of Windows, not in PATH": (
        on(WINDOWS, which=lambda _name: None), "libreoffice", State.OK, [r"C:\Program Files\LibreOffice"],
    ),
    "Word's font is not here": (
        replace(WELL, families=lambda _folder: ["Noto Sans"]),
        "fonts_word", State.NOTE, ["Calibri", "fins de page"],
    ),
    "a font of the same widths is": (
        replace(WELL, families=lambda _folder: ["Carlito"]),
        "fonts_word", State.OK, ["Carlito remplace Calibri"],
    ),
    "the folder refuses": (
        replace(WELL, write=refused_in("mon projet é")),
        "writable", State.MISSING, ["refusée dans « mon projet é »", "copiez le projet"],
    ),
    "output/ refuses": (
        replace(WELL, write=refused_in("output")), "writable", State.MISSING, ["refusée dans « output »"],
    ),
    "the disk is full": (
        replace(WELL, free=lambda _folder: 3 << 20), "space", State.MISSING, ["3 Mo libres", "disque plein"],
    ),
    "little room": (
        replace(WELL, free=lambda _folder: 200 << 20), "space", State.WARNING, ["200 Mo libres", ".restitution/"],
    ),
    "no temporary folder": (
        replace(WELL, temporary=lambda: Path("/nulle part")), "temporary", State.MISSING, ["TEMP", "TMPDIR"],
    ),
    "readings that every account can read": (
        replace(WELL, cache=lambda: SHARED, is_open=lambda _folder: True),
        "readings", State.WARNING, ["/srv/lectures", "texte des notes", "tous les comptes", "cache prune --max 0"],
    ),
    "a key that every account can read": (
        replace(WELL, cache=lambda: A_KEY, is_open=lambda path: path == A_KEY.key),
        "readings", State.WARNING, ["ouverte à tous", "mettre du texte", "supprimez-la"],
    ),
    "readings of the account alone": (
        replace(WELL, cache=lambda: replaced(SHARED, own=SHARED.folder)),
        "readings", State.OK, ["/srv/lectures (0 lecture", "au plus 2,0 Go"],
    ),
    "readings of each project": (WELL, "readings", State.OK, ["RESTITUTION_CACHE=non"]),
    "readings in no such folder": (
        replace(WELL, cache=raising(WrongUse("RESTITUTION_CACHE : « x » n'est pas un chemin entier.", "Donnez"))),
        "readings", State.UNKNOWN, ["n'est pas un chemin entier", "Donnez"],
    ),
    "a synchronised folder": (
        replace(WELL, around=SYNCTHING),
        "synchronised", State.NOTE, ["Syncthing", "copies en conflit", "un seul poste"],
    ),
    "the working folder is sent too": (
        replace(WELL, around=SYNCTHING),
        "working_folder", State.WARNING, ["Syncthing", "nomme des personnes", ".stignore"],
    ),
    "a network drive": (
        replace(WELL, around=replace(QUIET, mounts=lambda: [Mount(point="/", kind="cifs")])),
        "network", State.NOTE, ["cifs", "plus lente"],
    ),
    "notes that are only online": (
        replace(WELL, is_placeholder=lambda path: path.suffix == ".txt"),
        "placeholders", State.WARNING, ["notes en ligne uniquement", "sources/LISEZMOI.txt", "Toujours conserver"],
    ),
    "an old console of Windows": (
        on(WINDOWS, screen="cp850"),
        "console", State.NOTE, ["cp850", "signes", "chcp 65001", "documents sont justes"],
    ),
    "no encoding at all": (replace(WELL, screen=""), "console", State.NOTE, ["ascii", "export LANG"]),
    "names in an old encoding": (replace(WELL, names="ascii"), "names", State.WARNING, ["accents", "PYTHONUTF8"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_trouble_is_told_with_its_cost(case: str, place: Path) -> None:
    machine, name, state, words = CASES[case]
    ready, lines = said(place, machine)
    line = lines[name]
    assert line.state == state
    for word in words:
        assert word in f"{line.found} {line.costs} {line.do}"
    assert ready is (state != State.MISSING)


def test_a_machine_where_all_is_well(place: Path) -> None:
    ready, lines = said(place, WELL)
    assert ready
    assert {line.state for line in lines.values()} == {State.OK}


@pytest.mark.parametrize("name", [field.name for field in fields(Machine) if callable(getattr(WELL, field.name))])
def test_a_question_that_fails_is_a_line(name: str, place: Path) -> None:
    _, lines = said(place, replace(WELL, **{name: raising(RuntimeError("inattendu"))}))
    wrong = [line for line in lines.values() if line.state != State.OK]
    assert lines.keys() >= {"program", "pandoc", "space", "names"}
    assert name in {"long_paths", "which", "ask", "temporary", "is_open"} or any(
        "inattendu" in line.found for line in wrong
    )


@pytest.mark.parametrize("name", ["mounts", "names_in"])
def test_a_folder_that_cannot_be_looked_at_is_a_line(name: str, place: Path) -> None:
    around = replace(QUIET, **{name: raising(RuntimeError("inattendu"))})
    ready, lines = said(place, replace(WELL, around=around))
    assert ready
    assert any(line.state == State.UNKNOWN and "inattendu" in line.found for line in lines.values())


LONG = "un nom de dossier comme on en fait / ".replace(" / ", "")


@pytest.mark.parametrize(
    ("system", "long_paths", "state", "word"),
    [
        (WINDOWS, False, State.WARNING, "peut échouer"),
        (WINDOWS, True, State.NOTE, "les ouvre"),
        (MAC, False, State.NOTE, "va sous Windows"),
    ],
)
def test_paths_too_long_for_windows(
    system: str, long_paths: bool, state: State, word: str, tmp_path: Path
) -> None:
    project = tmp_path / "p"
    init(project)
    note = project / "sources" / "territoire-a" / LONG / LONG / LONG / LONG / LONG / LONG / LONG / "note.md"
    note.parent.mkdir(parents=True)
    note.write_text("Une note.\n", "utf-8")
    line = said(project, on(system, long_paths=lambda: long_paths))[1]["paths"]
    assert (line.state, "1 note au-delà de 259 signes, dont « note.md »" in line.found) == (state, True)
    assert word in f"{line.costs} {line.do}"


def test_what_a_build_would_refuse_is_told(tmp_path: Path) -> None:
    """Not « all that a build needs is here » before a build that stops at once."""
    project = tmp_path / "p"
    init(project)
    (project / "sources" / "classement.csv.nextcloud").touch()
    ready, lines = said(project, WELL)
    assert (ready, lines["place"].state) == (False, State.MISSING)
    assert "classement.csv.nextcloud" in lines["place"].found
    assert "hors connexion" in lines["place"].do


def test_broken_settings_are_told_with_their_line(tmp_path: Path) -> None:
    init(tmp_path / "p")
    (tmp_path / "p" / "restitution.yaml").write_text("projet: {titr: T}\n", "utf-8")
    ready, lines = said(tmp_path / "p", WELL)
    assert not ready
    assert "restitution.yaml, ligne 1" in lines["settings"].found


def test_a_pdf_model_of_the_project_that_fails_is_told(tmp_path: Path) -> None:
    init(tmp_path / "p")
    own = tmp_path / "p" / "templates" / "typst"
    own.mkdir(parents=True)
    (own / "restitution.typ").write_text("#let livre(corps) = corps\n", "utf-8")

    def compose(template: bytes, _fonts: Path) -> bytes:
        if b"livre" in template:
            raise RestitutionError(
                "Une police du modèle PDF manque : Marianne.", "Déposez-la dans templates/fonts."
            )
        return b"%PDF"

    ready, lines = said(tmp_path / "p", replace(WELL, compose=compose))
    assert not ready
    assert ("Marianne" in lines["pdf_template"].found, "templates/fonts" in lines["pdf_template"].do) == (
        True,
        True,
    )


def test_a_build_under_way_is_told(tmp_path: Path) -> None:
    init(tmp_path / "p")
    hold_build_lock(tmp_path / "p" / WORK)
    try:
        asked = "import sys; from pathlib import Path; from restitution.plan.locks import build_under_way as ask; "
        done = subprocess.run(
            [sys.executable, "-c", f"{asked}print(ask(Path(sys.argv[1])))", str(tmp_path / "p" / WORK)],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert "processus" in done.stdout
    finally:
        release_build_lock(tmp_path / "p" / WORK)
    assert "aucune" in said(tmp_path / "p", WELL)[1]["build"].found
    hold_build_lock(tmp_path / "p" / WORK)  # asking took nothing
    release_build_lock(tmp_path / "p" / WORK)


def test_a_history_that_would_take_names_is_told(tmp_path: Path) -> None:
    init(tmp_path / "p")
    subprocess.run(["git", "init", "-q", str(tmp_path / "p")], check=True, timeout=60)
    git = Machine().which("git")
    with_git = replace(WELL, which=lambda name: git if name == "git" else None, ask=Machine().ask)
    assert said(tmp_path / "p", with_git)[1]["git"].state == State.OK
    (tmp_path / "p" / ".gitignore").write_text("/output/*\n", "utf-8")
    line = said(tmp_path / "p", with_git)[1]["git"]
    assert line.state == State.WARNING
    assert "/.restitution/ /interne/ /sources/_confidentiel/" in line.do


def command(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def test_this_machine_and_the_example(tmp_path: Path) -> None:
    project = copy_of_the_example(tmp_path / "cap 2040 é")
    before = set(project.rglob("*"))
    shown = command("doctor", cwd=project)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    for words in (
        "L'OUTIL", "pandoc : version", "document Word d'essai écrit et relu", "PDF d'essai composé", "LE PROJET",
        "3 territoires", "page d'essai composée", "LE DOSSIER", "Écriture : permise", "aucune n'est en cours",
        "Tout ce qu'il faut pour construire est là",
    ):  # fmt: skip
        assert words in " ".join(shown.stdout.split())
    assert "n'a pas pu être regardé" not in shown.stdout
    assert shown.stderr == ""
    assert max(map(len, shown.stdout.splitlines())) <= 110
    assert set(project.rglob("*")) == before


def test_an_empty_folder_is_no_project(tmp_path: Path) -> None:
    folder = tmp_path / "vide é"
    folder.mkdir()
    done = command("diagnostic", "--json", cwd=folder)
    assert (done.returncode, done.stderr, list(folder.iterdir())) == (0, "", [])
    report = json.loads(done.stdout)
    lines = {line["id"]: line for line in report["lines"]}
    assert (report["ready"], report["project"], report["version"]) == (True, str(folder), "0.1.0")
    assert lines["project"]["state"] == "note", "the tool may just have been installed"
    assert "restitution init" in lines["project"]["do"]
    assert lines["pandoc"]["state"] == "ok"
    assert lines.keys().isdisjoint({"settings", "sources", "templates"})


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RestitutionError) as stopped:
        deliver(doctor(tmp_path / "nulle part", WELL))
    assert (stopped.value.code, stopped.value.message) == (1, "")
    shown = " ".join(capsys.readouterr().out.split())
    assert f"le dossier « {tmp_path / 'nulle part'} » n'existe pas Coûte : il n'y a rien à construire." in shown
    assert "Aucune construction n'est possible : 1 chose manque. → D'abord : Projet." in shown
